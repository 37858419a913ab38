// Two people code the same report without seeing each other's work, and a third compares and adjudicates.

import assert from "node:assert/strict";
import { test } from "node:test";
import { admin, PASSWORD, signIn } from "./people.ts";
import type { Reader } from "./reader.ts";
import { Stage, watched } from "./setup.ts";

const REPORT = "wire-herat";

const stage = new Stage();

/** Codes one incident by keyboard: its words, its type, and how many were killed. */
async function code(reader: Reader, killed: string): Promise<void> {
  await reader.open(`/coding/${REPORT}`);
  assert.equal(await reader.page.locator("#form fieldset").count(), 0, "a coder sees nothing of what others coded");
  await reader.press("t", "Shift+ArrowDown", "i");
  await reader.page.waitForSelector("dialog[open] ol.codes button");
  assert.equal(await reader.writes(/\/codings\//, () => reader.press("1")), 200);
  for (let steps = 0; steps < 40; steps += 1) {
    if ((await reader.page.locator(".cell[aria-current='true']").getAttribute("data-field")) === "killed") {
      break;
    }
    await reader.press("n");
  }
  await reader.press("t", "ArrowRight", "Shift+ArrowRight", "s");
  await reader.page.waitForSelector(".editor input");
  await reader.press("Control+a");
  await reader.page.keyboard.type(killed);
  assert.equal(await reader.writes(/\/codings\//, () => reader.press("Enter")), 200);
  assert.equal(await reader.writes(/\/codings\//, () => reader.page.getByRole("button", { name: /^Done/ }).click()), 200);
}

interface Agreement {
  pairs: { a: string; b: string; fields: { field: string; percent: number }[] }[];
}

test("two coders code blindly, and their agreement is seen and settled", async () => {
  await admin(stage, "chief");
  const chief = await signIn(await stage.come(), "chief");
  await watched("coders, chief", chief, async () => {
    for (const name of ["anna", "ben"]) {
      await chief.send("POST", "users", { name, role: "coder", password: PASSWORD });
    }
    await chief.send("POST", "assignments", { reports: [REPORT], coders: ["anna", "ben"] });
    for (const [name, killed] of [["anna", "6"], ["ben", "8"]] as const) {
      const coder = await stage.come();
      await watched(`coders, ${name}`, coder, async () => code(await signIn(coder, name), killed));
      await coder.leave();
    }
    await chief.open("/agreement");
    const told = (await chief.page.locator("#main").textContent()) ?? "";
    assert.match(told, /anna/);
    assert.match(told, /ben/);
    const { pairs } = await chief.get<Agreement>("agreement?coders=anna,ben");
    const percent = Object.fromEntries((pairs[0]?.fields ?? []).map((field) => [field.field, field.percent]));
    assert.equal(percent["type"], 1);
    assert.equal(percent["killed"], 0);
    await chief.open(`/adjudicate/${REPORT}`);
    const settled = (await chief.page.locator("#main").textContent()) ?? "";
    assert.match(settled, /anna/);
    assert.match(settled, /ben/);
    await chief.page.locator("input[name='i1.f.killed']").fill("6");
    await chief.page.getByRole("button", { name: "Settle" }).click();
    await chief.page.waitForURL(/done=/);
    await chief.ready();
    const said = (await chief.page.locator("#notice").textContent()) ?? "";
    assert.match(said, /decision/, "what was settled stands in the log");
    const { state } = await chief.get<{ state: string }>(`reports/${REPORT}`);
    assert.equal(state, "coded");
  });
  await chief.leave();
});
