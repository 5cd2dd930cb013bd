// Lessons that the stories make for themselves: a ZIM with three pages, zips with a page and a script.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});
// Node 18, which Debian 12 brings, has no crc32 of its own.
const crc32 = (bytes) => ~bytes.reduce((crc, byte) => CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), ~0) >>> 0;

/** A folder of the story's own beside the box's data. */
export function folder(box, name) {
  const path = join(`${box.data}-made`, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Writes files (`name: text or bytes`) into a folder; gives its path. */
export function files(box, name, contents) {
  const path = folder(box, name);
  for (const [file, bytes] of Object.entries(contents)) writeFileSync(join(path, file), bytes);
  return path;
}

/** A zip of stored files (`name: text`); gives its path. */
export function zip(box, name, contents) {
  const locals = [];
  const central = [];
  let at = 0;
  for (const [file, text] of Object.entries(contents)) {
    const [label, bytes] = [Buffer.from(file), Buffer.from(text)];
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0021, 8); // 1980-01-01
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(label.length, 22);
    locals.push(Buffer.from("PK\x03\x04", "latin1"), shared, label, bytes);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), shared, tail, label);
    at += 30 + label.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(contents).length, 8);
  end.writeUInt16LE(Object.keys(contents).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  const path = join(folder(box, "zips"), `${name}.zip`);
  writeFileSync(path, Buffer.concat([...locals, directory, end]));
  return path;
}

/** A picture of 48 × 48 pixels: a hill under the sky. */
function hill() {
  const rows = Buffer.alloc(48 * (1 + 48 * 3));
  for (let y = 0; y < 48; y += 1) {
    for (let x = 0; x < 48; x += 1) {
      const ground = y > 40 - 18 * Math.sin((x / 47) * Math.PI);
      rows.set(ground ? [0x1f, 0x6b, 0x4f] : [0x9f, 0xd3, 0xf0], y * 145 + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(48, 0);
  head.writeUInt32BE(48, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const chunk = (name, bytes) => {
    const body = Buffer.concat([Buffer.from(name), bytes]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(bytes.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const wikiPage = (title, body) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
  `<meta name="viewport" content="width=device-width"><style>body{font-family:sans-serif;margin:16px}</style></head>` +
  `<body><h1>${title}</h1>${body}<script>document.body.dataset.ran = "yes"</script></body></html>`;

/** Puts a small encyclopedia on the box; its lesson's title is "Hill wiki". */
export async function loadWiki(box) {
  const pages = files(box, "hill-wiki", {
    "index.html": wikiPage("All about hills", `<p><a href="goats.html">Goats</a> <a href="springs.html">Springs</a></p>`),
    "goats.html": wikiPage("Goats", `<p>Goats climb hills. <a href="springs.html">They drink at springs.</a></p>`),
    "springs.html": wikiPage("Springs", "<p>Water leaves the hill at a spring.</p>"),
    "illustration.png": hill(),
    "metadata.json": JSON.stringify({
      Title: "Hill wiki",
      Name: "hill-wiki",
      Language: "eng",
      Description: "Hills, goats and springs.",
      Creator: "the stories",
      Publisher: "the stories",
      Date: "2026-11-01",
    }),
  });
  const zim = join(folder(box, "zims"), "hill-wiki.zim");
  await box.say(`make-zim ${pages} ${zim}`);
  await box.say(`load ${zim}`);
}
