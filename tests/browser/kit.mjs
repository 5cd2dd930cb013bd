// What a story file imports. `story` registers one; run.mjs tells them all, each on a box and in a browser of its own.
import { strict as assert } from "node:assert";
import { Box } from "./box.mjs";
import { Browser } from "./browser.mjs";

export { assert, Box, Browser };
export { LAPTOP, PHONE, PORTAL } from "./browser.mjs";

const STORY_MS_MAX = 120_000;
const stories = [];

/**
 * Registers a story: `tell({ box, browser, phone })`, where `phone(options)` opens a phone in the browser. The story
 * fails when it throws, when a page logs an error that no phone allowed, and when a request leaves the box.
 * `environment` is for the test box.
 */
export function story(name, tell, { environment = {} } = {}) {
  stories.push({ name, tell, environment });
}

/** Tells every story whose name contains one of `wanted` (all, when empty); gives the numbers for the last line. */
export async function tellAll(wanted) {
  const chosen = stories.filter(({ name }) => !wanted.length || wanted.some((part) => name.includes(part)));
  const count = { passed: 0, failed: 0 };
  for (const one of chosen) {
    const began = Date.now();
    const fault = await tellOne(one);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${fault ? "FAILED" : "ok    "} ${one.name} (${seconds} s)`);
    if (fault) console.log(fault.replace(/^/gm, "         "));
    count[fault ? "failed" : "passed"] += 1;
  }
  return count;
}

/** The reason why a story failed, or nothing. */
async function tellOne({ tell, environment }) {
  const stage = {};
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not told after ${STORY_MS_MAX / 1000} s`)), STORY_MS_MAX);
  });
  try {
    await Promise.race([late, perform(stage, tell, environment)]);
    return undefined;
  } catch (fault) {
    const log = stage.box?.log.trim();
    return `${fault.stack ?? fault}${log ? `\nthe box's last words:\n${log}` : ""}`;
  } finally {
    clearTimeout(timer);
    await stage.browser?.stop();
    await stage.box?.stop();
  }
}

async function perform(stage, tell, environment) {
  stage.box = await Box.start(environment);
  stage.browser = await Browser.start(stage.box);
  await tell({ box: stage.box, browser: stage.browser, phone: (options) => stage.browser.phone(options) });
  const faults = stage.browser.faults();
  if (faults.length) throw new Error(faults.join("\n"));
}
