// A further language is one sheet: filled in, imported, and there at once.
import { join } from "node:path";
import { assert, story } from "../kit.mjs";
import { files } from "../made.mjs";

const CHICHEWA = {
  "language-name": "Chichewa",
  "nav-home": "Kwathu",
  "nav-search": "Fufuzani",
  "nav-turn": "Nthawi ya wina",
  "nav-help": "Thandizo",
  "home-title": "Muphunzira chiyani lero?",
  "home-topics": "Sankhani mutu",
  "home-lessons": "Sankhani phunziro",
  "lesson-start": "Yambani",
  "search-label": "Lembani mawu",
};

for (const [how, script] of [["script on", true], ["script off", false]]) {
  story(`a ny.csv of ten lines shows at once, ${how}`, async ({ box, phone }) => {
    const child = await phone({ language: "ny", script });
    await child.open("/");
    assert.match(await child.words(), /What will you learn today\?/);
    // The sheet as the box gives it, filled in as a spreadsheet does: the last column of ten lines.
    const empty = JSON.parse(await box.say("export-sheet ny"));
    const lines = empty.split(/\r?\n/).map((line) => {
      const words = CHICHEWA[line.match(/^"([\w-]+)"/)?.[1]];
      return words && line.endsWith(',""') ? line.replace(/""$/, `"${words}"`) : line;
    });
    assert.equal(lines.filter((line, at) => line !== empty.split(/\r?\n/)[at]).length, 10, empty.slice(0, 300));
    const sheet = join(files(box, "sheets", { "ny.csv": lines.join("\r\n") }), "ny.csv");
    await box.say(`import ${sheet}`);
    await child.page.reload();
    const home = await child.words();
    for (const words of ["Kwathu", "Fufuzani", "Nthawi ya wina", "Thandizo", "Muphunzira chiyani lero?", "Sankhani mutu", "Chichewa"]) {
      assert.ok(home.includes(words), `home says "${words}": ${home}`);
    }
    assert.equal(await child.page.evaluate(() => document.documentElement.lang), "ny");
    await child.open("/languages");
    await child.page.getByRole("button", { name: "Chichewa" }).waitFor();
    assert.match(await child.words(), /Choose your language/, "a line that is missing is in the second language");
  });
}
