// Every page, on both screens and in both directions: nothing too wide, nothing that axe finds serious.
import { PHONE, story } from "../kit.mjs";
import { loadWiki } from "../made.mjs";
import { openLesson } from "../school.mjs";

const PAGES = {
  welcome: "/welcome", home: "/", help: "/help", languages: "/languages", turn: "/turn", still: "/still",
  pictures: "/pictures", "pictures-keep": "/pictures/keep", "pictures-find": "/pictures/find", search: "/search",
  found: "/search?q=a", none: "/search?q=zzzz",
};
const PAGES_OF = { technician: { box: "/box" } };

for (const [name, path] of Object.entries(PAGES)) {
  story(`every screen shows ${name} well`, ({ browser }) => browser.pictures(name, path));
}

for (const [role, pages] of Object.entries(PAGES_OF)) {
  for (const [name, path] of Object.entries(pages)) {
    story(`every screen shows ${name} well to a ${role}`, ({ browser }) => browser.pictures(name, path, role));
  }
}

for (const language of ["en", "ar"]) {
  story(`players and foreign pages are easy to use, in ${language}`, async ({ box, phone }) => {
    await loadWiki(box);
    const child = await phone({ language, size: PHONE });
    for (const words of ["Market sums", "A drop of water", "Fractions tables", "Hill wiki"]) {
      await openLesson(child, words);
      await child.axe();
    }
    child.allow(/404 \(Not Found\)/);
    await child.open("/nowhere");
    await child.axe();
  });
}
