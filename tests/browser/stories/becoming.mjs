// From a new box to its technician, and what stands open to nobody else.
import { readFileSync } from "node:fs";
import { assert, story } from "../kit.mjs";
import { join, look, setUp, signIn } from "../staff.mjs";
import { tap } from "../school.mjs";

const WAYS = [
  ["script on", true, "en"],
  ["script off", false, "en"],
  ["script on, in Arabic", true, "ar"],
  ["script off, in Arabic", false, "ar"],
];

for (const [how, script, language] of WAYS) {
  story(`the setup code makes one technician, and then nobody, ${how}`, async ({ box, phone }) => {
    const technician = await phone({ script, language });
    technician.allow(/status of (400|403|429)/); // the browser logs what was refused
    await technician.open("/setup");
    await look(technician, language, "set-up");
    const words = readFileSync(`${box.data}/status.txt`, "utf8");
    const code = words.match(/code: (.+)/)[1].trim();
    assert.ok(!(await technician.page.content()).includes(code), "the code is not on the air");

    const wrong = { code: "ABCD-EFGH", name: "Asha Juma", signIn: "asha", passphrase: "mango tree by the river" };
    await setUp(technician, wrong);
    assert.match(technician.page.url(), /\/setup$/, "a wrong code opens nothing");
    assert.equal(await technician.page.locator("[role=alert]").count(), 1);
    await look(technician, language, "a wrong code");
    assert.equal(await technician.page.locator("input[name=name]").inputValue(), "Asha Juma", "what was typed stays");

    await setUp(technician, { ...wrong, code, passphrase: "short" });
    assert.equal(await technician.page.locator("[role=alert]").count(), 1, "a short passphrase is said to be short");
    await setUp(technician, { ...wrong, code });
    assert.match(technician.page.url(), /\/box/, "the technician is in");
    await look(technician, language, "after set-up");
    await technician.open("/box");
    assert.equal(new URL(technician.page.url()).pathname, "/box");

    const other = await phone({ script, language });
    other.allow(/status of (400|403|429)/);
    await other.open("/setup");
    assert.equal(await other.page.locator("input[name=code]").count(), 0, "set-up is not offered again");
    await look(other, language, "set-up when it is done");
    await other.open("/box");
    assert.match(other.page.url(), /\/sign-in\?next=%2Fbox$/);
    await look(other, language, "signing in");
    await signIn(other, "asha", "not this one at all");
    assert.equal(await other.page.locator("[role=alert]").count(), 1);
    await signIn(other, "asha", wrong.passphrase);
    assert.equal(new URL(other.page.url()).pathname, "/box", "the page that was wanted");

    // Left lying for a quarter of an hour, it asks again; after signing out it shows nothing.
    await box.advance(16 * 60);
    await other.open("/box");
    assert.match(other.page.url(), /\/sign-in\/again\?/);
    await look(other, language, "asked again");
    await other.page.locator("input[type=password]").fill(wrong.passphrase);
    await tap(other, "form[action='/sign-in/again'] button");
    assert.equal(new URL(other.page.url()).pathname, "/box");
    await other.open("/me");
    await look(other, language, "oneself");
    await tap(other, "main form[action='/turn'] button");
    for (let step = 1; step <= 8; step += 1) {
      await other.page.goBack({ waitUntil: "load" }).catch(() => null); // the end of the way back
      if (other.page.url() === "about:blank") break;
      assert.ok(!(await other.words()).includes("Asha"), `step ${step} back, ${other.page.url()}`);
    }
  });
}

/** Invites somebody on a desk; gives the code on its screen. */
async function invite(phone, desk, role, language) {
  await phone.open(`${desk}/invite`);
  await look(phone, language, "inviting");
  await phone.page.locator(`input[name=role][value=${role}]`).check({ force: true });
  await tap(phone, `form[action='${desk}/invite'] button`);
  await look(phone, language, "a code");
  assert.equal(await phone.page.locator(".work svg.qr, .work .qr svg").count(), 1, "the code can be scanned");
  return phone.page.locator("p.code").innerText();
}

for (const [how, script, language] of WAYS) {
  story(`a technician invites a head, the head a teacher, each by a code that serves once, ${how}`, async ({ phone }) => {
    const technician = await phone({ script, language, as: "technician" });
    const chain = [
      [technician, "/box/people", "head", { name: "Musa Said", signIn: "musa", passphrase: "four goats on the hill" }],
      [null, "/teach/staff", "teacher", { name: "Zuhura Ali", signIn: "zuhura", passphrase: "rain over the long lake" }],
    ];
    let inviter = technician;
    for (const [, desk, role, person] of chain) {
      const code = await invite(inviter, desk, role, language);
      const next = await phone({ script, language });
      next.allow(/status of (400|403|429)/);
      await join(next, { ...person, code });
      assert.match(next.page.url(), /\/teach/, `the ${role} is in`);
      await look(next, language, `a ${role}'s desk`);
      // The code was used up.
      const late = await phone({ script, language });
      late.allow(/status of (400|403|429)/);
      await late.open("/join");
      await late.page.locator("input[name=code]").fill(code);
      await tap(late, "form[action='/join'] button");
      assert.equal(await late.page.locator("input[name=passphrase]").count(), 0, "a used code opens nothing");
      inviter = next;
    }
    inviter.allow(/403/);
    for (const path of ["/box", "/box/people", "/teach/staff"]) {
      await inviter.open(path);
      assert.equal(await inviter.page.locator("form:not([action='/turn'])").count(), 0, `${path} is not a teacher's`);
    }
  });
}
