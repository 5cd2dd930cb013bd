// Pictures of every page, to be looked at: phone and laptop, English and Arabic.  node tests/browser/shots.mjs [PART...]
// Needs CHALKBOX_TESTBOX; the pictures are in tests/browser/shots/.
import { Box, Browser, LAPTOP, PHONE } from "./kit.mjs";
import { loadWiki } from "./made.mjs";
import { findLesson, linkTo, openLesson } from "./school.mjs";

const box = await Box.start();
await loadWiki(box);
const browser = await Browser.start(box);
const wanted = process.argv.slice(2);

const paths = {
  welcome: "/welcome", home: "/", help: "/help", languages: "/languages", turn: "/turn", still: "/still",
  pictures: "/pictures", "pictures-pick": "/pictures/keep", search: "/search", none: "/search?q=zzzz", lost: "/nothing",
};

for (const [device, size] of [["320", PHONE], ["1280", LAPTOP]]) {
  for (const language of ["en", "ar"]) {
    const phone = await browser.phone({ language, size });
    const shot = async (name, act) => {
      if (wanted.length && !wanted.some((part) => name.includes(part))) return;
      await act();
      await phone.shot(`${name}-${device}-${language}`);
    };
    for (const [name, path] of Object.entries(paths)) await shot(name, () => phone.open(path));
    await shot("found", () => phone.open(`/search?q=${language === "ar" ? "الماء" : "water"}`));
    await shot("topic", async () => phone.open(await linkTo(phone, "/", "/topics/")));
    await shot("lesson-text", async () => phone.open(await linkTo(phone, "/", "/lessons/")));
    await shot("play-text", () => openLesson(phone, "clean water"));
    await shot("lesson-film", () => findLesson(phone, "A drop of water"));
    await shot("play-film", () => openLesson(phone, "A drop of water"));
    await shot("play-pdf", () => openLesson(phone, "fractions tables"));
    await shot("play-zim", () => openLesson(phone, "Hill wiki"));
    await shot("home-continue", () => phone.open("/"));
    const technician = await browser.phone({ language, size, as: "technician" });
    await technician.open("/box");
    await technician.shot(`box-${device}-${language}`);
    await technician.close();
    await phone.close();
  }
}
await browser.stop();
await box.stop();
