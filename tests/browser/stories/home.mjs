// The first page that any phone meets.
import { assert, story } from "../kit.mjs";

story("home shows lessons on every screen, in both directions", async ({ browser, phone }) => {
  const child = await phone();
  const answer = await child.open("/");
  assert.equal(answer.status(), 200);
  assert.ok((await child.page.locator("h1").count()) === 1, "home has one heading");
  assert.ok((await child.page.locator("a[href*='/lessons/'], a[href*='/topics/']").count()) > 0, "home leads to a lesson");
  await browser.pictures("home", "/");
});

story(
  "a box without lessons says so on every screen, and who brings some",
  async ({ browser, phone }) => {
    const child = await phone();
    await child.open("/");
    assert.match(await child.words(), /No lessons are here yet\s+Ask your teacher/);
    await browser.pictures("home-empty", "/");
    await browser.pictures("topics-empty", "/topics");
    await browser.pictures("box-empty", "/box");
  },
  { environment: { CHALKBOX_EMPTY: "1" } },
);

story("home needs no script", async ({ phone }) => {
  const child = await phone({ script: false });
  const answer = await child.open("/");
  assert.equal(answer.status(), 200);
  await child.page.locator("a[href*='/lessons/'], a[href*='/topics/']").first().tap();
  await child.page.waitForURL(/\/(lessons|topics)\//);
});
