// How long the page is busy for each frame while a map of 250,000 points is dragged, from a trace of the browser.
//
// `cargo xtask web bench`, after a build of the program, whose base map lies beneath. Figures, not a test: they depend on the machine, and without
// a graphics card the drawing itself is done by the processor, in another process than the page's.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { CDPSession, Page } from "playwright-core";
import { launch } from "../browser/chromium.ts";
import { open } from "../browser/program.ts";
import { type Outlines, serve } from "./server.ts";

const COUNT = Number(process.env["POINTS"] ?? 250_000);

interface Event {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  /** Processor time of it, which other programs on the machine cannot lengthen. */
  tdur?: number;
  tid: number;
  pid: number;
  args?: { data?: { type?: string }; name?: string };
}

const { server, address, bytes } = await serve(path.resolve("dist"), COUNT, await outlines());
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  page.on("console", (message) => console.error(`console: ${message.text()}`));
  const began = performance.now();
  await page.goto(`${address}/incidents`);
  await page.waitForSelector(".live-map[data-shown]", { timeout: 120_000 });
  const loaded = performance.now() - began;
  await idle(page);
  console.log(`${COUNT.toLocaleString("en")} points, ${(bytes / 1e6).toFixed(1)} MB: drawn after ${(loaded / 1000).toFixed(2)} s`);
  for (const zoom of [2, 4, 7]) {
    await page.evaluate((to) => (globalThis as unknown as { annalistMap: { jumpTo(view: object): void } }).annalistMap.jumpTo({ zoom: to, center: [40, 20] }), zoom);
    await idle(page);
    const { busy, worked, between } = await drag(page);
    console.log(`zoom ${zoom}, ${busy.length} frames`);
    console.log(`  page's thread, processor time a frame  ${told(worked)}`);
    console.log(`  page's thread, busy a frame            ${told(busy)}`);
    console.log(`  from frame to frame                    ${told(between)}`);
  }
  if (process.env["SHOT"] !== undefined) {
    await mkdir(path.dirname(process.env["SHOT"]), { recursive: true });
    await page.screenshot({ path: process.env["SHOT"] });
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}

/** The program's own base map. */
async function outlines(): Promise<Outlines> {
  const desk = await open();
  try {
    const [coarse, fine] = await Promise.all(["basemap", "basemap?detail=fine"].map(async (what) => (await fetch(`${desk.address}/api/v1/${what}`)).text()));
    return { coarse: coarse ?? "", fine: fine ?? "" };
  } finally {
    await desk.stop();
  }
}

/** Waits until the map has drawn what it has. */
async function idle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const map = (globalThis as unknown as { annalistMap: { loaded(): boolean; once(name: string, done: () => void): void; triggerRepaint(): void } }).annalistMap;
    return new Promise<void>((resolve) => {
      map.once("idle", resolve);
      setTimeout(resolve, 30_000);
      map.triggerRepaint();
    });
  });
}

/** Drags the map for two seconds, and reads the page's main thread from the trace. */
async function drag(page: Page): Promise<{ busy: number[]; worked: number[]; between: number[] }> {
  const box = await page.locator(".live-map").boundingBox();
  if (box === null) {
    throw new Error("there is no map");
  }
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Tracing.start", { transferMode: "ReturnAsStream", traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "blink.user_timing", "__metadata"] } });
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const at: number[] = [];
        const began = performance.now();
        const tick = (now: number) => {
          at.push(now);
          if (now - began < 2500) {
            requestAnimationFrame(tick);
          } else {
            resolve(at);
          }
        };
        requestAnimationFrame(tick);
      }),
  );
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let at = 0; at < 60; at += 1) {
    await page.mouse.move(x - 300 * Math.sin(at / 10), y - 120 * Math.sin(at / 7));
    await page.waitForTimeout(25);
  }
  await page.mouse.up();
  const times = await frames;
  const events = await trace(cdp);
  const between = times.slice(1).map((time, at) => time - (times[at] as number));
  return { busy: perFrame(events, (task) => task.dur ?? 0), worked: perFrame(events, (task) => task.tdur ?? 0), between };
}

/** The trace's events. */
async function trace(cdp: CDPSession): Promise<Event[]> {
  const done = new Promise<string>((resolve) => cdp.once("Tracing.tracingComplete", (event) => resolve(event.stream ?? "")));
  await cdp.send("Tracing.end");
  const handle = await done;
  let text = "";
  for (let eof = false; !eof; ) {
    const part = await cdp.send("IO.read", { handle, size: 1 << 20 });
    text += part.base64Encoded === true ? Buffer.from(part.data, "base64").toString("utf8") : part.data;
    eof = part.eof;
  }
  return (JSON.parse(text) as { traceEvents: Event[] }).traceEvents;
}

/** Milliseconds of the tasks of the page's main thread that began between one animation frame and the next. */
function perFrame(events: Event[], length: (task: Event) => number): number[] {
  const main = events.find((event) => event.name === "FireAnimationFrame");
  if (main === undefined) {
    return [];
  }
  const own = events.filter((event) => event.pid === main.pid && event.tid === main.tid);
  const fired = [...new Set(own.filter((event) => event.name === "FireAnimationFrame").map((event) => event.ts))].sort((a, b) => a - b);
  const tasks = own.filter((event) => event.ph === "X" && event.name.endsWith("RunTask")).sort((a, b) => a.ts - b.ts);
  const starts = [...new Set(fired.map((at) => tasks.findLast((task) => task.ts <= at)?.ts ?? at))];
  return starts.slice(0, -1).map((from, place) => {
    const to = starts[place + 1] as number;
    return tasks.filter((task) => task.ts >= from && task.ts < to).reduce((sum, task) => sum + length(task), 0) / 1000;
  });
}

function told(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`;
}

