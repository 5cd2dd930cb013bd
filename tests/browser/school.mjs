// What children do on a box, in the stories' words.
/** Taps (a phone) or clicks (a laptop) what a locator finds, and waits for the page that it opens. */
export async function tap(phone, found) {
  const target = typeof found === "string" ? phone.page.locator(found).first() : found;
  // As a thumb would: away from the bar at the bottom.
  await target.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await Promise.all([phone.page.waitForEvent("domcontentloaded"), target.click()]);
  await phone.page.waitForLoadState("load");
}

/** The first address on a page that begins so. */
export async function linkTo(phone, path, begins) {
  await phone.open(path);
  return phone.page.locator(`main a[href^="${begins}"]`).first().getAttribute("href");
}

/** The page of the first lesson that a search finds; the phone shows it. */
export async function findLesson(phone, words) {
  await phone.open(`/search?q=${encodeURIComponent(words)}`);
  await tap(phone, "main a[href^='/lessons/']");
  return new URL(phone.page.url()).pathname;
}

/** Searches a lesson and starts it; gives the address of its page on the portal. */
export async function openLesson(phone, words) {
  const lesson = await findLesson(phone, words);
  await tap(phone, "a.go");
  return lesson;
}

/** "Someone else's turn" from wherever the phone is, confirmed. */
export async function handOver(phone) {
  await tap(phone, "a[href$='/turn']");
  await tap(phone, "form[action='/turn'] button");
}

/** Rows of a table (RFC 4180) as objects by column. */
export function table(text) {
  const rows = [[]];
  let cell = "";
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    cell = quoted?.replaceAll('""', '"') ?? plain;
    rows.at(-1).push(cell);
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  const [columns, ...lines] = rows;
  return lines
    .filter((line) => line.length === columns.length)
    .map((line) => Object.fromEntries(columns.map((column, at) => [column, line[at]])));
}

/** The visits of both exports, after the box wrote what it holds: rows of the table, statements by line. */
export async function exports(box) {
  const csv = table(JSON.parse(await box.say("export csv")));
  const lines = JSON.parse(await box.say("export xapi"));
  return { csv, xapi: lines.split("\n").filter(Boolean).map((line) => JSON.parse(line)) };
}
