// Players go on where a child stopped, and tell the box what was really seen.
import { assert, LAPTOP, PHONE, story } from "../kit.mjs";

/** Searches the portal and opens the first lesson found, as a child does: two taps. */
async function open(child, words) {
  await child.open(`/search?q=${encodeURIComponent(words)}`);
  await child.page.locator("main a[href*='/lessons/']").first().click();
  await child.page.locator("a[href*='/open']").first().click();
  await child.page.waitForLoadState("load");
}

story("a book opens page by page and goes on where it was left", async ({ box, browser, phone }) => {
  const child = await phone();
  await open(child, "fractions");
  const output = child.page.locator("#paper output");
  await output.waitFor();
  assert.match(await output.innerText(), /^1 \/ \d+$/);
  console.log(await output.innerText(), child.page.url());
  await child.page.waitForTimeout(1500);
  await child.shot("paper-320-ltr");
});
