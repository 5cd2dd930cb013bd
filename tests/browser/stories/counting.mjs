// What the box counts of real pages in real windows: the table and the statements say the same.
import { assert, story } from "../kit.mjs";
import { exports, openLesson, tap } from "../school.mjs";

const BEAT_SECONDS = 30; // beat.js says each 30 s that its page is in front

/** A phone whose own clock stands still until the story moves it. */
async function sleeper(phone) {
  const child = await phone();
  await child.page.clock.install({ time: new Date("2026-11-25T09:00:00Z") });
  await child.page.clock.pauseAt(new Date("2026-11-25T09:00:01Z"));
  return child;
}

/** Half a minute passes on the box, and on the phones that are in use: each says so. */
async function halfMinute(box, readers) {
  await box.advance(BEAT_SECONDS);
  for (const reader of readers) {
    const told = reader.page.context().waitForEvent("requestfinished", (request) => request.url().includes("/state/"));
    await Promise.all([told, reader.page.clock.runFor(BEAT_SECONDS * 1000)]);
  }
}

/** PT4M0S, PT240S → seconds. */
function seconds(duration) {
  const [, hours = 0, minutes = 0, rest = 0] = duration.match(/^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/);
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

story("four minutes, two minutes and an idle window are counted to the second, in both exports", async ({ box, phone }) => {
  const [first, second, third] = [await sleeper(phone), await sleeper(phone), await sleeper(phone)];
  await openLesson(third, "Growing beans");
  await openLesson(first, "Market sums");
  await openLesson(second, "Sharing bread");
  for (let step = 1; step <= 8; step += 1) await halfMinute(box, step <= 4 ? [first, second] : [first]);
  await tap(first, "nav .bar a >> nth=0");
  await tap(second, "nav .bar a >> nth=0");
  for (let minute = 0; minute < 31; minute += 1) await box.advance(60);

  const { csv, xapi } = await exports(box);
  const told = csv.map((visit) => [visit.lesson_title, Number(visit.active_seconds), visit.measured_by]);
  assert.deepEqual(told.sort(), [
    ["Growing beans", 0, "pages"],
    ["Market sums", 240, "beats"],
    ["Sharing bread: a fraction story", 120, "beats"],
  ]);
  assert.equal(new Set(csv.map(({ guest }) => guest)).size, 3, "three guests");
  const ends = xapi.filter(({ verb }) => verb.id.endsWith("/terminated"));
  assert.equal(ends.length, csv.length, "one end for each visit");
  for (const visit of csv) {
    const end = ends.find(({ context }) => context.registration === visit.visit_id);
    assert.equal(seconds(end.result.duration), Number(visit.active_seconds), visit.lesson_title);
    assert.equal(Object.values(end.object.definition.name)[0], visit.lesson_title);
  }
});
