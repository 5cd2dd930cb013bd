// Players go on where a child stopped, and tell the box what was really seen.
import { statSync } from "node:fs";
import { join } from "node:path";
import { makeBook } from "../book.mjs";
import { assert, LAPTOP, PHONE, story } from "../kit.mjs";
import { loadWiki } from "../made.mjs";
import { exports, handOver, openLesson, tap } from "../school.mjs";

/** Opens a lesson again from its page. */
async function goOn(phone, lesson) {
  await phone.open(lesson);
  await tap(phone, "a.go");
}

/** Hands the phone on, so that every visit ends; gives the last visit as the school's table has it. */
async function lastVisit(box, phone) {
  await handOver(phone);
  return (await exports(box)).csv.at(-1);
}

story("a book opens page by page and goes on where it was left", async ({ box, phone }) => {
  const child = await phone();
  const lesson = await openLesson(child, "Fractions, tables");
  const count = child.page.locator("#paper output");
  await count.waitFor();
  assert.equal(await count.innerText(), "1 / 4");
  const [back, next] = await child.page.locator("#paper .turner button").all();
  for (const button of [back, next]) {
    const { width, height } = await button.boundingBox();
    assert.ok(width >= 44 && height >= 44, `a button of ${width} × ${height} px`);
  }
  await next.click();
  await next.click();
  assert.equal(await count.innerText(), "3 / 4");
  await child.page.waitForTimeout(2500); // looked at, so it is the place
  await box.advance(5);

  await goOn(child, lesson);
  await count.waitFor();
  await child.page.waitForFunction(() => document.querySelectorAll("#paper canvas").length >= 3);
  assert.equal(await count.innerText(), "3 / 4");
  const top = await child.page.evaluate(() => document.querySelectorAll(".leaf")[2].getBoundingClientRect().top);
  assert.ok(Math.abs(top) < 60, `page 3 begins at ${top} px`);
  await child.page.keyboard.press("End");
  await child.page.waitForFunction(() => document.querySelector("#paper output").textContent === "4 / 4");
  await child.page.waitForTimeout(2500);
  const visit = await lastVisit(box, child);
  assert.deepEqual([visit.completed, visit.completed_by], ["yes", "last_page"], JSON.stringify(visit));
});

story("a book looks right on every screen, in both directions", async ({ phone }) => {
  for (const [device, size] of [["320", PHONE], ["1280", LAPTOP]]) {
    for (const [direction, language] of [["ltr", "en"], ["rtl", "ar"]]) {
      const child = await phone({ language, size });
      await openLesson(child, "Fractions, tables");
      await child.page.locator("#paper canvas").first().waitFor();
      await child.page.waitForTimeout(800);
      const over = await child.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} px too wide`);
      await child.axe();
      await child.shot(`paper-${device}-${direction}`, { fullPage: false });
      await child.close();
    }
  }
});

story("a book of a thousand pages opens without being fetched whole", async ({ box, phone }) => {
  const path = join(box.data, "thousand.pdf");
  const pages = makeBook(path);
  await box.say(`load ${path}`);
  const child = await phone();
  let bytes = 0;
  child.page.on("response", (response) => {
    if (response.status() === 206) bytes += Number(response.headers()["content-length"]);
  });
  await openLesson(child, "thousand");
  const count = child.page.locator("#paper output");
  await count.waitFor();
  assert.equal(await count.innerText(), `1 / ${pages}`);
  await child.page.locator("#paper canvas").first().waitFor();
  for (const number of [pages, 500, 3]) {
    await child.page.evaluate((at) => document.querySelectorAll(".leaf")[at - 1].scrollIntoView({ block: "center" }), number);
    await child.page.waitForFunction((at) => document.querySelectorAll(".leaf")[at - 1].firstChild?.width > 0, number);
    assert.equal(await count.innerText(), `${number} / ${pages}`);
    assert.ok((await child.page.locator("#paper canvas").count()) <= 5, "few canvases live");
  }
  const whole = statSync(path).size;
  assert.ok(bytes > 0 && bytes < whole / 2, `${bytes} of ${whole} bytes fetched`);
});

story("without script a book is a file", async ({ phone }) => {
  const child = await phone({ script: false });
  await openLesson(child, "Fractions, tables");
  const link = child.page.locator("a[type='application/pdf']");
  assert.ok(await link.isVisible());
  assert.equal(await child.page.locator("#paper").isVisible(), false);
});

story("a film goes on where it stopped, and is complete at nine tenths", async ({ box, phone }) => {
  const child = await phone({ language: "ar" });
  const lesson = await openLesson(child, "A drop of water");
  const play = (until) =>
    child.page.evaluate(async (until) => {
      const film = document.querySelector("video");
      film.muted = true;
      film.playbackRate = 4;
      await film.play();
      const cue = () => [...film.textTracks].filter(({ mode }) => mode === "showing").map(({ language, activeCues }) => [language, activeCues?.[0]?.text]);
      let seen = [];
      while (film.currentTime < until) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (cue()[0]?.[1]) seen = cue();
      }
      film.pause();
      return seen;
    }, until);
  const tracks = await child.page.evaluate(() => [...document.querySelectorAll("track")].map(({ srclang }) => srclang));
  assert.deepEqual(tracks.sort(), ["ar", "en", "fr", "sw"]);
  const [[language, words]] = await play(15);
  assert.equal(language, "ar");
  assert.match(words, /\p{Script=Arabic}/u);
  await child.page.waitForTimeout(300);
  await box.advance(5);

  await goOn(child, lesson);
  await child.page.waitForFunction(() => document.querySelector("video")?.currentTime > 14);
  const at = await child.page.evaluate(() => document.querySelector("video").currentTime);
  assert.ok(at > 14 && at < 17, `it goes on at ${at} s`);
  await play(34.5);
  await child.page.waitForTimeout(300);
  const visit = await lastVisit(box, child);
  assert.deepEqual([visit.completed, visit.completed_by], ["yes", "played"], JSON.stringify(visit));
});

story("pages of a ZIM tell how long they were in view", async ({ box, phone }) => {
  await loadWiki(box);
  const child = await phone();
  await child.page.clock.install();
  await openLesson(child, "Hill wiki");
  const pass = async (seconds) => {
    await box.advance(seconds);
    await child.page.clock.runFor(seconds * 1000);
  };
  // The page's clock runs ahead of the air: the box must have heard the beat before its own clock goes on.
  const beat = async () => {
    const told = child.page.waitForEvent("requestfinished", (request) => request.url().includes("/state/"));
    await pass(30);
    await told;
  };
  await beat();
  await pass(10);
  await tap(child, child.page.locator("a", { hasText: "Goats" })); // tells the ten
  await beat();
  const visit = await lastVisit(box, child);
  assert.equal(visit.measured_by, "beats", JSON.stringify(visit));
  assert.ok(Math.abs(Number(visit.active_seconds) - 70) <= 2, JSON.stringify(visit));
});

story("a text is read when its end was looked at", async ({ box, phone }) => {
  const child = await phone();
  await openLesson(child, "Why the moon changes");
  await child.page.waitForTimeout(500);
  await child.page.evaluate(() => document.querySelector("[data-read]").scrollIntoView({ block: "end" }));
  await child.page.waitForTimeout(4500);
  const visit = await lastVisit(box, child);
  assert.deepEqual([visit.completed, visit.completed_by], ["yes", "end_reached"], JSON.stringify(visit));
});
