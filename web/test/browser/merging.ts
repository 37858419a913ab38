// Merge cards: judged by one key, taken back by another.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch } from "./chromium.ts";
import { type Desk, open } from "./program.ts";
import { Reader } from "./reader.ts";

/** Two reports of what may be one attack, a day apart: the program asks a person. */
const REPORTS = [
  { id: "wire", source: "Wire", published: "2023-05-03", text: "MOGADISHU, 3 May 2023 - Al-Shabaab fighters attacked a police post in Mogadishu on Wednesday and killed three officers.\n" },
  { id: "paper", source: "Paper", published: "2023-05-04", text: "Gunmen attacked a checkpoint in Mogadishu on 4 May 2023. Three policemen were killed, residents said.\n" },
];

let browser: Browser;
let desk: Desk;
let folder: string;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "annalist-merging-"));
  for (const { id, text } of REPORTS) {
    writeFileSync(path.join(folder, `${id}.txt`), text);
  }
  const lines = REPORTS.map(({ text: _, ...line }) => JSON.stringify({ ...line, file: `${line.id}.txt`, title: line.id, lang: "en" }));
  writeFileSync(path.join(folder, "index.jsonl"), `${lines.join("\n")}\n`);
  desk = await open(folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await desk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface List {
  of: number;
}

test("two incidents are merged by one key, and the merge is taken back by another", async () => {
  const reader = await Reader.come(browser, desk.address);
  await reader.open("/candidates");
  await reader.usable();
  await reader.shot("candidates");
  assert.equal(await reader.page.locator("article.card").count(), 1);
  const incidents = (await reader.get<List>("incidents")).of;
  const merged = reader.page.waitForResponse((response) => /\/candidates$/.test(response.url()) && response.request().method() === "POST");
  await reader.press("1");
  assert.equal((await merged).status(), 200);
  await reader.page.waitForFunction(() => document.querySelector("article.card") === null);
  assert.equal((await reader.get<List>("incidents")).of, incidents - 1);
  const undone = reader.page.waitForResponse(/decisions\/undo$/);
  await reader.press("u");
  assert.equal((await undone).status(), 200);
  await reader.page.waitForSelector("article.card");
  assert.equal((await reader.get<List>("incidents")).of, incidents);
  await reader.leave();
});

test("m goes from the form to the merge card, whose keys judge, and Escape leads back", async () => {
  const reader = await Reader.come(browser, desk.address);
  await reader.open("/review/wire");
  await reader.press("m");
  await reader.page.waitForFunction(() => document.activeElement?.matches("article.card") === true);
  await reader.press("Escape");
  await reader.page.waitForFunction(() => document.activeElement?.matches(".cell") === true);
  await reader.press("m");
  const judged = reader.page.waitForResponse((response) => /\/candidates$/.test(response.url()) && response.request().method() === "POST");
  await reader.press("6");
  assert.equal((await judged).status(), 200);
  await reader.page.waitForFunction(() => document.querySelector("article.card") === null);
  await reader.leave();
});
