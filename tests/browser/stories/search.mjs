// Search in nine languages: the table of tests/data/search_table.toml, by form and by suggestions.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert, story } from "../kit.mjs";

const REPOSITORY = new URL("../../../", import.meta.url);
const FIRST_HITS = 3;

/** The queries of the table, with the title that each must find. */
function queries(language) {
  const text = readFileSync(new URL("tests/data/search_table.toml", REPOSITORY), "utf8");
  return text
    .split("[[query]]")
    .slice(1)
    .map((block) => Object.fromEntries([...block.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, key, value]) => [key, value])))
    .filter((query) => query.language === language)
    .map((query) => ({ ...query, title: titleOf(query) }));
}

function titleOf({ language, expect }) {
  const root = ["en", "fr", "sw", "ar"].includes(language) ? "web-assets/sample/" : "tests/data/search/";
  const lesson = readFileSync(new URL(root + expect, REPOSITORY), "utf8");
  return lesson.match(/^# (.*)$/m)[1].trim();
}

/** What a child has typed of a title when half of it is there, in whole letters. */
function beginning(title) {
  const letters = [];
  for (const { segment } of new Intl.Segmenter().segment(title)) {
    // Node 18 still parts letters that Khmer and Devanagari write joined.
    if (/[\u094d\u17d2]$/.test(letters.at(-1) ?? "")) letters.push(letters.pop() + segment);
    else letters.push(segment);
  }
  return letters.slice(0, Math.max(2, Math.ceil(letters.length / 2))).join("");
}

for (const language of ["en", "fr", "sw", "ar", "am", "hi", "zh", "km", "th"]) {
  story(`search in ${language}, typed and suggested`, async ({ box, phone }) => {
    if (!["en", "fr", "sw", "ar"].includes(language)) {
      await box.say(`load ${fileURLToPath(new URL(`tests/data/search/${language}`, REPOSITORY))}`);
    }
    const plain = await phone({ script: false, language });
    const quick = await phone({ language });
    const table = queries(language);
    assert.equal(table.length, 5, "five queries in the table");
    for (const { text, title } of table) {
      await plain.open("/");
      await plain.page.locator("input[name=q]").fill(text);
      await plain.page.locator("form[role=search] button").click();
      await plain.page.waitForURL(/\/search\?/);
      const hits = await plain.page.locator("main a.card b").allInnerTexts();
      assert.ok(hits.slice(0, FIRST_HITS).includes(title), `"${text}" should find "${title}", found: ${hits}`);

      const begun = beginning(title);
      await quick.open("/");
      const offered = quick.page.locator("[role=option]");
      await type(quick.page.locator("input[name=q]"), begun, offered.first());
      const words = await offered.allInnerTexts();
      assert.ok(words.includes(title), `"${begun}" should suggest "${title}", suggested: ${words}`);
      await offered.nth(words.indexOf(title)).click();
      await quick.page.waitForURL(/\/lessons\//);
      assert.equal(await quick.page.locator("h1").innerText(), title);
    }
  });
}

/** Types as a child does: the last letter once more where nothing is offered for a while. */
async function type(field, words, offered) {
  await field.fill(words);
  const patience = { timeout: 4_000 };
  await offered.waitFor(patience).catch(async () => {
    await field.fill(words.slice(0, -1));
    await field.fill(words);
    await offered.waitFor();
  });
}
