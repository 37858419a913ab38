// Two people code the same report without seeing each other's work, and a third compares and adjudicates.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch } from "./chromium.ts";
import { type Desk, open } from "./program.ts";
import { Reader } from "./reader.ts";

const PASSWORD = "correct horse battery staple";
const REPORT = "wire-herat";

let browser: Browser;
let desk: Desk;

before(async () => {
  [browser, desk] = await Promise.all([launch(), open()]);
});

after(async () => {
  await browser?.close();
  await desk?.stop();
});

/** Comes as somebody who signs in. */
async function signIn(name: string): Promise<Reader> {
  const reader = await Reader.come(browser, desk.address);
  await reader.open("/login");
  await reader.page.locator("input[name='name']").fill(name);
  await reader.page.locator("input[name='password']").fill(PASSWORD);
  await reader.page.locator("input[name='password']").press("Enter");
  await reader.page.waitForURL((url) => url.pathname !== "/login");
  await reader.ready();
  return reader;
}

/** Codes one incident by keyboard: its words, its type, and how many were killed. */
async function code(reader: Reader, killed: string): Promise<void> {
  await reader.open(`/coding/${REPORT}`);
  await reader.press("t", "Shift+ArrowDown", "i");
  await reader.page.waitForSelector("dialog[open] ol.codes button");
  const kept = reader.page.waitForResponse(/\/codings\//);
  await reader.press("1");
  assert.equal((await kept).status(), 200);
  for (let steps = 0; steps < 40; steps += 1) {
    if ((await reader.page.locator(".cell[aria-current='true']").getAttribute("data-field")) === "killed") {
      break;
    }
    await reader.press("n");
  }
  await reader.press("t", "ArrowRight", "Shift+ArrowRight", "s");
  await reader.page.waitForSelector(".editor input");
  await reader.page.keyboard.press("Control+a");
  await reader.page.keyboard.type(killed);
  const again = reader.page.waitForResponse(/\/codings\//);
  await reader.press("Enter");
  assert.equal((await again).status(), 200);
  await reader.shot("coding");
  const closed = reader.page.waitForResponse((response) => /\/codings\//.test(response.url()) && (response.request().postData() ?? "").includes('"done"'));
  await reader.page.getByRole("button", { name: /^Done/ }).click();
  assert.equal((await closed).status(), 200);
}

test("two coders code blindly, and their agreement is seen", async () => {
  const nobody = await Reader.come(browser, desk.address);
  await nobody.send("POST", "users", { name: "chief", role: "admin", password: PASSWORD });
  await nobody.leave();
  const chief = await signIn("chief");
  for (const name of ["anna", "ben"]) {
    await chief.send("POST", "users", { name, role: "coder", password: PASSWORD });
  }
  await chief.send("POST", "assignments", { reports: [REPORT], coders: ["anna", "ben"] });

  const anna = await signIn("anna");
  await code(anna, "6");
  const ben = await signIn("ben");
  await ben.open(`/coding/${REPORT}`);
  assert.equal(await ben.page.locator("#form fieldset").count(), 0, "ben sees nothing of what anna coded");
  await code(ben, "8");

  await chief.open("/agreement");
  const told = (await chief.page.locator("#main").textContent()) ?? "";
  assert.match(told, /anna/);
  assert.match(told, /ben/);
  await chief.usable();
  await chief.shot("agreement");
  interface Agreement {
    pairs: { a: string; b: string; fields: { field: string; percent: number }[] }[];
  }
  const { pairs } = await chief.get<Agreement>("agreement?coders=anna,ben");
  const percent = Object.fromEntries((pairs[0]?.fields ?? []).map((field) => [field.field, field.percent]));
  assert.equal(percent["type"], 1);
  assert.equal(percent["killed"], 0);

  await chief.open(`/adjudicate/${REPORT}`);
  await chief.usable();
  await chief.shot("adjudicate");
  await Promise.all([anna.leave(), ben.leave(), chief.leave()]);
});
