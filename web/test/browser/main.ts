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

interface Log {
  items: { number: number; kind: { kind: string; decision?: number } }[];
  total: number;
}

/** The report of the first item of the queue that takes a code, opened for review. */
async function review(reader: Reader, report: string): Promise<void> {
  await reader.open(`/review/${report}`);
  await reader.page.waitForSelector(".cell[aria-current='true']");
}

/** Goes to a field of the account that is looked at. */
async function field(reader: Reader, name: string): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    const at = await reader.page.locator(".cell[aria-current='true']").getAttribute("data-field");
    if (at === name) {
      return;
    }
    await reader.press("n");
  }
  assert.fail(`n never came to ${name}`);
}

/** Presses a key and waits until the casebook has answered and the page stands anew. */
async function decided(reader: Reader, key: string, path: RegExp): Promise<number> {
  const answered = reader.page.waitForResponse((response) => path.test(new URL(response.url()).pathname) && response.request().method() !== "GET");
  const anew = reader.page.waitForResponse((response) => response.request().method() === "GET" && /\/review\//.test(response.url()));
  await reader.press(key);
  const status = (await answered).status();
  if (status === 200) {
    await anew;
    await reader.page.waitForFunction(() => document.querySelector("[data-saving]") === null);
    await reader.page.waitForTimeout(100);
  }
  return status;
}

reading("a code is chosen by its digit, and taken back by u, as often as one likes", async (reader) => {
  await review(reader, "wire-herat");
  const before = (await reader.get<Log>("decisions")).total;
  await field(reader, "type");
  const value = reader.page.locator(".cell[aria-current='true']");
  const first = (await value.getAttribute("data-spans")) ?? "";
  assert.ok((await reader.page.locator("#codes button").count()) > 3);
  assert.equal(await decided(reader, "2", /decisions\/correct$/), 200);
  assert.equal(await decided(reader, "3", /decisions\/correct$/), 200);
  assert.equal((await reader.get<Log>("decisions")).total, before + 2);
  assert.equal(await decided(reader, "u", /decisions\/undo$/), 200);
  assert.equal(await decided(reader, "u", /decisions\/undo$/), 200);
  assert.equal((await reader.get<Log>("decisions")).total, before + 4);
  await field(reader, "type");
  assert.equal(await reader.page.locator(".cell[aria-current='true']").getAttribute("data-spans"), first);
});

reading("words are chosen and put behind a value without a mouse", async (reader) => {
  await review(reader, "wire-herat");
  await field(reader, "killed");
  await reader.press("t", "Shift+ArrowRight", "Shift+ArrowRight");
  const words = await reader.page.evaluate(() => getSelection()?.toString() ?? "");
  assert.ok(words.trim().split(/\s+/).length >= 2, words);
  assert.equal(await decided(reader, "s", /decisions\/correct$/), 200);
  assert.equal(await decided(reader, "u", /decisions\/undo$/), 200);
});

reading("a value is edited in its place, and a wrong one is asked for again", async (reader) => {
  await review(reader, "wire-herat");
  await field(reader, "killed");
  await reader.press("e");
  await reader.page.keyboard.type("many, alas");
  const refused = reader.page.waitForResponse(/decisions\/correct$/);
  await reader.press("Enter");
  assert.equal((await refused).status(), 422);
  await reader.page.waitForSelector(".editor input");
  reader.faults.length = 0; // the browser itself notes the refused request
  await reader.press("Escape");
  await field(reader, "killed");
  await reader.press("e");
  await reader.page.keyboard.press("Control+a");
  await reader.page.keyboard.type("7");
  assert.equal(await decided(reader, "Enter", /decisions\/correct$/), 200);
  assert.match((await reader.page.locator(".cell[aria-current='true']").textContent()) ?? "", /7/);
  assert.equal(await decided(reader, "u", /decisions\/undo$/), 200);
});

reading("keys are inert while the reader types a note", async (reader) => {
  await review(reader, "wire-herat");
  const before = (await reader.get<Log>("decisions")).total;
  await reader.press("w");
  await reader.page.waitForSelector("dialog[open] textarea");
  await reader.page.keyboard.type("axe jumped up, kin");
  const kept = reader.page.waitForResponse(/\/notes$/);
  await reader.press("Control+Enter");
  assert.equal((await kept).status(), 201);
  assert.equal((await reader.get<Log>("decisions")).total, before);
});

reading("a new incident is made of words that the machine passed over", async (reader) => {
  await review(reader, "football-lagos");
  const before = (await reader.get<{ accounts: unknown[] }>("reports/football-lagos")).accounts.length;
  await reader.press("t", "Shift+ArrowRight", "Shift+ArrowRight", "i");
  await reader.page.waitForSelector("dialog[open] ol.codes button");
  assert.equal(await decided(reader, "1", /\/accounts$/), 200);
  assert.equal((await reader.get<{ accounts: unknown[] }>("reports/football-lagos")).accounts.length, before + 1);
  assert.equal(await decided(reader, "u", /decisions\/undo$/), 200);
});

reading("the sheet of keys opens and closes", async (reader) => {
  await review(reader, "wire-herat");
  await reader.press("?");
  await reader.page.waitForSelector("dialog#keys[open]");
  await reader.shot("keys");
  await reader.press("?");
  await reader.page.waitForSelector("dialog#keys[open]", { state: "hidden" });
});

reading("a decision made while the desk cannot be reached is kept and sent later", async (reader) => {
  await review(reader, "claim-herat");
  let down = true;
  await reader.page.route(/\/decisions\/(accept|reject)$/, (route) => (down ? route.abort("connectionrefused") : route.continue()));
  const before = (await reader.get<Log>("decisions")).total;
  await reader.press("x");
  await reader.page.waitForSelector("#outbox:not([hidden])");
  assert.equal((await reader.get<Log>("decisions")).total, before);
  assert.ok(((await reader.page.evaluate(() => localStorage.getItem("annalist.outbox"))) ?? "").includes("reject"));
  down = false;
  await reader.page.waitForSelector("#outbox", { state: "hidden" });
  assert.equal((await reader.get<Log>("decisions")).total, before + 1);
  assert.equal(await reader.page.evaluate(() => localStorage.getItem("annalist.outbox")), null);
  reader.faults.length = 0; // the browser itself notes the failed requests
  await reader.press("u");
  await reader.page.waitForResponse(/decisions\/undo$/);
});

reading("two incidents are merged by one key, and the merge is taken back", async (reader) => {
  await reader.open("/candidates");
  await reader.shot("candidates");
  const cards = await reader.page.locator("article.card").count();
  assert.ok(cards > 0, "the demo has candidates");
  const incidents = (await reader.get<List>("incidents")).of;
  const same = reader.page.locator("article.card").first().locator("button[name='verdict'][value='same']");
  const key = (await same.getAttribute("data-key")) ?? "";
  const merged = reader.page.waitForResponse(/\/candidates$/);
  await reader.press(key);
  assert.equal((await merged).status(), 200);
  await reader.page.waitForFunction((count) => document.querySelectorAll("article.card").length < count, cards);
  assert.equal((await reader.get<List>("incidents")).of, incidents - 1);
  const undone = reader.page.waitForResponse(/decisions\/undo$/);
  await reader.press("u");
  assert.equal((await undone).status(), 200);
  assert.equal((await reader.get<List>("incidents")).of, incidents);
});

reading("dark is remembered", async (reader) => {
  await reader.open("/incidents");
  await reader.page.locator("#theme").selectOption("dark");
  await reader.open("/reports");
  assert.equal(await reader.page.locator("html").getAttribute("data-theme"), "dark");
  await reader.open("/incidents");
  await drawn(reader);
  await reader.page.waitForTimeout(1500);
  await reader.usable();
  await reader.shot("dark");
});

reading("disturbing passages are blurred until asked for", async (reader) => {
  await reader.open("/reports/wire-herat");
  await reader.page.evaluate(() => document.querySelector("#text [data-s]")?.classList.add("harsh"));
  const blurred = () => reader.page.evaluate(() => getComputedStyle(document.querySelector("#text .harsh") as Element).filter);
  assert.match(await blurred(), /blur/);
  await reader.page.locator("#blur").check();
  await reader.page.waitForFunction(() => getComputedStyle(document.querySelector("#text .harsh") as Element).filter === "none");
});

reading("times stand in the reader's zone", async (reader) => {
  await reader.open("/log");
  const time = reader.page.locator("time[datetime*='T']").first();
  const [moment, told] = [await time.getAttribute("datetime"), await time.textContent()];
  const tokyo = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" }).format(new Date(moment ?? ""));
  assert.equal(told, tokyo);
  await reader.shot("log");
});

for (const [where, name] of [
  ["/incidents", null],
  ["/actors", "actors"],
  ["/reports", "reports"],
  ["/reports/wire-herat", null],
  ["/review", null],
  ["/review/wire-herat", null],
  ["/candidates", null],
  ["/figures", "figures"],
  ["/figures/tally?by=type", "figure"],
  ["/pins", null],
  ["/log", null],
  ["/agreement", null],
  ["/coding", null],
  ["/users", "users"],
  ["/login", "login"],
] as const) {
  reading(`axe finds nothing serious on ${where}`, async (reader) => {
    await reader.open(where);
    await reader.page.waitForTimeout(600);
    if (name !== null) {
      await reader.shot(name);
    }
    await reader.usable();
  });
}

reading("axe finds nothing serious on an incident and an actor", async (reader) => {
  const { items } = await reader.get<List>("incidents?sort=-sources");
  await reader.open(items[0]?.href ?? "");
  await reader.page.waitForTimeout(600);
  await reader.usable();
  const actors = await reader.get<{ items: { href: string }[] }>("actors");
  await reader.open(actors.items[0]?.href ?? "");
  await reader.page.waitForTimeout(1200);
  await reader.usable();
  await reader.shot("actor");
});

reading(
  "a phone shows the incidents without sideways scrolling of the page",
  async (reader) => {
    for (const where of ["/incidents", "/review/wire-herat", "/reports/wire-herat", "/candidates"]) {
      await reader.open(where);
      const wide = await reader.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${where} is ${wide} pixels too wide`);
    }
    await reader.open("/review/wire-herat");
    await reader.shot("phone");
  },
  { width: 390 },
);
