// Builds `src/` into `dist/`, or with `--tests` the tests into `.tests/`.
//
// `dist/` is flat: the program embeds it and serves it under `/assets/`.
// MapLibre's worker stays a file of its own, because the pages' content policy allows no blob workers.

import { build } from "esbuild";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
process.chdir(here);

if (process.argv.includes("--tests")) {
  await tests();
} else {
  await desk();
}

async function desk() {
  const shared = {
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: "dist",
    write: false,
    legalComments: "none",
    logLevel: "warning",
  };
  const built = await Promise.all([
    build({
      ...shared,
      entryPoints: { desk: "src/desk.ts" },
      splitting: true,
      chunkNames: "[name]-[hash]",
    }),
    build({ ...shared, entryPoints: { "points-worker": "src/map/points-worker.ts" } }),
    build({ ...shared, entryPoints: { theme: "src/theme-early.ts" }, format: "iife" }),
    build({
      ...shared,
      entryPoints: { web: "src/web.css", map: "node_modules/maplibre-gl/dist/maplibre-gl.css" },
      loader: { ".svg": "dataurl" },
    }),
  ]);
  const files = new Map(built.flatMap(({ outputFiles }) => outputFiles.map((file) => [path.basename(file.path), Buffer.from(file.contents)])));
  const worker = await readFile("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", "utf8");
  files.set("maplibre-worker.js", Buffer.from(worker.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n")));
  files.set("licences.txt", Buffer.from(await licences()));
  await keep(files);
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`${name.padEnd(28)} ${kib(bytes.length)}   ${kib(gzipSync(bytes, { level: 9 }).length)} packed`);
  }
}

/** Makes `dist/` hold these files and no other; what is there already is not written again, so that cargo builds nothing anew. */
async function keep(files) {
  await mkdir("dist", { recursive: true });
  for (const name of await readdir("dist")) {
    if (!files.has(name)) {
      await rm(path.join("dist", name), { recursive: true });
    }
  }
  for (const [name, bytes] of files) {
    const there = await readFile(path.join("dist", name)).catch(() => null);
    if (there === null || !there.equals(bytes)) {
      await writeFile(path.join("dist", name), bytes);
    }
  }
}

function kib(bytes) {
  return `${(bytes / 1024).toFixed(1).padStart(8)} KiB`;
}

/** The licences of everything that ends up in `dist/`, as their owners ask for. */
async function licences() {
  const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
  const parts = [];
  for (const [folder, entry] of Object.entries(lock.packages)) {
    if (folder === "" || entry.dev || entry.optional) {
      continue;
    }
    const files = await readdir(folder);
    const file = files.find((name) => /^licen[cs]e/i.test(name));
    const text = file === undefined ? `Licence: ${entry.license}\n` : await readFile(path.join(folder, file), "utf8");
    parts.push(`${folder.replace(/^.*node_modules\//, "")} ${entry.version} (${entry.license})\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}

async function tests() {
  const out = ".tests";
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const entryPoints = [];
  for (const folder of ["unit", "browser", "bench"]) {
    const files = await readdir(path.join("test", folder)).catch(() => []);
    entryPoints.push(...files.filter((name) => name.endsWith(".ts")).map((name) => path.join("test", folder, name)));
  }
  await build({
    entryPoints,
    outbase: "test",
    outdir: out,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  });
  await writeFile(path.join(out, "package.json"), '{"type":"module"}\n');
}
