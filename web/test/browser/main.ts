// The desk as a person uses it, in a browser without a window, against the real program and the demo reports.
//
// `cargo xtask web test`, or `npm run browser` with `ANNALIST` naming the program. What is clicked is what a person
// would click; what is pressed is what the key sheet promises.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch } from "./chromium.ts";
import { type Desk, open } from "./program.ts";
import { Reader } from "./reader.ts";

let browser: Browser;
let desk: Desk;

before(async () => {
  [browser, desk] = await Promise.all([launch(), open()]);
});

after(async () => {
  await browser?.close();
  await desk?.stop();
});

/** Runs a test with a reader, who must not have been led astray. */
function reading(name: string, act: (reader: Reader) => Promise<void>, options: { dark?: boolean; width?: number } = {}): void {
  test(name, async () => {
    const reader = await Reader.come(browser, desk.address, options);
    try {
      await act(reader);
    } catch (error) {
      await reader.page.screenshot({ path: `/tmp/annalist-failed-${name.replace(/\W+/g, "-").slice(0, 60)}.png` }).catch(() => undefined);
      await reader.context.close();
      throw reader.faults.length > 0 ? new Error(`${error instanceof Error ? error.message : error}\nfaults: ${reader.faults.join("\n")}`, { cause: error }) : error;
    }
    await reader.leave();
  });
}

interface List {
  total: number;
  of: number;
  items: { id: string; href: string }[];
}

/** How many incidents the table's count speaks of, by the API under the page's own address. */
async function total(reader: Reader): Promise<number> {
  const query = new URL(reader.page.url()).search;
  return (await reader.get<List>(`incidents${query}`)).total;
}

async function drawn(reader: Reader): Promise<void> {
  await reader.page.waitForSelector("#map .live-map[data-shown]:not([aria-busy])");
  await reader.page.waitForSelector("#timeline .plot svg");
}

reading("the table, the map and the timeline show the demo", async (reader) => {
  await reader.open("/incidents");
  await drawn(reader);
  assert.ok((await total(reader)) > 5);
  assert.ok((await reader.page.locator("#list tbody tr").count()) > 5);
  assert.ok(await reader.page.locator("#unlocated").first().isVisible());
  assert.ok(await reader.page.locator("#undated").first().isVisible());
  await reader.page.waitForTimeout(1500);
  await reader.shot("incidents");
});

reading("a brush over the timeline narrows table and map, and going back widens them", async (reader) => {
  await reader.open("/incidents");
  await drawn(reader);
  const all = await total(reader);
  const box = await reader.page.locator("#timeline .plot").boundingBox();
  assert.ok(box !== null);
  await reader.page.mouse.move(box.x + box.width * 0.7, box.y + 60);
  await reader.page.mouse.down();
  await reader.page.mouse.move(box.x + box.width * 0.97, box.y + 60, { steps: 5 });
  await reader.page.mouse.up();
  await reader.page.waitForURL(/since=.*until=/);
  await drawn(reader);
  const some = await total(reader);
  assert.ok(some < all, `${some} of ${all}`);
  await reader.page.waitForFunction((count) => document.querySelectorAll("#list tbody tr[data-id]").length === count, some);
  assert.match((await reader.page.locator(".live-map").getAttribute("data-shown")) ?? "", /since=/);
  assert.ok(await reader.page.locator(".brush").isVisible());
  await reader.page.goBack();
  await reader.page.waitForFunction((count) => document.querySelectorAll("#list tbody tr[data-id]").length === count, Math.min(all, 50));
  assert.doesNotMatch(reader.page.url(), /since=/);
  await reader.page.goForward();
  await reader.page.waitForFunction((count) => document.querySelectorAll("#list tbody tr[data-id]").length === count, some);
});

reading("the timeline can be brushed by keys alone", async (reader) => {
  await reader.open("/incidents");
  await drawn(reader);
  await reader.page.locator("#timeline .plot").focus();
  await reader.press("ArrowLeft", "Shift+ArrowLeft", "Enter");
  await reader.page.waitForURL(/since=.*until=/);
});

reading("what is in the map's view becomes the choice", async (reader) => {
  await reader.open("/incidents");
  await drawn(reader);
  const all = await total(reader);
  await reader.page.evaluate(() => (globalThis as unknown as { annalistMap: { jumpTo(view: object): void } }).annalistMap.jumpTo({ center: [62.2, 34.35], zoom: 6 }));
  await reader.page.getByRole("button", { name: "Only what is in this view" }).click();
  await reader.page.waitForURL(/bbox=/);
  await drawn(reader);
  const some = await total(reader);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  await reader.page.getByRole("button", { name: "Anywhere" }).click();
  await reader.page.waitForURL((url) => !url.search.includes("bbox"));
});

reading("what has no place or no date is one click away", async (reader) => {
  await reader.open("/incidents");
  await drawn(reader);
  await reader.page.locator("a#unlocated, #unlocated a").first().click();
  await reader.page.waitForURL(/unlocated=1/);
  await reader.page.waitForFunction(() => document.querySelector("#main")?.getAttribute("aria-busy") === null);
});

reading("an incident is opened, and a quote followed to its place in the text", async (reader) => {
  await reader.open("/incidents");
  await drawn(reader);
  await reader.page.locator("#list tbody tr a[href^='/incidents/']").first().click();
  await reader.page.waitForURL(/\/incidents\/I/);
  await reader.ready();
  await reader.page.waitForTimeout(1200);
  await reader.shot("incident");
  await reader.page.locator("a[href*='/reports/'][href*='#']").first().click();
  await reader.page.waitForURL(/\/reports\/[^#]+#/);
  await reader.ready();
  assert.ok(await reader.page.locator("#text").isVisible());
});

reading("words lead to the values they support, and values to their words", async (reader) => {
  await reader.open("/reports/wire-herat");
  const mark = reader.page.locator("#text mark[data-cells*='killed']").first();
  await mark.click();
  assert.match((await reader.page.locator(".cell.picked").first().getAttribute("id")) ?? "", /^c-/);
  const cell = reader.page.locator(".cell[data-field='killed'][data-spans]").first();
  await cell.click();
  const lit = reader.page.locator("#text .lit").first();
  await lit.waitFor();
  assert.ok(await lit.isVisible());
  await reader.shot("report");
});

reading("ten items are reviewed by keyboard alone", async (reader) => {
  await reader.open("/review");
  await reader.shot("queue");
  await reader.press("j", "Enter");
  await reader.page.waitForURL(/\/review\/.+/);
  await reader.ready();
  await reader.page.waitForSelector(".cell[aria-current='true']");
  await reader.shot("review");
  let decided = 0;
  for (let turns = 0; decided < 10 && turns < 60; turns += 1) {
    const open = await reader.page.evaluate(() => {
      const state = JSON.parse(document.getElementById("state")?.textContent ?? "{}") as { report: { accounts: { accepted: boolean; rejected: boolean }[] } };
      return state.report.accounts.filter((account) => !account.accepted && !account.rejected).length;
    });
    if (open === 0) {
      const here = reader.page.url();
      await reader.press("j");
      await reader.page.waitForFunction((before) => location.href !== before, here);
      await reader.ready();
      continue;
    }
    const answered = reader.page.waitForResponse(/\/decisions\/(accept|reject)$/);
    await reader.press("a");
    const answer = await answered;
    if (answer.status() === 409) {
      const rejected = reader.page.waitForResponse(/\/decisions\/reject$/);
      await reader.page.waitForSelector(".cell[aria-current='true']");
      await reader.press("x");
      assert.equal((await rejected).status(), 200);
    } else {
      assert.equal(answer.status(), 200);
    }
    decided += 1;
    await reader.page.waitForFunction(
      (before) => {
        const state = JSON.parse(document.getElementById("state")?.textContent ?? "{}") as { report: { accounts: { accepted: boolean; rejected: boolean }[] } };
        return state.report.accounts.filter((account) => !account.accepted && !account.rejected).length < before;
      },
      open,
    );
  }
  assert.equal(decided, 10);
});
