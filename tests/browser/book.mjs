// Makes a PDF of a thousand pages, its page tree in tens as bookmaking programs write it.
import { writeFileSync } from "node:fs";

const FAN = 10;
const PAGES = FAN ** 3;
const PAGE_BYTES = 4_000; // of drawing that is not seen, so that the file is as large as a real one

export function makeBook(path) {
  const objects = []; // object n is objects[n - 1]
  const reserve = () => objects.push("");
  const put = (number, words) => {
    objects[number - 1] = words;
    return number;
  };
  const catalogue = reserve();
  const font = put(reserve(), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  let page = 0;
  const grow = (parent, depth) => {
    const own = reserve();
    const up = parent ? `/Parent ${parent} 0 R` : "";
    if (depth === 0) {
      page += 1;
      const drawing = `BT /F1 48 Tf 60 700 Td (Page ${page}) Tj ET\n${"0 0 m\n".repeat(PAGE_BYTES / 6)}n`;
      const content = put(reserve(), `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`);
      const font1 = `/Resources << /Font << /F1 ${font} 0 R >> >>`;
      return put(own, `<< /Type /Page ${up} /MediaBox [0 0 595 842] ${font1} /Contents ${content} 0 R >>`);
    }
    const kids = Array.from({ length: FAN }, () => `${grow(own, depth - 1)} 0 R`);
    return put(own, `<< /Type /Pages ${up} /Count ${FAN ** depth} /Kids [${kids.join(" ")}] >>`);
  };
  put(catalogue, `<< /Type /Catalog /Pages ${grow(0, 3)} 0 R >>`);

  let file = "%PDF-1.4\n";
  const places = objects.map((words, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${words}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}`;
  writeFileSync(path, `${file}${table}trailer << /Size ${size} /Root ${catalogue} 0 R >>\nstartxref\n${file.length}\n%%EOF\n`);
  return PAGES;
}
