// Where the browser cannot draw the map, or runs no scripts: the pages as the server draws them.

import assert from "node:assert/strict";
import type { Reader } from "./reader.ts";
import { Stage } from "./setup.ts";

const stage = new Stage({ flags: ["--disable-3d-apis"] });

/** The signs on the map that the server drew. */
async function signs(reader: Reader): Promise<number> {
  return reader.page.locator("#map svg a").count();
}

stage.reading("without WebGL the server's map stays, and follows the choice", async (reader) => {
  await reader.open("/incidents");
  assert.equal(await reader.page.locator(".live-map").count(), 0);
  assert.ok(await reader.page.locator("#map svg").first().isVisible());
  assert.ok(await reader.page.locator("#timeline .plot svg").isVisible());
  const all = await signs(reader);
  await reader.page.locator("#facets a").first().click();
  await reader.page.waitForURL(/\?/);
  await reader.ready();
  const some = await signs(reader);
  assert.ok(some > 0 && some < all, `${some} of ${all} signs`);
  assert.equal(await reader.page.locator("#timeline .plot svg").count(), 1);
  await reader.page.goBack();
  await reader.page.waitForURL((url) => url.search === "");
  await reader.ready();
  assert.equal(await signs(reader), all);
  await reader.usable();
});

stage.reading("without WebGL an incident and an actor have the server's map", async (reader) => {
  await reader.open("/incidents?place=Herat");
  await reader.page.locator("#list tbody tr a[href^='/incidents/']").first().click();
  await reader.page.waitForURL(/\/incidents\/I/);
  await reader.ready();
  assert.ok(await reader.page.locator("#map svg").first().isVisible());
  const { items } = await reader.get<{ items: { href: string }[] }>("actors");
  await reader.open(items[0]?.href ?? "");
  assert.ok(await reader.page.locator("#map svg").first().isVisible());
});

stage.reading(
  "without scripts the incidents are listed, drawn and filtered, and a decision is made and undone",
  async (reader) => {
    const { page } = reader;
    await page.goto("/incidents");
    const rows = page.locator("#list tbody tr");
    const all = await rows.count();
    assert.ok(all > 5);
    assert.ok(await page.locator("#map svg").first().isVisible());
    assert.ok(await page.locator("#timeline svg").isVisible());
    await page.getByLabel("Place", { exact: true }).fill("Herat");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.waitForURL(/place=Herat/);
    const some = await rows.count();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    await page.locator("#list tbody a[href^='/incidents/']").first().click();
    await page.getByRole("button", { name: /^No incident/ }).click();
    await page.waitForURL(/done=/);
    await page.locator("#notice").getByRole("button", { name: /Undo decision/ }).first().click();
    await page.waitForURL((url) => !url.search.includes(","));
    assert.match((await page.locator("#notice").textContent()) ?? "", /undo|take/i);
  },
  { script: false },
);
