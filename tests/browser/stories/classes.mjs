// A teacher's class: a list with mistakes, cards, and a learner who opens their page with three taps and hands the phone on.
import { assert, story } from "../kit.mjs";
import { handOver, openLesson, tap } from "../school.mjs";
import { look } from "../staff.mjs";

const WAYS = [
  ["script on", true, "en"],
  ["script off", false, "en"],
  ["script on, in Arabic", true, "ar"],
  ["script off, in Arabic", false, "ar"],
];
const NAMES = { en: ["Amina", "Baraka", "Neema", "Juma", "Tatu"], ar: ["أمينة", "بركة", "نعمة", "جمعة", "تاتو"] };
const FAMILIES = { en: ["Ali", "Bakari", "Omari", "Said", "Hassan", "Mussa", "Rashid", "Salum"], ar: ["علي", "بكاري", "عمري", "سعيد", "حسن", "موسى", "راشد", "سالم"] };

/** Forty learners, a heading above them. */
function forty(language) {
  const name = (at) => `${NAMES[language][at % 5]} ${FAMILIES[language][Math.floor(at / 5)]}`;
  const sexes = ["girl", "boy", ""];
  const lines = Array.from({ length: 40 }, (_, at) => [name(at), sexes[at % 3], ["8-10", ""][at % 2], ["sw", ""][at % 2]]);
  return [["name", "sex", "age", "language"], ...lines];
}

/** The same with a mistake in five of its lines; their numbers, as a spreadsheet counts. */
function withMistakes(rows) {
  const wrong = rows.map((row) => [...row]);
  wrong[5][0] = ""; // nobody's name
  wrong[10][1] = "perhaps"; // no sex
  wrong[17][2] = "two hundred"; // no age
  wrong[24][3] = "?!"; // no language
  wrong[32][0] = wrong[1][0]; // the name of line 2 again
  return { wrong, lines: [6, 11, 18, 25, 33] };
}

const csv = (rows) => rows.map((row) => row.join(",")).join("\r\n");

/** Sends a list: as a file where a phone can choose one, else pasted. */
async function sendList(phone, list, asFile) {
  if (asFile) {
    const file = { name: "class.csv", mimeType: "text/csv", buffer: Buffer.from(list) };
    await phone.page.locator("input[type=file]").setInputFiles(file);
  } else {
    await phone.page.locator("textarea[name=text]").fill(list);
  }
  await tap(phone, "form[enctype] button:not([formaction])");
}

/** Numbers in a text, whatever digits it is written in. */
const digits = (text) => text.replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit)).match(/\d+/g)?.map(Number) ?? [];

/** A class of forty: its address. */
async function makeClass(teacher, language, asFile) {
  await teacher.open("/teach/classes");
  await look(teacher, language, "classes");
  await teacher.page.locator("input[name=name]").fill(language === "ar" ? "الصف الثالث" : "Class 3");
  await tap(teacher, "form[action='/teach/classes'] button");
  const own = new URL(teacher.page.url()).pathname;
  const atClass = /^\/teach\/classes\/\d+$/.test(own);
  if (!atClass) await tap(teacher, "main a[href^='/teach/classes/']");
  const address = new URL(teacher.page.url()).pathname;
  await look(teacher, language, "an empty class");
  await tap(teacher, "a[href$='/roster']");
  await look(teacher, language, "a list");

  const good = forty(language);
  const { wrong, lines } = withMistakes(good);
  await sendList(teacher, csv(wrong), asFile);
  await look(teacher, language, "a list that was checked");
  const named = await teacher.page.locator("li.look b").allInnerTexts();
  assert.deepEqual(named.flatMap(digits), lines, "each mistake is named by its line");
  const add = teacher.page.locator("button[formaction$='/roster/add']");
  assert.deepEqual(digits(await add.innerText()), [35]);

  const before = await teacher.page.context().newPage();
  await before.goto(new URL(address, "http://chalkbox.lan").href);
  assert.equal(await before.locator("ul.rows a").count(), 0, "nothing is written before it is said so");
  await before.close();

  await tap(teacher, add);
  await teacher.open(address);
  assert.equal(await teacher.page.locator("ul.rows a").count(), 35);
  // The mended list brings the five; whoever is there already is not doubled.
  await teacher.open(`${address}/roster`);
  await sendList(teacher, csv(good), asFile);
  assert.equal(await teacher.page.locator("li.look").count(), 0);
  await tap(teacher, "button[formaction$='/roster/add']");
  await teacher.open(address);
  assert.equal(await teacher.page.locator("ul.rows a").count(), 40);
  await look(teacher, language, "a full class");
  return address;
}

/** The printed cards: name, three pictures, what the square leads to. */
async function printCards(teacher, language) {
  await tap(teacher, "form[action$='/cards'] button");
  await look(teacher, language, "cards");
  const cards = await teacher.page.locator("ul.prints > li").evaluateAll((all) =>
    all.map((card) => ({
      name: card.querySelector("b").textContent,
      three: [...card.querySelectorAll("ol use")].map((use) => use.getAttribute("href").split("#")[1]),
      address: card.querySelector("[data-card]").dataset.card,
    })));
  assert.equal(cards.length, 40);
  for (const [at, card] of cards.entries()) {
    for (const other of cards.slice(at + 1)) {
      const differ = card.three.filter((picture, place) => picture !== other.three[place]).length;
      assert.ok(differ >= 2, `${card.name} and ${other.name} differ in ${differ} pictures`);
    }
  }
  return cards;
}

async function tapThree(child, three) {
  for (const picture of three) await tap(child, `button[value=${picture}]`);
}

async function assertNoTrace(child, name, where) {
  assert.ok(!(await child.words()).includes(name), `${where} names the last child`);
  assert.equal(await child.page.locator("a.now").count(), 0, `${where} offers the last child's place`);
}

for (const [how, script, language] of WAYS) {
  story(`forty learners come by a list, and one opens a page with three taps, ${how}`, async ({ box, phone }) => {
    const teacher = await phone({ script, language, as: "teacher" });
    await makeClass(teacher, language, script);
    const [card, other] = await printCards(teacher, language);

    const child = await phone({ script, language });
    await child.open("/");
    await tap(child, "a[href='/learn']");
    assert.match(child.page.url(), /\/learn\/\d+$/, "one class: its pictures at once");
    await look(child, language, "pictures");
    await tapThree(child, card.three);
    assert.equal(new URL(child.page.url()).pathname, "/");
    assert.ok((await child.words()).includes(card.name), "three taps, and the page is theirs");
    await look(child, language, "a learner's home");
    await openLesson(child, language === "ar" ? "الناموسيه" : "Market sums");
    await child.open("/");
    assert.equal(await child.page.locator("a.now").count(), 1, "their place is kept");

    await handOver(child);
    await assertNoTrace(child, card.name, "home after the turn");
    for (let step = 1; step <= 8; step += 1) {
      await child.page.goBack({ waitUntil: "load" }).catch(() => null); // the end of the way back
      if (child.page.url() === "about:blank") break;
      await assertNoTrace(child, card.name, `step ${step} back`);
    }
    for (const path of ["/", "/search", "/learn", "/pictures", "/turn"]) {
      await child.open(path);
      await child.page.reload();
      await assertNoTrace(child, card.name, path);
    }
    assert.equal(await child.page.locator("a[href^='/teach'], a[href^='/box']").count(), 0);

    // The next child, by the card's square; their place is not the first one's.
    await child.open(other.address);
    await look(child, language, "a card");
    await tap(child, "form[action^='/card/'] button");
    assert.ok((await child.words()).includes(other.name));
    await assertNoTrace(child, card.name, "the next child's home");
    await box.advance(301);
    await child.open("/");
    assert.match(child.page.url(), /\/still\?/);
    await assertNoTrace(child, other.name, "Still you?");
    await tap(child, "form[action='/turn'] button");

    // The first one again, on another phone: the place came along.
    const second = await phone({ script, language });
    await second.open("/learn");
    await tapThree(second, card.three);
    assert.equal(await second.page.locator("a.now").count(), 1, "the place came along");
  });

  story(`one wrong picture opens nobody's page, ${how}`, async ({ phone }) => {
    const teacher = await phone({ script, language, as: "teacher" });
    await makeClass(teacher, language, script);
    const cards = await printCards(teacher, language);
    const child = await phone({ script, language });
    await child.open("/learn");
    const [first, second] = cards[0].three;
    const third = ["fish", "sun", "drum"].find((picture) => picture !== cards[0].three[2]);
    await tapThree(child, [first, second, third]);
    const words = await child.words();
    assert.ok(!cards.some(({ name }) => words.includes(name)), words);
    await look(child, language, "wrong pictures");
    await child.open("/");
    assert.equal(await child.page.locator("form[action='/turn']").count(), 0, "nobody's page is open");
  });
}
