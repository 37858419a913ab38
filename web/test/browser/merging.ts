// Merge cards: judged by one key, taken back by another.

import assert from "node:assert/strict";
import { folder, TWO } from "./folders.ts";
import { open } from "./program.ts";
import type { Reader } from "./reader.ts";
import { Stage } from "./setup.ts";

const stage = new Stage({ desk: () => open(folder(TWO)) });

async function incidents(reader: Reader): Promise<number> {
  return (await reader.get<{ of: number }>("incidents")).of;
}

stage.reading("two incidents are merged by one key, and the merge is taken back by another", async (reader) => {
  await reader.open("/candidates");
  assert.equal(await reader.page.locator("article.card").count(), 1);
  const before = await incidents(reader);
  assert.equal(await reader.writes(/\/candidates$/, () => reader.press("1")), 200);
  assert.equal(await reader.page.locator("article.card").count(), 0);
  assert.equal(await incidents(reader), before - 1);
  assert.equal(await reader.writes(/decisions\/undo$/, () => reader.press("u")), 200);
  assert.equal(await reader.page.locator("article.card").count(), 1);
  assert.equal(await incidents(reader), before);
});

stage.reading("a merged incident is split by a click, and the split undone from the notice", async (reader) => {
  await reader.open("/candidates");
  const before = await incidents(reader);
  assert.equal(await reader.writes(/\/candidates$/, () => reader.press("1")), 200);
  await reader.open("/incidents");
  await reader.page.locator("#list tbody tr a[href^='/incidents/']").first().click();
  await reader.page.waitForURL(/\/incidents\/I/);
  await reader.ready();
  await reader.page.getByRole("button", { name: /split it off/ }).first().click();
  await reader.page.waitForURL(/done=/);
  await reader.ready();
  assert.equal(await incidents(reader), before);
  await reader.page.locator("#notice").getByRole("button", { name: /Undo decision/ }).click();
  await reader.page.waitForFunction(() => document.querySelector("#fields thead")?.querySelectorAll("a").length === 2);
  assert.equal(await incidents(reader), before - 1);
  await reader.open("/candidates");
  assert.equal(await reader.writes(/decisions\/undo$/, () => reader.press("u")), 200);
  assert.equal(await incidents(reader), before);
});

stage.reading("m goes from the form to the merge card, whose keys judge, and Escape leads back", async (reader) => {
  await reader.open("/review/wire");
  await reader.press("m");
  await reader.page.waitForFunction(() => document.activeElement?.matches("article.card") === true);
  await reader.press("Escape");
  await reader.page.waitForFunction(() => document.activeElement?.matches(".cell") === true);
  await reader.press("m");
  assert.equal(await reader.writes(/\/candidates$/, () => reader.press("6")), 200);
  assert.equal(await reader.page.locator("article.card").count(), 0);
  await reader.open("/candidates");
  assert.equal(await reader.page.locator("article.card").count(), 0, "what is different stays so");
});
