// Tells the stories in a real Chromium:  node tests/browser/run.mjs [PART OF A NAME...]
// Needs CHALKBOX_TESTBOX (see box.mjs); `tests/run browser` sets everything up.
import { readdirSync } from "node:fs";
import { tellAll } from "./kit.mjs";

const folder = new URL("stories/", import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs")).sort()) {
  await import(new URL(file, folder).href);
}
const { passed, failed } = await tellAll(process.argv.slice(2));
if (passed + failed === 0) console.log("no story has such a name");
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
