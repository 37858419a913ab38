// How long the page is busy for each frame while a map of 250,000 points is dragged, from a trace of the browser.
//
// `npm run bench` in web/, after `npm run build`. Figures, not a test: they depend on the machine, and without
// a graphics card the drawing itself is done by the processor, in another process than the page's.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { CDPSession, Page } from "playwright-core";
import { launch } from "../browser/chromium.ts";
import { serve } from "./server.ts";

const COUNT = Number(process.env["POINTS"] ?? 250_000);

interface Event {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  tid: number;
  pid: number;
  args?: { data?: { type?: string }; name?: string };
}

const { server, address, bytes } = await serve(path.resolve("dist"), COUNT);
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
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
    const { busy, between } = await drag(page);
    console.log(`zoom ${zoom}: busy per frame ${told(busy)}; from frame to frame ${told(between)} (${busy.length} frames)`);
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

/** Waits until the map has drawn what it has. */
async function idle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const map = (globalThis as unknown as { annalistMap: { loaded(): boolean; once(name: string, done: () => void): void; triggerRepaint(): void } }).annalistMap;
    return new Promise<void>((resolve) => {
      map.once("idle", resolve);
      map.triggerRepaint();
    });
  });
}

/** Drags the map for two seconds, and reads the page's main thread from the trace. */
async function drag(page: Page): Promise<{ busy: number[]; between: number[] }> {
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
  return { busy: busyPerFrame(events), between };
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

/** Milliseconds in which the page's main thread worked, from one animation frame to the next. */
function busyPerFrame(events: Event[]): number[] {
  const main = events.find((event) => event.name === "FireAnimationFrame");
  if (main === undefined) {
    return [];
  }
  const own = events.filter((event) => event.pid === main.pid && event.tid === main.tid);
  const frames = [...new Set(own.filter((event) => event.name === "FireAnimationFrame").map((event) => event.ts))].sort((a, b) => a - b);
  const starts = frames.filter((at, place) => place === 0 || at - (frames[place - 1] as number) > 4000);
  const tasks = own.filter((event) => event.ph === "X" && /RunTask|ThreadControllerImpl::RunTask/.test(event.name) && event.dur !== undefined);
  return starts.slice(0, -1).map((from, place) => {
    const to = starts[place + 1] as number;
    const within = tasks.filter((task) => task.ts < to && task.ts + (task.dur as number) > from);
    return within.reduce((sum, task) => sum + (Math.min(task.ts + (task.dur as number), to) - Math.max(task.ts, from)), 0) / 1000;
  });
}

function told(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`;
}

