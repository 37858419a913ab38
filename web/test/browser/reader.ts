// A person at the desk: a page that notes everything it should not have done.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export class Reader {
  /** Console errors, failed scripts and requests to elsewhere. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly address: string,
  ) {}

  /** Opens a window of its own, with cookies of its own. */
  static async come(browser: Browser, address: string, options: { dark?: boolean; width?: number } = {}): Promise<Reader> {
    const context = await browser.newContext({
      baseURL: address,
      viewport: { width: options.width ?? 1200, height: 860 },
      colorScheme: options.dark === true ? "dark" : "light",
      timezoneId: "Asia/Tokyo",
      locale: "en-GB",
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(Number(process.env["PATIENCE"] ?? 30_000));
    const reader = new Reader(page, context, address);
    page.on("console", (message) => {
      if (message.type() === "error") {
        reader.faults.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on("pageerror", (error) => reader.faults.push(`${page.url()}: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${address}/`) && !/^(data|blob|about):/.test(url)) {
        reader.faults.push(`asked elsewhere: ${url}`);
      }
    });
    return reader;
  }

  /** Goes to a page and waits until its scripts stand. */
  async open(where: string): Promise<void> {
    await this.page.goto(where);
    await this.ready();
  }

  /** Waits until the scripts of the page stand. */
  async ready(): Promise<void> {
    await this.page.waitForSelector("html[data-script='ready']");
  }

  /** Presses keys, one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** JSON of the desk's API, as this reader gets it. */
  async get<Answer>(path: string): Promise<Answer> {
    const response = await this.context.request.get(`/api/v1/${path}`);
    assert.ok(response.ok(), `${path}: ${response.status()}`);
    return (await response.json()) as Answer;
  }

  /** A write as the scripts make it. */
  async send(method: "POST" | "PUT", path: string, body: unknown): Promise<Record<string, unknown>> {
    const me = await this.get<{ csrf: string }>("me");
    const response = await this.context.request.fetch(`/api/v1/${path}`, {
      method,
      data: body,
      headers: { "X-CSRF-Token": me.csrf, "Content-Type": "application/json" },
    });
    assert.ok(response.ok(), `${path}: ${response.status()} ${await response.text()}`);
    return (await response.json().catch(() => ({}))) as Record<string, unknown>;
  }

  /** Fails where axe-core finds something serious on the page. */
  async usable(): Promise<void> {
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate(async () => {
      const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; help: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe;
      return (await axe.run()).violations;
    });
    const serious = found.filter((fault) => fault.impact === "serious" || fault.impact === "critical");
    const lines = serious.map((fault) => `${fault.id}: ${fault.help}\n    ${fault.nodes.slice(0, 4).map((node) => `${node.html.slice(0, 200)} — ${node.failureSummary.split("\n")[1]?.trim()}`).join("\n    ")}`);
    assert.deepEqual(lines, [], `${this.page.url()}:\n${lines.join("\n")}`);
  }

  /** Takes a picture for the manual, where `ANNALIST_SHOTS` asks for them. */
  async shot(name: string): Promise<void> {
    const folder = process.env["ANNALIST_SHOTS"];
    if (folder !== undefined) {
      const into = path.resolve(import.meta.dirname, "../../..", folder);
      mkdirSync(into, { recursive: true });
      await this.page.evaluate(() => scrollTo(0, 0));
      await this.page.screenshot({ path: path.join(into, `${name}.jpg`), type: "jpeg", quality: 62 });
    }
  }

  /** Ends, and fails where the pages did what they should not. */
  async leave(): Promise<void> {
    await this.context.close();
    assert.deepEqual(this.faults, []);
  }
}
