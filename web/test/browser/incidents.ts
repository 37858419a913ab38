// The incidents as a person looks through them: one choice that drives table, map and timeline.

import assert from "node:assert/strict";
import type { Reader } from "./reader.ts";
import { Stage } from "./setup.ts";

const stage = new Stage();

interface List {
  total: number;
  of: number;
  items: { id: string; href: string }[];
}

interface Shown {
  /** Rows of the table. */
  rows: number;
  /** The map's parameters. */
  map: string | null;
}

/** How many incidents the page's own address chooses, by the API. */
async function total(reader: Reader): Promise<number> {
  const query = new URL(reader.page.url()).search;
  return (await reader.get<List>(`incidents${query}`)).total;
}

async function shown(reader: Reader): Promise<Shown> {
  return reader.page.evaluate(() => ({
    rows: document.querySelectorAll("#list tbody tr[data-id]").length,
    map: document.querySelector<HTMLElement>("#map .live-map")?.dataset["shown"] ?? null,
  }));
}

/** Waits until the table has as many rows as the address chooses, and says how many. */
async function settled(reader: Reader): Promise<number> {
  await reader.ready();
  const count = await total(reader);
  assert.equal((await shown(reader)).rows, count);
  return count;
}

stage.reading("the table, the map and the timeline show the demo", async (reader) => {
  await reader.open("/incidents");
  assert.ok((await settled(reader)) > 5);
  assert.equal((await shown(reader)).map, "");
  assert.ok(await reader.page.locator("#timeline .plot svg").isVisible());
  assert.equal(await reader.page.locator("#timeline svg:visible").count(), 1, "the server's timeline has made way");
  assert.equal(await reader.page.locator("#map-svg:visible").count(), 0, "the server's map has made way");
  assert.ok(await reader.page.locator("#unlocated").first().isVisible());
  assert.ok(await reader.page.locator("#undated").first().isVisible());
});

stage.reading("the map has drawn something", async (reader) => {
  await reader.open("/incidents");
  const colours = await reader.page.evaluate(async () => {
    const map = (globalThis as unknown as { annalistMap: { getCanvas(): HTMLCanvasElement; once(name: string, done: () => void): void; triggerRepaint(): void } }).annalistMap;
    const small = document.createElement("canvas");
    [small.width, small.height] = [160, 80];
    const context = small.getContext("2d") as CanvasRenderingContext2D;
    await new Promise<void>((resolve) => {
      map.once("render", () => {
        context.drawImage(map.getCanvas(), 0, 0, 160, 80);
        resolve();
      });
      map.triggerRepaint();
    });
    const pixels = context.getImageData(0, 0, 160, 80).data;
    const seen = new Set<number>();
    for (let at = 0; at < pixels.length; at += 4) {
      seen.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
    }
    return seen.size;
  });
  assert.ok(colours > 20, `${colours} colours: sea, land, borders, names and signs make more`);
});

stage.reading("a facet and a field of the filter narrow what is seen", async (reader) => {
  await reader.open("/incidents");
  const all = await settled(reader);
  await reader.page.locator("#facets a").first().click();
  await reader.page.waitForURL(/\?/);
  const some = await settled(reader);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  assert.ok(await reader.page.locator("#main > p.active a").first().isVisible());
  await reader.page.getByText("More ways to choose").click();
  await reader.page.getByLabel("Killed at least").fill("5");
  await reader.page.getByLabel("Killed at least").press("Enter");
  await reader.page.waitForURL(/killed_min=5/);
  assert.ok((await settled(reader)) <= some);
  assert.match((await shown(reader)).map ?? "", /killed_min=5/);
  await reader.page.goBack();
  await reader.page.goBack();
  await reader.page.waitForURL((url) => url.search === "");
  assert.equal(await settled(reader), all);
  assert.equal(await reader.page.getByLabel("Killed at least").inputValue(), "");
});

stage.reading("a brush over the timeline narrows table and map, and going back widens them", async (reader) => {
  await reader.open("/incidents");
  const all = await settled(reader);
  const plot = reader.page.locator("#timeline .plot");
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  assert.ok(box !== null);
  await reader.page.mouse.move(box.x + box.width * 0.7, box.y + 60);
  await reader.page.mouse.down();
  await reader.page.mouse.move(box.x + box.width * 0.97, box.y + 60, { steps: 5 });
  await reader.page.mouse.up();
  await reader.page.waitForURL(/since=.*until=/);
  const some = await settled(reader);
  assert.ok(some < all, `${some} of ${all}`);
  assert.match((await shown(reader)).map ?? "", /since=/);
  assert.ok(await reader.page.locator(".brush").isVisible());
  await reader.page.goBack();
  await reader.page.waitForURL((url) => !url.search.includes("since"));
  assert.equal(await settled(reader), all);
  await reader.page.goForward();
  await reader.page.waitForURL(/since=/);
  assert.equal(await settled(reader), some);
});

stage.reading("the timeline can be brushed by keys alone", async (reader) => {
  await reader.open("/incidents");
  await reader.page.locator("#timeline .plot").focus();
  await reader.press("ArrowLeft", "Shift+ArrowLeft", "Enter");
  await reader.page.waitForURL(/since=.*until=/);
  await settled(reader);
});

stage.reading("what is in the map's view becomes the choice", async (reader) => {
  await reader.open("/incidents");
  const all = await settled(reader);
  await reader.page.evaluate(() => (globalThis as unknown as { annalistMap: { jumpTo(view: object): void } }).annalistMap.jumpTo({ center: [62.2, 34.35], zoom: 6 }));
  await reader.page.getByRole("button", { name: "Only what is in this view" }).click();
  await reader.page.waitForURL(/bbox=/);
  const some = await settled(reader);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  await reader.page.getByRole("button", { name: "Anywhere" }).click();
  await reader.page.waitForURL((url) => !url.search.includes("bbox"));
  assert.equal(await settled(reader), all);
});

stage.reading("a sign on the map leads to its incident", async (reader) => {
  await reader.open("/incidents?place=Herat");
  const found = await reader.page.evaluate(() => {
    interface Feature {
      geometry: { coordinates: [number, number] };
    }
    const map = (globalThis as unknown as { annalistMap: { queryRenderedFeatures(options: object): Feature[]; project(at: [number, number]): { x: number; y: number } } }).annalistMap;
    const [sign] = map.queryRenderedFeatures({ layers: ["clusters", "sites", "places"] });
    return sign === undefined ? null : map.project(sign.geometry.coordinates);
  });
  assert.ok(found !== null, "there is a sign");
  await reader.page.locator("#map canvas").click({ position: found });
  await reader.page.locator(".on-map a[href^='/incidents/I']").first().click();
  await reader.page.waitForURL(/\/incidents\/I/);
  await reader.ready();
});

stage.reading("what has no place or no date is one click away", async (reader) => {
  await reader.open("/incidents");
  await reader.page.locator("a#unlocated, #unlocated a").first().click();
  await reader.page.waitForURL(/unlocated=1/);
  await settled(reader);
});

stage.reading("an incident is opened, and a quote followed to its place in the text", async (reader) => {
  await reader.open("/incidents?sort=-sources");
  await reader.page.locator("#list tbody tr a[href^='/incidents/']").first().click();
  await reader.page.waitForURL(/\/incidents\/I/);
  await reader.ready();
  const quote = reader.page.locator("#fields td[data-account] a[href*='/reports/'][href*='#']").first();
  const words = (await reader.page.locator("#fields td[data-account] q.words").first().textContent()) ?? "";
  await quote.click();
  await reader.page.waitForURL(/\/reports\/[^#]+#/);
  await reader.ready();
  const lit = reader.page.locator("#text .lit").first();
  assert.ok(await lit.isVisible());
  assert.ok(words.includes(((await lit.textContent()) ?? "").trim()), words);
});

stage.reading("pointing at a value lights up its words in the quotes", async (reader) => {
  await reader.open("/incidents?sort=-sources");
  await reader.page.locator("#list tbody tr a[href^='/incidents/']").first().click();
  await reader.page.waitForURL(/\/incidents\/I/);
  await reader.ready();
  const lit = () => reader.page.evaluate(() => [...(CSS.highlights.get("words") ?? [])].length);
  assert.equal(await lit(), 0);
  await reader.page.locator("#fields tr[data-field='type'] td[data-account]").first().hover();
  assert.ok((await lit()) > 0);
});

stage.reading("dark is remembered", async (reader) => {
  await reader.open("/incidents");
  await reader.page.locator(".who > summary").click();
  await reader.page.locator("#theme").selectOption("dark");
  await reader.open("/reports");
  assert.equal(await reader.page.locator("html").getAttribute("data-theme"), "dark");
});
