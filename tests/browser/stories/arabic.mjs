// A child who reads Arabic: everything mirrored, and no English word left but names.
import { assert, LAPTOP, PHONE, story } from "../kit.mjs";
import { loadWiki } from "../made.mjs";
import { findLesson, linkTo, openLesson } from "../school.mjs";

// The box's name and address, sizes of files' names in other languages, and languages by their own names are data.
const DATA = /Test school|http:\/\/chalkbox\.lan:\d+|English|Français|Kiswahili|0\.1\.0/g;

/** Words in Latin letters that a reader sees, or hears from a screen reader. */
async function latin(phone) {
  const said = await phone.page.evaluate(() => {
    const named = [...document.querySelectorAll("[aria-label],[alt],[placeholder],[title]")];
    const labels = named.flatMap((element) => ["aria-label", "alt", "placeholder", "title"].map((name) => element.getAttribute(name)));
    return [document.title, document.body.innerText, ...labels].join("\n");
  });
  return said.replace(DATA, "").match(/[A-Za-zÀ-ž]{2,}/g) ?? [];
}

/** The middle of an element, as a share of the page's width. */
const across = (phone, selector) =>
  phone.page.locator(selector).first().evaluate((element) => {
    const { left, width } = element.getBoundingClientRect();
    return (left + width / 2) / document.documentElement.clientWidth;
  });

const pages = {
  home: (phone) => phone.open("/"),
  welcome: (phone) => phone.open("/welcome"),
  topic: async (phone) => phone.open(await linkTo(phone, "/", "/topics/")),
  lesson: (phone) => findLesson(phone, "الناموسيه"),
  "search before a word": (phone) => phone.open("/search"),
  "search with hits": (phone) => phone.open(`/search?q=${encodeURIComponent("الماء")}`),
  "search without hits": (phone) => phone.open(`/search?q=${encodeURIComponent("ذذذذ")}`),
  turn: (phone) => phone.open("/turn"),
  still: (phone) => phone.open("/still"),
  pictures: (phone) => phone.open("/pictures"),
  "picking pictures": (phone) => phone.open("/pictures/keep"),
  "finding pictures": (phone) => phone.open("/pictures/find"),
  languages: (phone) => phone.open("/languages"),
  help: (phone) => phone.open("/help"),
  "a page that is not there": (phone) => phone.open("/nowhere"),
  player: (phone) => openLesson(phone, "الناموسيه"),
};

for (const [how, script, size] of [["script on", true, PHONE], ["script off", false, PHONE], ["on a laptop", true, LAPTOP]]) {
  story(`Arabic is mirrored with no English word left, ${how}`, async ({ phone }) => {
    const child = await phone({ language: "ar", script, size });
    child.allow(/404 \(Not Found\)/);
    for (const [name, go] of Object.entries(pages)) {
      await go(child);
      const root = await child.page.evaluate(() => ({
        dir: document.documentElement.dir,
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      }));
      assert.equal(root.dir, "rtl", name);
      assert.ok(root.over <= 0, `${name} is ${root.over} px too wide`);
      assert.deepEqual(await latin(child), [], `${name} has no English word`);
      if (script) await child.axe();
    }
    assert.ok((await across(child, "nav .bar a >> nth=0")) > 0.5, "Back is at the right");
    assert.ok((await across(child, "nav .bar a >> nth=1")) < 0.5, "Someone else's turn is at the left");
    await child.open("/");
    assert.ok((await across(child, "a.brand")) > 0.5, "the box's name is at the right");
    assert.ok((await across(child, "main a.card b")) < (await across(child, "main a.card img")), "pictures stand at the right");
    if (size === PHONE) assert.ok((await across(child, ".dock a >> nth=0")) > (await across(child, ".dock a >> nth=3")));
  });
}

story("the bar in a foreign page is Arabic and mirrored too", async ({ box, phone }) => {
  await loadWiki(box);
  const child = await phone({ language: "ar" });
  await openLesson(child, "Hill wiki");
  assert.match(await child.page.locator("#chalkbar").innerText(), /→ رجوع/);
  assert.ok((await across(child, "#chalkbar a >> nth=0")) > 0.5, "Back is at the right");
  assert.ok((await across(child, "#chalkbar a >> nth=1")) < 0.5);
});
