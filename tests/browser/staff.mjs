// What staff do on a box, in the stories' words.
import { assert } from "./kit.mjs";
import { tap } from "./school.mjs";

/** What every page must be: as wide as the phone, in the reader's direction, easy to use. */
export async function look(phone, language, where) {
  const seen = await phone.page.evaluate(() => ({
    dir: document.documentElement.dir,
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  assert.equal(seen.dir, language === "ar" ? "rtl" : "ltr", where);
  assert.ok(seen.over <= 0, `${where} is ${seen.over} px too wide`);
  if (phone.hasScript) await phone.axe();
}

export async function setUp(phone, { code, name, signIn, passphrase }) {
  await phone.page.locator("input[name=code]").fill(code);
  await introduce(phone, "/setup", { name, signIn, passphrase });
}

/** A code read from a screen, typed at `/join`: an invitation. */
export async function join(phone, { code, name, signIn, passphrase }) {
  await phone.open("/join");
  await phone.page.locator("input[name=code]").fill(code);
  await tap(phone, "form[action='/join'] button");
  await introduce(phone, "/join", { name, signIn, passphrase });
}

async function introduce(phone, action, { name, signIn, passphrase }) {
  await phone.page.locator("input[name=name]").fill(name);
  await phone.page.locator("input[name=sign_in]").fill(signIn);
  await phone.page.locator("input[name=passphrase]").fill(passphrase);
  await tap(phone, `form[action='${action}'] button`);
}

export async function signIn(phone, name, passphrase) {
  await phone.page.locator("input[name=name]").fill(name);
  await phone.page.locator("input[name=passphrase]").fill(passphrase);
  await tap(phone, "form[action='/sign-in'] button");
}
