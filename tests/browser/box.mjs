// A box for one story: the program that CHALKBOX_TESTBOX names, as a child process.
//
// It prints one JSON line, {"portal_port": n, "lessons_port": n, "data": folder}, and then answers each line on its
// standard input with one line that begins with "ok" ("advance 300" moves its clock on). It ends when its input ends.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

const START_MS_MAX = 60_000;
const ANSWER_MS_MAX = 60_000;
const LOG_CHARS_KEPT = 4_000;

export class Box {
  #child;
  #waiting = []; // one {resolve, reject} for each line that is still to come
  #log = "";
  #ended = "";

  static async start(environment = {}) {
    const program = process.env.CHALKBOX_TESTBOX;
    if (!program) {
      throw new Error("CHALKBOX_TESTBOX does not name the test box: use `tests/run browser`, which builds it");
    }
    const box = new Box();
    await box.#start(program, environment);
    return box;
  }

  async #start(program, environment) {
    this.#child = spawn(program, [], { env: { ...process.env, ...environment }, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.on("data", (bytes) => {
      this.#log = (this.#log + bytes).slice(-LOG_CHARS_KEPT);
    });
    this.#child.stdin.on("error", () => {}); // the end of the child is reported by what waits for its answer
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#waiting.shift()?.resolve(line));
    const gone = (why) => {
      this.#ended ||= `the test box ${why}; its last words:\n${this.#log}`;
      for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error(this.#ended));
    };
    this.#child.on("error", (fault) => gone(`could not be started (${fault.message})`));
    this.#child.on("close", (code, signal) => gone(`ended (${signal ?? `exit ${code}`})`));

    const hello = JSON.parse(await this.#line(START_MS_MAX));
    this.portalPort = hello.portal_port;
    this.lessonsPort = hello.lessons_port;
    this.data = hello.data;
    if (!this.portalPort || !this.lessonsPort) throw new Error(`the test box named no ports: ${JSON.stringify(hello)}`);
  }

  #line(limitMs) {
    if (this.#ended) return Promise.reject(new Error(this.#ended));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the test box said nothing for ${limitMs / 1000} s`)), limitMs);
      const settle = (act) => (value) => {
        clearTimeout(timer);
        act(value);
      };
      this.#waiting.push({ resolve: settle(resolve), reject: settle(reject) });
    });
  }

  /** Sends one command; gives what the box answers after its "ok". */
  async say(command) {
    const answer = this.#line(ANSWER_MS_MAX);
    this.#child.stdin.write(`${command}\n`);
    const line = await answer;
    if (!/^ok\b/.test(line)) throw new Error(`the test box answered "${line}" to "${command}"`);
    return line.slice(2).trim();
  }

  /** Moves the box's clock on. */
  advance(seconds) {
    return this.say(`advance ${seconds}`);
  }

  /** The cookie of a phone on which somebody of a role is signed in, as if they had typed their passphrase. */
  async signIn(role) {
    return { name: "guest", value: await this.say(`sign-in ${role}`), url: "http://chalkbox.lan" };
  }

  get log() {
    return this.#log;
  }

  async stop() {
    if (this.#ended || !this.#child) return;
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    await closed;
    clearTimeout(timer);
    rmSync(`${this.data}-made`, { recursive: true, force: true }); // what made.mjs wrote
  }
}
