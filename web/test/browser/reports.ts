// A report: words that lead to values, values that lead to words, and what makes reading comfortable.

import assert from "node:assert/strict";
import { Stage } from "./setup.ts";

const stage = new Stage();

stage.reading("words lead to the values they support, and values to their words", async (reader) => {
  await reader.open("/reports/wire-herat");
  await reader.page.locator("#text mark[data-cells*='killed']").first().click();
  assert.match((await reader.page.locator(".cell.picked").first().getAttribute("id")) ?? "", /^c-/);
  const cell = reader.page.locator(".cell[data-field='killed'][data-spans]").first();
  await cell.click();
  const lit = reader.page.locator("#text .lit").first();
  await lit.waitFor();
  assert.ok(await lit.isVisible());
});

stage.reading("words lead to their values by keyboard too", async (reader) => {
  await reader.open("/reports/wire-herat");
  await reader.page.locator("#text mark[data-cells*='killed']").first().focus();
  await reader.press("Enter");
  assert.equal(await reader.page.locator(".cell.picked").count(), 1);
});

stage.reading("disturbing passages are blurred until asked for", async (reader) => {
  await reader.open("/reports/wire-herat");
  await reader.page.evaluate(() => document.querySelector("#text [data-s]")?.classList.add("harsh"));
  const blurred = () => reader.page.evaluate(() => getComputedStyle(document.querySelector("#text .harsh") as Element).filter);
  assert.match(await blurred(), /blur/);
  await reader.page.locator(".who > summary").click();
  await reader.page.locator("#blur").check();
  await reader.page.waitForFunction(() => getComputedStyle(document.querySelector("#text .harsh") as Element).filter === "none");
});

stage.reading("times stand in the reader's zone", async (reader) => {
  await reader.open("/reports/wire-herat");
  const time = reader.page.locator("time[datetime*='T']").first();
  const [moment, told] = [await time.getAttribute("datetime"), await time.textContent()];
  const tokyo = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" }).format(new Date(moment ?? ""));
  assert.equal(told, tokyo);
});
