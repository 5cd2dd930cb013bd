// Shows that the harness itself can fail: each fault of the stand-in box must be caught, and a good page must pass.
//   node tests/browser/kit-check.mjs
import { fileURLToPath } from "node:url";
import { assert, Box, Browser } from "./kit.mjs";

process.env.CHALKBOX_TESTBOX = fileURLToPath(new URL("standin.mjs", import.meta.url));
const box = await Box.start();
const browser = await Browser.start(box);

const checks = {
  "a good page passes": async () => {
    const phone = await browser.phone();
    await phone.open("/good");
    await phone.axe();
    await phone.page.locator("a").tap();
    assert.match(await phone.words(), /Next/);
    assert.deepEqual(phone.faults(), []);
  },
  "names lead to the box's two sites, with their Host": async () => {
    const phone = await browser.phone();
    const seen = [];
    for (const host of ["chalkbox.lan", "10.77.0.1", "lessons.lan", "moon.lessons.lan", "10.77.0.2"]) {
      await phone.open(`http://${host}/where`);
      seen.push(await phone.words());
    }
    assert.deepEqual(seen, [
      "portal chalkbox.lan", "portal 10.77.0.1", "lessons lessons.lan", "lessons moon.lessons.lan", "lessons 10.77.0.2",
    ]);
  },
  "a console error is a fault": async () => faultOn("/console", /console error .*boom/),
  "a script that throws is a fault": async () => faultOn("/throws", /script failed .*bang/),
  "a request that leaves the box is a fault": async () => faultOn("/leaks", /a request left the box: .*spy\.png/),
  "a fault that a story allows is none": async () => {
    const phone = await browser.phone();
    await phone.open("/console");
    phone.allow(/boom/);
    assert.deepEqual(phone.faults(), []);
  },
  "axe sees an unlabelled field": async () => {
    const phone = await browser.phone();
    await phone.open("/unlabelled");
    await assert.rejects(phone.axe(), /label/);
  },
  "script off is off, and words can still be read": async () => {
    const phone = await browser.phone({ script: false });
    await phone.open("/script");
    assert.match(await phone.words(), /no script/);
    assert.equal(await phone.page.title(), "Stand-in");
  },
  "the pictures refuse a wide page": () => assert.rejects(browser.pictures("kit-wide", "/wide"), /px wider than/),
  "the pictures refuse a page that is not mirrored": () =>
    assert.rejects(browser.pictures("kit-good", "/good"), /in ar reads ltr/),
  "the pictures pass a mirrored page": () => browser.pictures("kit-mirrored", "/mirrored"),
  "the box answers commands": async () => {
    assert.equal(await box.advance(300), "300");
    await assert.rejects(box.say("dance"), /what is "dance"/);
  },
};

async function faultOn(path, expected) {
  const phone = await browser.phone();
  await phone.open(path);
  await phone.page.waitForTimeout(200);
  assert.ok(phone.faults().some((fault) => expected.test(fault)), `no fault like ${expected} in ${phone.faults()}`);
}

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok     ${name}`);
  } catch (fault) {
    failed += 1;
    console.log(`FAILED ${name}\n         ${fault.message}`);
  }
}
await browser.stop();
await box.stop();
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
