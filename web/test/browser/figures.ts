// Figures: what they say is copied, by mouse and by key, and selected where the browser does not let a page copy.

import assert from "node:assert/strict";
import type { Reader } from "./reader.ts";
import { Stage } from "./setup.ts";

const stage = new Stage();

async function sentence(reader: Reader): Promise<string> {
  return reader.page.locator("#sentence").inputValue();
}

async function clipboard(reader: Reader): Promise<string> {
  return reader.page.evaluate(() => navigator.clipboard.readText());
}

stage.reading("the sentence of a figure is copied by a key and by a button, and the page says so", async (reader) => {
  await reader.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await reader.open("/figures/tolls");
  await reader.press("c");
  await reader.page.locator("#notice").getByText("The sentence is copied").waitFor();
  assert.equal(await clipboard(reader), await sentence(reader));
  await reader.open("/figures/coverage");
  await reader.page.locator("#copy").focus();
  await reader.press("Enter");
  await reader.page.locator("#notice").getByText("The sentence is copied").waitFor();
  assert.match(await clipboard(reader), /\[\^1\]: /);
  assert.equal(await clipboard(reader), await sentence(reader));
});

stage.reading("where copying is refused the sentence is selected, and the page says which key copies it", async (reader) => {
  await reader.page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await reader.open("/figures/trend");
  await reader.page.locator("#copy").click();
  await reader.page.locator("#notice").getByText("press Ctrl+C").waitFor();
  assert.equal(await reader.page.evaluate(() => getSelection()?.toString()), await sentence(reader));
});

stage.reading(
  "without scripts the sentence stands in its field, and no button promises more",
  async (reader) => {
    await reader.page.goto("/figures/claims?every=year");
    assert.match(await sentence(reader), /claimed.*\[\^1\]/s);
    assert.equal(await reader.page.locator("#copy:visible").count(), 0);
    assert.ok(await reader.page.locator("#chart img").isVisible());
    await reader.page.goto("/actors");
    const rows = reader.page.locator("#list tbody tr");
    const all = await rows.count();
    await reader.page.locator("#facets a", { hasText: "armed group" }).click();
    await reader.page.waitForURL(/kind=/);
    const some = await rows.count();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    await reader.page.locator("#facets a[aria-current]").click();
    await reader.page.waitForURL((url) => url.search === "");
    assert.equal(await rows.count(), all);
  },
  { script: false },
);

stage.reading("every area on the map shows its count", async (reader) => {
  await reader.open("/incidents");
  const missing = await reader.page.evaluate(async () => {
    interface Live {
      getSource(id: string): { getData(): Promise<GeoJSON.FeatureCollection<GeoJSON.Point>> };
      jumpTo(to: { center: GeoJSON.Position; zoom: number }): void;
      once(name: string, done: () => void): void;
      triggerRepaint(): void;
      queryRenderedFeatures(options: { layers: string[] }): GeoJSON.Feature<GeoJSON.Point>[];
    }
    const map = (globalThis as unknown as { annalistMap: Live }).annalistMap;
    const { features } = await map.getSource("middles").getData();
    const missing: string[] = [];
    for (const { geometry, properties } of features) {
      map.jumpTo({ center: geometry.coordinates, zoom: 3.5 });
      await new Promise<void>((resolve) => {
        map.once("idle", resolve);
        map.triggerRepaint();
      });
      const shown = map.queryRenderedFeatures({ layers: ["middles"] });
      const near = (one: GeoJSON.Feature<GeoJSON.Point>) => one.geometry.coordinates.every((degrees, at) => Math.abs(degrees - (geometry.coordinates[at] ?? 0)) < 0.2);
      if (!shown.some((one) => near(one) && one.properties?.["label"] === properties?.["label"])) {
        missing.push(`${properties?.["label"]} at ${geometry.coordinates}`);
      }
    }
    return features.length === 0 ? ["no area at all"] : missing;
  });
  assert.deepEqual(missing, []);
});
