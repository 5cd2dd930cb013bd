// A real Chromium that can reach one box and nothing else, and the phones (separate profiles) in it.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PROGRAM = process.env.CHALKBOX_CHROMIUM ?? "/usr/bin/chromium";
const SHOTS = fileURLToPath(new URL("shots/", import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const PORTAL = "http://chalkbox.lan";
export const PHONE = { width: 320, height: 568 };
export const LAPTOP = { width: 1280, height: 800 };

const WAIT_MS_MAX = 10_000;
const OF_THE_BOX = /^(chalkbox\.lan|(.+\.)?lessons\.lan|10\.77\.0\.[12])$/;

export class Browser {
  #box;
  #chromium;
  phones = [];

  static async start(box) {
    if (!existsSync(PROGRAM)) throw new Error(`no Chromium at ${PROGRAM}: tests/run installs it`);
    const portal = `127.0.0.1:${box.portalPort}`;
    const lessons = `127.0.0.1:${box.lessonsPort}`;
    const rules = [
      `MAP chalkbox.lan ${portal}`,
      `MAP 10.77.0.1 ${portal}`,
      `MAP lessons.lan ${lessons}`,
      `MAP *.lessons.lan ${lessons}`,
      `MAP 10.77.0.2 ${lessons}`,
      "MAP * ~NOTFOUND",
    ];
    const browser = new Browser();
    browser.#box = box;
    browser.#chromium = await chromium.launch({
      executablePath: PROGRAM,
      headless: true,
      args: [
        "--no-sandbox", // the tests run as root, where Chromium's sandbox refuses to start
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable", // the box speaks plain HTTP only
        "--autoplay-policy=no-user-gesture-required",
        `--host-resolver-rules=${rules.join(",")}`,
      ],
    });
    return browser;
  }

  /**
   * A phone with its own cookies. `script: false` is a phone without JavaScript; `as`, a role: somebody is signed in.
   */
  async phone({ language = "en", script = true, size = PHONE, touch = size.width < 800, as, options = {} } = {}) {
    const context = await this.#chromium.newContext({
      viewport: size,
      hasTouch: touch,
      isMobile: touch,
      javaScriptEnabled: script,
      locale: language,
      ...options,
    });
    context.setDefaultTimeout(WAIT_MS_MAX);
    if (as) await context.addCookies([await this.#box.signIn(as)]);
    const phone = new Phone(context, await context.newPage(), script);
    this.phones.push(phone);
    return phone;
  }

  /**
   * Looks at a page as the four readers do: phone and laptop, left-to-right and right-to-left. Saves the pictures, and
   * fails when a page is wider than its screen, is not mirrored, or axe finds something serious.
   */
  async pictures(name, path, as) {
    for (const [device, size] of [["320", PHONE], ["1280", LAPTOP]]) {
      for (const [direction, language] of [["ltr", "en"], ["rtl", "ar"]]) {
        const phone = await this.phone({ language, size, as });
        await phone.open(path);
        await phone.shot(`${name}-${device}-${direction}`);
        const seen = await phone.page.evaluate(() => ({
          direction: getComputedStyle(document.documentElement).direction,
          over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        }));
        if (seen.over > 0) throw new Error(`${path} is ${seen.over} px wider than a screen of ${device} px (${language})`);
        if (seen.direction !== direction) throw new Error(`${path} in ${language} reads ${seen.direction}`);
        await phone.axe();
        await phone.close();
      }
    }
  }

  /** Everything that any phone saw and should not have. */
  faults() {
    return this.phones.flatMap((phone) => phone.faults());
  }

  async stop() {
    await this.#chromium?.close();
  }
}

export class Phone {
  #context;
  #script;
  #allowed = [];
  #faults = [];
  /** The hosts that requests went to. */
  hosts = new Set();

  constructor(context, page, script) {
    this.#context = context;
    this.#script = script;
    this.page = page;
    context.on("request", (request) => this.#request(request.url()));
    context.on("page", (added) => this.#watch(added));
    this.#watch(page);
  }

  #watch(page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.#faults.push(`console error on ${page.url()}: ${message.text()}`);
    });
    page.on("websocket", (socket) => this.#request(socket.url()));
    page.on("pageerror", (fault) => this.#faults.push(`script failed on ${page.url()}: ${fault.message}`));
  }

  #request(address) {
    const url = new URL(address);
    if (!/^(https?|wss?):$/.test(url.protocol)) return; // data: and blob: go nowhere
    this.hosts.add(url.hostname);
    if (!OF_THE_BOX.test(url.hostname)) this.#faults.push(`a request left the box: ${address}`);
  }

  get hasScript() {
    return this.#script;
  }

  /** Faults that match are what the story is about, not a failure of it. */
  allow(pattern) {
    this.#allowed.push(pattern);
  }

  faults() {
    return this.#faults.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }

  /** Opens a path of the portal, or a whole address. */
  async open(path) {
    return this.page.goto(new URL(path, PORTAL).href, { waitUntil: "load" });
  }

  /** The words that a reader sees. */
  async words() {
    return this.page.locator("body").innerText();
  }

  async cookies() {
    return this.#context.cookies();
  }

  async shot(name, { fullPage = true } = {}) {
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: `${SHOTS}${name}.png`, fullPage, animations: "disabled" });
  }

  /** Fails when axe finds something serious or critical on the page. */
  async axe() {
    if (!this.#script) throw new Error("axe needs a phone with script");
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, help, nodes }) => `${id} (${help}) at ${nodes.slice(0, 3).map(({ target }) => target).join(", ")}`);
    if (serious.length) throw new Error(`axe on ${this.page.url()}: ${serious.join("; ")}`);
  }

  async close() {
    await this.#context.close();
  }
}
