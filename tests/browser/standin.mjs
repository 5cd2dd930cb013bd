#!/usr/bin/env node
// A stand-in for the test box, with the faults that the harness must catch; kit-check.mjs uses it.
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const page = (head, body, html = 'lang="en"') =>
  `<!doctype html><html ${html}><head><meta charset="utf-8"><title>Stand-in</title>` +
  `<meta name="viewport" content="width=device-width">${head}</head><body><main>${body}</main></body></html>`;

const pages = {
  "/good": page("", "<h1>Good</h1><a href='/next'>Go on</a>"),
  "/next": page("", "<h1>Next</h1>"),
  "/mirrored": (arabic) => page("", "<h1>Lessons</h1>", arabic ? 'lang="ar" dir="rtl"' : 'lang="en"'),
  "/console": page("<script>console.error('boom')</script>", "<h1>Console</h1>"),
  "/throws": page("<script>throw new Error('bang')</script>", "<h1>Throws</h1>"),
  "/leaks": page("", "<h1>Leaks</h1><img alt='' src='http://elsewhere.example/spy.png'>"),
  "/unlabelled": page("", "<h1>Form</h1><input type='text'>"),
  "/wide": page("", "<h1>Wide</h1><div style='width:2000px'>x</div>"),
  "/script": page("<script>document.title = 'ran'</script>", "<h1>Script</h1><noscript>no script</noscript>"),
};

const answer = (site) => (request, response) => {
  const found = pages[request.url];
  const text = typeof found === "function" ? found(request.headers["accept-language"]?.startsWith("ar")) : found;
  const where = page("", `<h1>${site} ${request.headers.host}</h1>`);
  const known = text ?? (request.url === "/where" ? where : undefined);
  response.writeHead(request.url === "/favicon.ico" ? 204 : known ? 200 : 404, { "content-type": "text/html" });
  response.end(request.url === "/favicon.ico" ? undefined : (known ?? page("", "<h1>Not here</h1>")));
};

const listen = (site) =>
  new Promise((resolve) => {
    const server = createServer(answer(site)).listen(0, "127.0.0.1", () => resolve(server.address().port));
  });

console.log(
  JSON.stringify({ portal_port: await listen("portal"), lessons_port: await listen("lessons"), data: "nowhere" }),
);
createInterface({ input: process.stdin })
  .on("line", (line) => console.log(line.startsWith("advance ") ? `ok ${line.slice(8)}` : `what is "${line}"?`))
  .on("close", () => process.exit(0));
