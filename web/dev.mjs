// `npm run dev -- http://127.0.0.1:PORT [own port]`: a running desk with the scripts of `dist/` put over its own.
//
// For working on the scripts and the style sheets: build (`node build.mjs`), reload; no Rust is compiled. Listens on the loopback only.

import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import path from "node:path";

const target = new URL(process.argv[2] ?? "http://127.0.0.1:8080");
const port = Number(process.argv[3] ?? 0);
const dist = path.join(import.meta.dirname, "dist");
const sheet = path.join(import.meta.dirname, "../crates/annalist/assets/desk.css");
const HEAD = '<script src="/assets/theme.js"></script><link rel="stylesheet" href="/assets/web.css"><script type="module" src="/assets/desk.js"></script>';
const KINDS = { ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain; charset=utf-8" };

const server = createServer(async (incoming, outgoing) => {
  const name = /^\/assets\/([\w.-]+)$/.exec(incoming.url ?? "")?.[1];
  const file = name === "desk.css" ? sheet : path.join(dist, name ?? "");
  const own = name === undefined ? null : await readFile(file).catch(() => null);
  if (own !== null) {
    outgoing.setHeader("Content-Type", KINDS[path.extname(name)] ?? "application/octet-stream");
    outgoing.end(own);
    return;
  }
  const headers = { ...incoming.headers, host: target.host, "accept-encoding": "identity" };
  for (const key of ["origin", "referer"]) {
    if (headers[key] !== undefined) {
      headers[key] = headers[key].replace(`http://${incoming.headers.host}`, target.origin);
    }
  }
  const ask = request(new URL(incoming.url ?? "/", target), { method: incoming.method, headers }, (answer) => {
    if (!(answer.headers["content-type"] ?? "").startsWith("text/html")) {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      return;
    }
    const parts = [];
    answer.on("data", (part) => parts.push(part));
    answer.on("end", () => {
      const html = Buffer.concat(parts).toString("utf8");
      const { "content-length": _, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, rest);
      outgoing.end(html.includes("/assets/desk.js") ? html : html.replace("</head>", `${HEAD}</head>`));
    });
  });
  ask.on("error", () => {
    outgoing.writeHead(502);
    outgoing.end();
  });
  incoming.pipe(ask);
});
server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
