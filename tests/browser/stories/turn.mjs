// One phone, many children: hand-over, "Still you?", three pictures.
import { assert, story } from "../kit.mjs";
import { loadWiki } from "../made.mjs";
import { handOver, openLesson, tap } from "../school.mjs";

const SCRIPT = { "script on": true, "script off": false };
const LESSONS = {
  "a text": { find: "Market sums" },
  "a film": { find: "A drop of water" },
  "a page with the bar": { find: "Hill wiki", inside: "Goats" },
};

/** The page is the portal's and offers nothing of the last child's. */
async function assertNew(phone, where) {
  const words = await phone.words();
  assert.ok(!/Go on/.test(words), `${where} offers the last child's place: ${words}`);
  assert.ok(/chalkbox\.lan/.test(new URL(phone.page.url()).host), `${where} is ${phone.page.url()}`);
}

for (const [how, script] of Object.entries(SCRIPT)) {
  for (const [what, { find, inside }] of Object.entries(LESSONS)) {
    story(`someone else's turn leaves no trace of ${what}, ${how}`, async ({ box, phone }) => {
      if (inside) await loadWiki(box);
      const child = await phone({ script });
      await openLesson(child, find);
      if (inside) await tap(child, child.page.getByRole("link", { name: inside }));
      const lesson = child.page.url();
      const before = (await child.cookies()).find(({ name }) => name === "guest").value;
      await handOver(child);
      assert.notEqual((await child.cookies()).find(({ name }) => name === "guest").value, before, "a new guest");
      await assertNew(child, "home after the turn");

      // The button that goes back, as often as there are pages: none of them shows the last child's lesson as theirs.
      for (let step = 1; step <= 8; step += 1) {
        await child.page.goBack({ waitUntil: "load" }).catch(() => null); // the end of the way back
        await child.page.waitForTimeout(150);
        if (child.page.url() === "about:blank") break;
        const words = await child.words();
        assert.ok(!/Go on\b/.test(words), `step ${step} back, ${child.page.url()}, offers to go on: ${words}`);
        const host = new URL(child.page.url()).host;
        assert.ok(!host.endsWith("lessons.lan"), `step ${step} back shows the lesson again: ${child.page.url()}`);
      }
      for (const path of ["/", "/search", "/topics", "/pictures"]) {
        await child.open(path);
        await child.page.reload();
        assert.ok(!/Go on/.test(await child.words()), path);
      }
      await child.open("/search");
      assert.equal(await child.page.locator("input[name=q]").inputValue(), "", "the search field is empty");
      // Even the lesson's own address, written down, begins nothing of the last child's.
      for (let time = 0; time < 2; time += 1) await child.open(lesson);
      await assertNew(child, "the lesson's own address");
    });
  }
}

story("a page left lying asks by itself", async ({ box, phone }) => {
  const child = await phone();
  const lesson = await openLesson(child, "Market sums");
  await child.page.clock.install();
  await child.open(lesson);
  await child.page.clock.runFor(299_000);
  assert.equal(new URL(child.page.url()).pathname, lesson, "not yet");
  await Promise.all([child.page.waitForURL(/\/still\?/), child.page.clock.runFor(7_000)]);
  await box.advance(306);
  assert.match(await child.words(), /Still you\?/);
  await tap(child, "form[action='/still'] button");
  assert.equal(new URL(child.page.url()).pathname, lesson, "Yes leads back");
});

for (const [how, script] of Object.entries(SCRIPT)) {
  story(`after five quiet minutes the next page asks "Still you?", ${how}`, async ({ box, phone }) => {
    const child = await phone({ script });
    await openLesson(child, "Market sums");
    await box.advance(299);
    await child.open("/");
    assert.match(await child.words(), /Go on where you stopped/, "not yet");
    await box.advance(301);
    await child.open("/search?q=water");
    assert.match(await child.words(), /Still you\?/);
    assert.ok(!/Market sums/.test(await child.words()));
    await tap(child, "form[action='/still'] button");
    assert.match(child.page.url(), /\/search\?q=water$/, "Yes leads to the page that was wanted");
    await box.advance(301);
    await child.open("/");
    assert.match(await child.words(), /Still you\?/);
    await tap(child, "form[action='/turn'] button");
    assert.ok(!/Go on where/.test(await child.words()), "No makes room for the next child");
  });

  story(`three pictures bring a place back in a second browser, ${how}`, async ({ phone }) => {
    const pick = async (child, names) => {
      for (const name of names) await tap(child, child.page.getByRole("button", { name, exact: true }));
    };
    const first = await phone({ script });
    await openLesson(first, "Market sums");
    await first.open("/turn");
    await tap(first, "a[href='/pictures/keep']");
    await pick(first, ["Fish", "Drum", "Sun"]);
    assert.match(await first.words(), /Your place is kept/);
    await tap(first, "a.go");
    await handOver(first);

    const second = await phone({ script });
    await second.open("/");
    assert.ok(!/Go on where/.test(await second.words()));
    await second.open("/pictures/find");
    await pick(second, ["Sun", "Drum", "Fish"]);
    assert.match(await second.words(), /No place found/, "the order counts");
    await tap(second, "a.go");
    await pick(second, ["Fish", "Drum", "Sun"]);
    assert.match(await second.words(), /Go on where you stopped/);
    await tap(second, "a.now");
    assert.deepEqual(await second.page.locator("h1").allInnerTexts(), ["Market sums"]);
  });
}
