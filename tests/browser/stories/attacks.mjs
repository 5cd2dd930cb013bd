// A lesson's own script is a guest: it reaches no account, no other lesson's saved state, and counts nothing.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert, story } from "../kit.mjs";
import { zip } from "../made.mjs";
import { exports, findLesson, handOver, openLesson, tap } from "../school.mjs";

const SHARED = process.env.CHALKBOX_SHARED_DATA ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const KNOWN_ATTACKS = `${SHARED}/malicious/html5-attacks-parent.zip`;

/** A lesson that keeps a secret of its own. */
const keeper = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Keeper</title></head><body><h1>Keeper</h1>
<script>localStorage.setItem("secret", "the keeper's"); document.cookie = "own=keeper";
const asked = indexedDB.open("keeper"); asked.onupgradeneeded = () => asked.result.createObjectStore("s");</script></body></html>`;

/** A lesson that tries everything it can think of and writes what it got: "worked: …" is what must not be there. */
function attacker({ portal, keeperHost, victim }) {
  const attacks = `
const [portal, keeper, victim] = ${JSON.stringify([portal, keeperHost, victim])};
const worked = [];
const note = (name, got) => { if (got) worked.push(name + ": " + String(got).slice(0, 80)); };
const attempt = async (name, act) => { try { note(name, await act()); } catch { /* refused, as it should be */ } };
const form = (words) => new URLSearchParams(words);
(async () => {
  await attempt("control", async () => (await fetch(location.href, { credentials: "include" })).ok);
  await attempt("cookie", () => document.cookie.replace(/mine=1/, ""));
  await attempt("parent document", () => parent !== self && parent.document.title);
  await attempt("top document", () => top !== self && top.document.title);
  await attempt("opener document", () => opener && opener.document.title);
  await attempt("frame of the portal", () => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.onload = () => { try { resolve(frame.contentDocument && frame.contentDocument.body.innerText.trim()); } catch { resolve(""); } };
    frame.src = portal + "/";
    document.body.append(frame);
    setTimeout(resolve, 1500);
  }));
  await attempt("window of the portal", async () => {
    const opened = open(portal + "/");
    await new Promise((resolve) => setTimeout(resolve, 800));
    try { return opened && opened.document.body.innerText; } finally { if (opened) opened.close(); }
  });
  for (const path of ["/", "/turn", "/lessons/" + victim, "/box", "/metrics", "/pictures/keep"]) {
    await attempt("reading " + path, async () => (await fetch(portal + path, { credentials: "include" })).text());
  }
  await attempt("reading through a local path", async () => {
    const words = await (await fetch("/turn")).text();
    return /name="token"/.test(words) && words;
  });
  for (const [path, words] of [["/turn", { token: "x" }], ["/languages", { lang: "sw", next: "/" }], ["/still", { next: "/" }],
    ["/pictures/keep", { picked: "fish,sun", pick: "drum" }]]) {
    await attempt("posting " + path, async () => (await fetch(portal + path, { method: "POST", credentials: "include", body: form(words) })).status);
    await attempt("posting blind " + path, async () => {
      await fetch(portal + path, { method: "POST", mode: "no-cors", credentials: "include", body: form(words) });
    });
    await attempt("beacon " + path, () => { navigator.sendBeacon(portal + path, form(words)); });
    const made = Object.assign(document.createElement("form"), { method: "post", action: portal + path, target: "nowhere" });
    for (const [name, value] of Object.entries(words)) made.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(made);
    await attempt("form " + path, () => { made.submit(); });
  }
  for (let time = 0; time < 20; time += 1) {
    await attempt("opening visits", async () => (await fetch(portal + "/lessons/" + victim + "/open?k=guess", { credentials: "include" })).text());
    await attempt("opening visits blind", async () => { await fetch(portal + "/lessons/" + victim + "/open", { mode: "no-cors", credentials: "include" }); });
  }
  for (const host of [location.origin, keeper]) {
    for (const path of ["/state/" + victim, "/state/" + victim + "/done"]) {
      await attempt("telling " + host + path, async () => {
        const words = form({ visible_secs: 3000, at_secs: 36, of_secs: 37, from_secs: 0, done: 1 });
        const answer = await fetch(host + path, { method: "POST", credentials: "include", body: words });
        return answer.ok && answer.status !== 204 && answer.status;
      });
    }
  }
  await attempt("another lesson's page", async () => (await fetch(keeper + "/", { credentials: "include" })).text());
  await attempt("another lesson's storage", () => localStorage.getItem("secret"));
  await attempt("another lesson's databases", async () => (await indexedDB.databases()).map(({ name }) => name).join());
  await attempt("another lesson's storage in a frame", () => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.onload = () => { try { resolve(frame.contentWindow.localStorage.getItem("secret")); } catch { resolve(""); } };
    frame.src = keeper + "/content/keeper/index.html";
    document.body.append(frame);
    setTimeout(resolve, 1500);
  }));
  await attempt("a parent domain for all", () => { document.domain = "lessons.lan"; return localStorage.getItem("secret"); });
  document.cookie = "mine=1; domain=lessons.lan";
  await attempt("a service worker", () => navigator.serviceWorker && "there is one to use");
  await attempt("the world outside", async () => (await fetch("http://outside.example/")).status);
  document.body.dataset.tried = "yes";
  document.getElementById("got").textContent = worked.join("\\n");
})();`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Attacker</title></head>
<body><h1>Attacker</h1><pre id="got"></pre><iframe name="nowhere" title="nowhere"></iframe><script>${attacks}</script></body></html>`;
}

story("a lesson's script reaches nothing that is not its own", async ({ box, phone }) => {
  const child = await phone();
  // What the browser says when it refuses, and what a box that is not there says.
  child.allow(/console error|script failed/);
  child.allow(/a request left the box: http:\/\/outside\.example/);
  await box.say(`load ${zip(box, "keeper", { "index.html": keeper })}`);
  const film = (await findLesson(child, "A drop of water")).split("/").pop();
  await openLesson(child, "Keeper");
  const keeperHost = new URL(child.page.url()).origin;
  const portal = "http://chalkbox.lan";
  await box.say(`load ${zip(box, "attacker", { "index.html": attacker({ portal, keeperHost, victim: film }) })}`);

  await child.open("/languages");
  const guest = async () => (await child.cookies()).find(({ name }) => name === "guest").value;
  const [before, visits] = [await guest(), (await exports(box)).csv.length];
  await openLesson(child, "Attacker");
  assert.notEqual(new URL(child.page.url()).origin, keeperHost, "each package has its own host");
  await child.page.locator("body[data-tried=yes]").waitFor({ timeout: 60_000 });
  assert.equal(await child.page.locator("#got").innerText(), "control: true", "only its own page answers");

  assert.equal(await guest(), before, "the child is still the same guest");
  assert.ok(!(await child.cookies()).some(({ name, value }) => name === "lang" && value === "sw"), "no language was set");
  await child.open("/");
  assert.match(await child.words(), /Go on where you stopped/, "the place was not handed over");
  await handOver(child);
  await box.advance(60);
  const { csv, xapi } = await exports(box);
  const made = csv.slice(visits);
  assert.deepEqual(made.map(({ lesson_title: title }) => title).sort(), ["Attacker", "Keeper"], "two visits were really made");
  assert.ok(made.every(({ active_seconds: seconds, completed }) => Number(seconds) < 60 && completed !== "yes"), JSON.stringify(made));
  assert.ok(!JSON.stringify(xapi).includes("A drop of water"), "no statement tells of the film");
});

if (existsSync(KNOWN_ATTACKS)) {
  story("the shared attack lesson is blocked", async ({ box, phone }) => {
    const child = await phone();
    child.allow(/console error/);
    const loaded = JSON.parse(await box.say(`load ${KNOWN_ATTACKS}`));
    await child.open("/");
    await tap(child, child.page.locator("main a.card", { hasText: loaded.title }).first());
    await tap(child, "a.go");
    await child.page.waitForFunction(() => /admin fetch/.test(document.getElementById("o").textContent));
    const told = Object.fromEntries((await child.page.locator("#o").innerText()).split("\n").map((line) => line.split(/: ?/)));
    assert.equal(told.cookie, "", "the visit's cookie is not for scripts");
    assert.notEqual(told.origin, "http://chalkbox.lan");
    assert.equal(told.serviceWorker, "undefined");
    assert.equal(told["parent.API"], "undefined");
    assert.ok(Object.keys(told).some((line) => /admin fetch (404|BLOCKED)/.test(line)), JSON.stringify(told));
  });
}
