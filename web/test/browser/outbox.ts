// Decisions that get lost on their way, or wait for somebody: each comes to the casebook once, under its author's name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { admin, PASSWORD, signIn } from "./people.ts";
import type { Reader } from "./reader.ts";
import { Stage, watched } from "./setup.ts";

const stage = new Stage();

interface Log {
  items: { text: string; by: string }[];
  total: number;
}

async function decisions(reader: Reader): Promise<number> {
  return (await reader.get<Log>("decisions")).total;
}

/** Waits until there are so many decisions. */
async function until(reader: Reader, total: number): Promise<void> {
  for (let tries = 0; (await decisions(reader)) !== total; tries += 1) {
    assert.ok(tries < 200, `there are ${await decisions(reader)} decisions, not ${total}`);
    await reader.page.waitForTimeout(100);
  }
}

async function review(reader: Reader, report: string): Promise<void> {
  await reader.open(`/review/${report}`);
  await reader.page.waitForSelector(".cell[aria-current='true']");
}

const DECIDES = /\/decisions\/(accept|reject)$/;

/** Rejects an account of a report while the desk cannot be reached, and leaves. */
async function leftBehind(reader: Reader, report: string): Promise<void> {
  reader.expects("net::ERR_CONNECTION_REFUSED");
  await review(reader, report);
  await reader.page.route(DECIDES, (route) => route.abort("connectionrefused"));
  await reader.press("x");
  await reader.page.waitForSelector("#outbox:not([hidden])");
  await reader.page.goto("about:blank");
  await reader.page.unroute(DECIDES);
}

stage.reading("a page that is left before the answer is there decides once", async (reader) => {
  await review(reader, "claim-herat");
  const before = await decisions(reader);
  // The desk has done it, and its answer does not come.
  await reader.page.route(DECIDES, async (route) => void (await route.fetch()), { times: 1 });
  await reader.press("x");
  await until(reader, before + 1);
  await reader.open("/incidents");
  assert.equal(await decisions(reader), before + 1);
  await review(reader, "wire-herat");
  assert.equal(await decisions(reader), before + 1);
});

stage.reading("what one tab sends, another that is opened meanwhile leaves to it", async (reader) => {
  reader.expects(503);
  await review(reader, "threat-mogadishu");
  const before = await decisions(reader);
  let busy = true;
  let sent = 0;
  await reader.context.route(DECIDES, async (route) => {
    sent += busy ? 0 : 1;
    return busy ? route.fulfill({ status: 503, contentType: "application/problem+json", body: "{}" }) : route.continue();
  });
  await reader.press("x");
  await reader.page.waitForSelector("#outbox:not([hidden])");
  const tab = await reader.context.newPage();
  await tab.goto("/reports");
  await tab.waitForFunction(() => document.documentElement.dataset["script"] === "ready");
  await tab.waitForTimeout(500);
  busy = false;
  await reader.ready();
  await tab.waitForTimeout(500);
  assert.equal(await decisions(reader), before + 1);
  assert.equal(sent, 1);
  await tab.close();
});

stage.reading("what is refused when its page is gone is kept with the reason until it is dismissed", async (reader) => {
  reader.expects(409);
  reader.expects("net::ERR_CONNECTION_REFUSED");
  await review(reader, "plot-hamburg");
  await reader.page.route(DECIDES, (route) => route.abort("connectionrefused"));
  const account = await reader.page.locator("#form fieldset[data-account]").first().getAttribute("data-account");
  await reader.press("a");
  await reader.page.waitForSelector("#outbox:not([hidden])");
  await reader.page.goto("about:blank");
  await reader.page.unroute(DECIDES);
  const somebody = await stage.come();
  await somebody.send("POST", "decisions/reject", { account });
  await somebody.leave();
  const before = await decisions(reader);
  await reader.open("/incidents");
  const kept = reader.page.locator("#outbox-kept li");
  await kept.waitFor();
  assert.match((await kept.textContent()) ?? "", /accept plot-hamburg#.*was rejected; undo that first/);
  await reader.usable();
  // It stays, and is not sent by itself.
  await reader.open("/log");
  await kept.waitFor();
  await reader.page.getByRole("button", { name: "Dismiss" }).press("Enter");
  await kept.waitFor({ state: "detached" });
  await reader.open("/incidents");
  assert.equal(await kept.count(), 0);
  assert.equal(await decisions(reader), before);
});

test("what one person left behind does not go out under the name of the next", async () => {
  await admin(stage, "chief");
  const chief = await signIn(await stage.come(), "chief");
  for (const name of ["rita", "rex"]) {
    await chief.send("POST", "users", { name, role: "reviewer", password: PASSWORD });
  }
  const before = await decisions(chief);
  const browser = await stage.come();
  await watched("outbox, two people", browser, async () => {
    await signIn(browser, "rita");
    await leftBehind(browser, "drones-erbil");
    await browser.context.clearCookies();
    await signIn(browser, "rex");
    await browser.open("/incidents");
    assert.match((await browser.page.locator("#outbox-kept").textContent()) ?? "", /A decision of rita waits/);
    await browser.page.waitForTimeout(1000);
    assert.equal(await decisions(chief), before);
    await browser.context.clearCookies();
    await signIn(browser, "rita");
    await until(chief, before + 1);
    assert.equal((await chief.get<Log>("decisions")).items[0]?.by, "rita");
  });
  await browser.leave();
  await chief.leave();
});
