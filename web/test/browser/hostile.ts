// Reports that want to do something to the page, and reports that run from right to left.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch } from "./chromium.ts";
import { type Desk, open } from "./program.ts";
import { Reader } from "./reader.ts";

const EVIL = `</script><script>document.title = "taken"</script><img src=x onerror="document.title='taken'">`;
const HOSTILE = `Two killed in Herat ${EVIL}

HERAT, 5 September 2022 - A bomb killed two police officers in Herat on Monday, ${EVIL} a spokesman said.
The Islamic State ${EVIL} claimed the attack. {{constructor.constructor('document.title="taken"')()}}
`;
const ARABIC = `قُتل شخصان في هجوم بقنبلة في هرات يوم الاثنين. وقال متحدث باسم الشرطة إن أربعة أصيبوا.
`;

let browser: Browser;
let desk: Desk;
let folder: string;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "annalist-hostile-"));
  writeFileSync(path.join(folder, "hostile.txt"), HOSTILE);
  writeFileSync(path.join(folder, "arabic.txt"), ARABIC);
  writeFileSync(
    path.join(folder, "index.jsonl"),
    [
      { id: "hostile", file: "hostile.txt", title: `Two killed ${EVIL}`, source: `Wire ${EVIL}`, published: "2022-09-05", lang: "en" },
      { id: "arabic", file: "arabic.txt", title: "هجوم في هرات", source: "وكالة", published: "2022-09-05", lang: "ar" },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
  );
  desk = await open(folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await desk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a report's markup stays text on every page", async () => {
  const reader = await Reader.come(browser, desk.address);
  const { items } = await reader.get<{ items: { href: string }[] }>("incidents");
  const pages = ["/incidents", "/reports", "/reports/hostile", "/review", "/review/hostile", "/candidates", "/actors", ...items.map(({ href }) => href)];
  for (const where of pages) {
    await reader.open(where);
    await reader.page.waitForTimeout(300);
    assert.notEqual(await reader.page.title(), "taken", where);
    assert.equal(await reader.page.locator("img[src='x']").count(), 0, where);
  }
  await reader.open("/reports/hostile");
  assert.ok(((await reader.page.locator("#text").textContent()) ?? "").includes(EVIL));
  await reader.leave();
});

test("a selection in such a text is the same bytes as in the casebook", async () => {
  const reader = await Reader.come(browser, desk.address);
  await reader.open("/review/hostile");
  const { text } = await reader.get<{ text: string }>("reports/hostile");
  const whole = await reader.page.locator("#text").textContent();
  assert.equal(whole, text);
  await reader.leave();
});

test("text from right to left is shown so, and its words can be chosen by keys", async () => {
  const reader = await Reader.come(browser, desk.address);
  await reader.open("/review/arabic");
  assert.equal(await reader.page.locator("#text").evaluate((element) => getComputedStyle(element).direction), "rtl");
  await reader.press("t", "Shift+ArrowLeft");
  const words = await reader.page.evaluate(() => getSelection()?.toString());
  assert.equal(words, "قُتل شخصان");
  await reader.shot("right-to-left");
  await reader.leave();
});
