// A child comes in at the door, and learns: text, film, book; searches; goes on later.
import { readFileSync } from "node:fs";
import { assert, story } from "../kit.mjs";
import { loadWiki } from "../made.mjs";
import { findLesson, openLesson, tap } from "../school.mjs";

const SCRIPT = { "script on": true, "script off": false };
const TITLE = "Market sums";

for (const [how, script] of Object.entries(SCRIPT)) {
  story(`welcome, home, and two taps to a lesson, ${how}`, async ({ phone }) => {
    const child = await phone({ script });
    await child.open("/welcome");
    await tap(child, "a.go");
    assert.equal(new URL(child.page.url()).pathname, "/", "Start leads home");
    await tap(child, child.page.locator("main a.card", { hasText: TITLE }));
    await tap(child, "a.go");
    assert.match(child.page.url(), /\.lessons\.lan\/play\//, "two taps lead into the lesson");
    assert.deepEqual(await child.page.locator("h1").allInnerTexts(), [TITLE], "its title stands there once");
    assert.ok(await child.page.locator("img").first().isVisible());
  });

  story(`a topic leads to its film, and the film is saved whole, ${how}`, async ({ phone }) => {
    const child = await phone({ script });
    await child.open("/");
    await tap(child, child.page.locator("a.tile", { hasText: "Films" }));
    assert.match(await child.page.title(), /^Films/);
    await tap(child, "a.card");
    const save = child.page.locator("a[download]");
    assert.match(await save.innerText(), /Save on this phone \(\d+\skB\)/);
    const [saved] = await Promise.all([child.page.waitForEvent("download"), save.click()]);
    const film = readFileSync(await saved.path());
    assert.match(saved.suggestedFilename(), /\.mp4$/);
    assert.equal(film.subarray(4, 8).toString(), "ftyp", "what is on the phone is the film");
  });
}

story("a film plays with the phone's subtitles, and goes on where it stopped", async ({ phone }) => {
  const child = await phone({ language: "fr" });
  const lesson = await openLesson(child, "A drop of water");
  const film = child.page.locator("video");
  const shown = await film.evaluate(async (video) => {
    await video.play();
    const track = [...video.textTracks].find(({ mode }) => mode === "showing");
    for (let tries = 0; tries < 50 && !(track?.cues?.length && video.currentTime > 0.3); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { language: track?.language, cues: track?.cues?.length, first: track?.cues?.[0]?.text, at: video.currentTime };
  });
  assert.equal(shown.language, "fr");
  assert.ok(shown.cues > 2 && shown.first.length > 3, `it says: ${shown.first}`);
  assert.ok(shown.at > 0.3, "it plays");
  await film.evaluate((video) => {
    video.currentTime = 12;
  });
  await child.page.waitForTimeout(700);
  await tap(child, "nav .bar a >> nth=0");
  assert.equal(new URL(child.page.url()).pathname, lesson, "Back leads to the lesson's page");
  await child.open("/");
  await tap(child, "a.now");
  await child.page.locator("video").evaluate(async (video) => {
    for (let tries = 0; tries < 50 && video.currentTime < 12; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  const at = await child.page.locator("video").evaluate((video) => video.currentTime);
  assert.ok(at >= 12 && at < 15, `it goes on at ${at} s`);
});

story("a film can be watched without script", async ({ phone }) => {
  const child = await phone({ script: false, language: "sw" });
  await openLesson(child, "A drop of water");
  assert.equal(await child.page.locator("video[controls] track[default]").getAttribute("srclang"), "sw");
  await tap(child, child.page.locator("nav .bar a").first());
  assert.match(child.page.url(), /chalkbox\.lan\/lessons\//);
});

for (const [how, script] of Object.entries(SCRIPT)) {
  story(`a book opens, and "I am done" comes back to its page, ${how}`, async ({ phone }) => {
    const child = await phone({ script });
    const lesson = await openLesson(child, "Fractions tables");
    const [answer] = await Promise.all([
      child.page.context().waitForEvent("response", (response) => response.url().includes(".pdf")),
      child.page.locator("main a[type='application/pdf']").click(),
    ]);
    assert.equal(answer.headers()["content-type"], "application/pdf");
    await openLesson(child, "Fractions tables");
    await tap(child, "form[action$='/done'] button");
    assert.equal(new URL(child.page.url()).pathname, lesson);
  });
}

story("a page of an encyclopedia is where a child goes on", async ({ box, phone }) => {
  await loadWiki(box);
  const child = await phone({ script: false });
  await openLesson(child, "Hill wiki");
  assert.match(await child.words(), /All about hills/);
  await tap(child, child.page.getByRole("link", { name: "Goats" }));
  await tap(child, "#chalkbar a >> nth=0");
  await findLesson(child, "Hill wiki");
  await child.open("/");
  await tap(child, "a.now");
  assert.match(child.page.url(), /\/goats\.html$/, "the page that was open opens again");
  await child.open("/search?q=springs");
  await tap(child, child.page.locator("a.card", { has: child.page.getByText("Springs", { exact: true }) }));
  await tap(child, "a.go");
  assert.match(child.page.url(), /\/springs\.html$/, "search finds a page inside and opens it there");
});
