// A small server for measurements: the built scripts, one page with a map, and as many invented points as asked for.

import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Columns } from "../../src/map/points.ts";

/** The desk's own content policy: what works here works there. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en" data-page="incidents" data-api="/api/v1" data-role="reviewer">
<head><meta charset="utf-8"><title>Measurement</title><meta name="csrf" content="x">
<link rel="stylesheet" href="/assets/web.css"><script type="module" src="/assets/desk.js"></script></head>
<body><main id="main"><p id="notice" role="status"></p><form id="filter"><input name="q"></form>
<div id="counts"></div><div id="map"></div><div id="timeline"></div><div id="list"></div></main>
<script type="application/json" id="state">{}</script></body></html>`;

/** Numbers from 0 up to 1, the same in every run. */
function* shuffled(seed: number): Generator<number> {
  for (let state = seed >>> 0; ; ) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** Invented incidents around a few hundred towns, as `/api/v1/map` gives them. */
export function invented(count: number): Columns {
  const random = shuffled(7);
  const next = () => random.next().value as number;
  const towns = Array.from({ length: 600 }, () => ({ lat: next() * 60 - 15, lon: next() * 100 - 10 }));
  const columns: Columns = {
    ids: [], lat: [], lon: [], precision: [], radius_km: [], day: [], type: [], killed: [], country: [],
    precisions: ["site", "settlement", "admin2", "admin1"], types: ["bombing"], countries: ["AF"],
    areas: [{ kind: "country", code: "AF", name: "Afghanistan", count: 140, lat: 33.9, lon: 67.7 }],
    unlocated: 120, undated: 30, total: count,
  };
  for (let at = 0; at < count; at += 1) {
    const town = towns[Math.floor(next() ** 2 * towns.length)] as { lat: number; lon: number };
    const precision = next() < 0.3 ? 0 : next() < 0.9 ? 1 : 2 + Math.floor(next() * 2);
    const spread = precision === 0 ? 0.4 : precision === 1 ? 0.15 : 0;
    columns.ids.push(`I${at.toString(16).padStart(10, "0")}`);
    columns.lat.push(Math.round((town.lat + (next() - 0.5) * spread) * 1e4) / 1e4);
    columns.lon.push(Math.round((town.lon + (next() - 0.5) * spread) * 1e4) / 1e4);
    columns.precision.push(precision);
    columns.radius_km.push([0.5, 8, 30, 90][precision] ?? null);
    columns.day.push(Math.floor(next() * 7000) + 12000);
    columns.type.push(0);
    columns.killed.push(next() < 0.5 ? Math.floor(next() * 20) : null);
    columns.country.push(0);
  }
  return columns;
}

/** The outlines of countries, as the program gives them. */
export interface Outlines {
  coarse: string;
  fine: string;
}

/** Starts the server; the address ends without a slash. */
export async function serve(dist: string, count: number, outlines: Outlines): Promise<{ server: Server; address: string; bytes: number }> {
  const map = JSON.stringify(invented(count));
  const bins = Array.from({ length: 240 }, (_, at) => {
    const [year, month] = [2003 + Math.floor(at / 12), (at % 12) + 1];
    const start = `${year}-${String(month).padStart(2, "0")}`;
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return { start: `${start}-01`, end: `${start}-${last}`, label: start, exact: 300 + ((at * 97) % 700), ranges: (at * 31) % 90 };
  });
  const answers: Record<string, string> = {
    "/api/v1/map": map,
    "/api/v1/timeline": JSON.stringify({ clock: "occurred", bin: "month", bins, undated: 30 }),
  };
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://localhost");
      response.setHeader("Content-Security-Policy", POLICY);
      const base = url.searchParams.get("detail") === "fine" ? outlines.fine : outlines.coarse;
      const answer = url.pathname === "/api/v1/basemap" ? base : answers[url.pathname];
      if (answer !== undefined) {
        response.setHeader("Content-Type", "application/json");
        response.end(answer);
      } else if (/^\/assets\/[\w.-]+$/.test(url.pathname)) {
        const file = path.join(dist, path.basename(url.pathname));
        response.setHeader("Content-Type", file.endsWith(".css") ? "text/css" : "text/javascript");
        response.end(await readFile(file));
      } else {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(PAGE);
      }
    })().catch(() => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bytes: map.length };
}
