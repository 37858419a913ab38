// Review by keyboard alone: what each key of the sheet promises.

import assert from "node:assert/strict";
import type { Reader } from "./reader.ts";
import { Stage } from "./setup.ts";

const stage = new Stage();

/** How many accounts of the open report wait for a decision. */
async function waiting(reader: Reader): Promise<number> {
  return reader.page.evaluate(() => {
    const state = JSON.parse(document.getElementById("state")?.textContent ?? "{}") as { report: { accounts: { accepted: boolean; rejected: boolean }[] } };
    return state.report.accounts.filter((account) => !account.accepted && !account.rejected).length;
  });
}

stage.reading("ten items are reviewed by keyboard alone", async (reader) => {
  await reader.open("/review");
  await reader.press("j", "Enter");
  await reader.page.waitForURL(/\/review\/.+/);
  await reader.ready();
  // A value without words behind it blocks acceptance: the desk refuses with 409, and the item is rejected.
  reader.expects(409);
  let decided = 0;
  for (let turns = 0; decided < 10 && turns < 60; turns += 1) {
    const open = await waiting(reader);
    if (open === 0) {
      const here = reader.page.url();
      await reader.press("j");
      await reader.page.waitForURL((url) => url.href !== here);
      await reader.ready();
      continue;
    }
    await reader.page.waitForSelector(".cell[aria-current='true']");
    const status = await reader.writes(/\/decisions\/(accept|reject)$/, () => reader.press("a"));
    if (status === 409) {
      assert.equal(await reader.writes(/\/decisions\/reject$/, () => reader.press("x")), 200);
    } else {
      assert.equal(status, 200);
    }
    decided += 1;
    assert.ok((await waiting(reader)) < open);
  }
  assert.equal(decided, 10);
});

interface Log {
  items: { number: number; kind: { kind: string; decision?: number } }[];
  total: number;
}

/** How many decisions there are. */
async function decisions(reader: Reader): Promise<number> {
  return (await reader.get<Log>("decisions")).total;
}

/** Opens a report for review, with all fields unfolded. */
async function review(reader: Reader, report: string): Promise<void> {
  await reader.open(`/review/${report}`);
  await reader.page.waitForSelector(".cell[aria-current='true']");
  await reader.press("f");
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

stage.reading("a code is chosen by its digit, and taken back by u, as often as one likes", async (reader) => {
  await review(reader, "wire-herat");
  const before = await decisions(reader);
  await field(reader, "type");
  const value = reader.page.locator(".cell[aria-current='true']");
  const first = (await value.getAttribute("data-spans")) ?? "";
  assert.ok((await reader.page.locator("#codes button").count()) > 3);
  for (const key of ["2", "3"]) {
    assert.equal(await reader.writes(/decisions\/correct$/, () => reader.press(key)), 200);
  }
  assert.equal(await decisions(reader), before + 2);
  for (let levels = 0; levels < 2; levels += 1) {
    assert.equal(await reader.writes(/decisions\/undo$/, () => reader.press("u")), 200);
  }
  assert.equal(await decisions(reader), before + 4);
  await field(reader, "type");
  assert.equal(await reader.page.locator(".cell[aria-current='true']").getAttribute("data-spans"), first);
});

stage.reading("words are chosen and put behind a value without a mouse", async (reader) => {
  await review(reader, "wire-herat");
  await field(reader, "killed");
  await reader.press("t", "Shift+ArrowRight", "Shift+ArrowRight");
  const words = await reader.page.evaluate(() => getSelection()?.toString() ?? "");
  assert.ok(words.trim().split(/\s+/).length >= 2, words);
  assert.equal(await reader.writes(/decisions\/correct$/, () => reader.press("s")), 200);
  assert.equal(await reader.writes(/decisions\/undo$/, () => reader.press("u")), 200);
});

stage.reading("a value is edited in its place, and a wrong one is asked for again", async (reader) => {
  reader.expects(422);
  await review(reader, "wire-herat");
  await field(reader, "killed");
  await reader.press("e");
  await reader.page.keyboard.type("many, alas");
  assert.equal(await reader.writes(/decisions\/correct$/, () => reader.press("Enter")), 422);
  await reader.page.waitForSelector(".editor input");
  await reader.press("Escape");
  await field(reader, "killed");
  await reader.press("e", "Control+a");
  await reader.page.keyboard.type("7");
  assert.equal(await reader.writes(/decisions\/correct$/, () => reader.press("Enter")), 200);
  assert.match((await reader.page.locator(".cell[aria-current='true']").textContent()) ?? "", /7/);
  assert.equal(await reader.writes(/decisions\/undo$/, () => reader.press("u")), 200);
});

stage.reading("keys are inert while the reader types a note", async (reader) => {
  await review(reader, "wire-herat");
  const before = await decisions(reader);
  await reader.press("w");
  await reader.page.waitForSelector("dialog[open] textarea");
  await reader.page.keyboard.type("axe jumped up, kin");
  assert.equal(await reader.writes(/\/notes$/, () => reader.press("Control+Enter")), 201);
  assert.equal(await decisions(reader), before);
  assert.match((await reader.page.locator(".notes").textContent()) ?? "", /axe jumped up, kin/);
});

stage.reading("a new incident is made of words that the machine passed over", async (reader) => {
  const accounts = async () => (await reader.get<{ accounts: unknown[] }>("reports/football-lagos")).accounts.length;
  await reader.open("/review/football-lagos");
  const before = await accounts();
  await reader.press("t", "Shift+ArrowRight", "Shift+ArrowRight", "i");
  await reader.page.waitForSelector("dialog[open] ol.codes button");
  assert.equal(await reader.writes(/\/accounts$/, () => reader.press("1")), 200);
  assert.equal(await accounts(), before + 1);
  assert.equal(await reader.writes(/decisions\/undo$/, () => reader.press("u")), 200);
});

stage.reading("a report is closed with nothing in it", async (reader) => {
  await reader.open("/review/football-lagos");
  await reader.page.getByRole("button", { name: "Nothing here" }).click();
  await reader.page.waitForURL(/done=state/);
  await reader.ready();
  assert.match((await reader.page.locator("#main > p.facts").textContent()) ?? "", /state: nothing/);
});

stage.reading("the sheet of keys opens and closes", async (reader) => {
  await review(reader, "wire-herat");
  await reader.press("?");
  await reader.page.waitForSelector("dialog#keys[open]");
  await reader.press("?");
  await reader.page.waitForSelector("dialog#keys[open]", { state: "hidden" });
});

stage.reading("a decision made while the desk cannot be reached is kept and sent later", async (reader) => {
  reader.expects("net::ERR_CONNECTION_REFUSED");
  await review(reader, "claim-herat");
  let down = true;
  await reader.page.route(/\/decisions\/(accept|reject)$/, (route) => (down ? route.abort("connectionrefused") : route.continue()));
  const before = await decisions(reader);
  await reader.press("x");
  await reader.page.waitForSelector("#outbox:not([hidden])");
  assert.equal(await decisions(reader), before);
  assert.ok((await reader.page.evaluate(() => JSON.stringify(localStorage))).includes("reject"));
  down = false;
  await reader.page.waitForSelector("#outbox", { state: "hidden" });
  await reader.ready();
  assert.equal(await decisions(reader), before + 1);
  assert.equal(await reader.writes(/decisions\/undo$/, () => reader.press("u")), 200);
});
