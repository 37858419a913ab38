// A person at the desk: a page that notes everything it should not have done.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How long a page may take for one step before a test gives up: long, because machines that test are often busy. */
const PATIENCE = Number(process.env["PATIENCE"] ?? 120_000);

/** How a reader looks at the desk. */
export interface Looks {
  dark?: boolean;
  /** Of the window, in pixels. */
  width?: number;
  /** False where the browser runs no scripts. */
  script?: boolean;
}

export class Reader {
  /** Console errors, failed scripts and requests to elsewhere. */
  readonly faults: string[] = [];
  /** Statuses of refusals that a test brings about; the browser itself notes each as an error. */
  readonly #expected = new Set<string>();

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly address: string,
  ) {}

  /** Opens a window of its own, with cookies of its own. */
  static async come(browser: Browser, address: string, looks: Looks = {}): Promise<Reader> {
    const context = await browser.newContext({
      baseURL: address,
      viewport: { width: looks.width ?? 1200, height: 860 },
      colorScheme: looks.dark === true ? "dark" : "light",
      timezoneId: "Asia/Tokyo",
      locale: "en-GB",
      reducedMotion: "reduce",
      javaScriptEnabled: looks.script !== false,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const reader = new Reader(page, context, address);
    page.on("console", (message) => {
      const refused = /(?:status of (\d+)|(net::ERR_CONNECTION_REFUSED))/.exec(message.text());
      if (message.type() === "error" && !reader.#expected.has(refused?.[1] ?? refused?.[2] ?? "")) {
        reader.faults.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on("pageerror", (error) => reader.faults.push(`${page.url()}: ${error.message}`));
    page.on("dialog", (dialog) => {
      reader.faults.push(`${page.url()}: a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    // Of the whole window, with its workers.
    context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${address}/`) && !/^(data|blob|about):/.test(url)) {
        reader.faults.push(`asked elsewhere: ${url}`);
      }
    });
    return reader;
  }

  /** Goes to a page and waits until its scripts stand and its pictures are drawn. */
  async open(where: string): Promise<void> {
    await this.page.goto(where);
    await this.ready();
  }

  /** Waits until the scripts of the page stand, its pictures are drawn, and nothing is on its way. */
  async ready(): Promise<void> {
    const awaited = (wanted: string) => {
      const scripted = document.querySelector("script[src='/assets/desk.js']") !== null;
      const busy = document.querySelector("[aria-busy='true'], [data-saving], .live-map:not([data-shown]), .live-map:not([data-still])");
      // Of this reader, and not refused.
      const { me } = JSON.parse(document.getElementById("state")?.textContent ?? "{}") as { me?: { name: string } };
      const unsent = Object.entries(localStorage).some(([key, text]) => {
        const write = key.startsWith("annalist.outbox.") ? (JSON.parse(String(text)) as { by: string; refused?: string }) : null;
        return write !== null && write.by === me?.name && write.refused === undefined;
      });
      const plots = [...document.querySelectorAll("#timeline .plot")].every((plot) => plot.childElementCount > 0);
      const found =
        document.readyState !== "complete"
          ? "the page to load"
          : scripted && document.documentElement.dataset["script"] !== "ready"
            ? "the scripts to stand"
            : busy !== null
              ? (busy.cloneNode(false) as Element).outerHTML
              : !plots
                ? "the timeline"
                : unsent
                  ? "the outbox to be empty"
                  : "nothing";
      return wanted === "" ? found : found === wanted;
    };
    await this.page.waitForFunction(awaited, "nothing").catch(async (error: unknown) => {
      throw new Error(`waited for ${await this.page.evaluate(awaited, "")}`, { cause: error });
    });
  }

  /** Presses keys, one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Does something that writes, and waits for the desk's answer and for the page to show it. Gives the status. */
  async writes(where: RegExp, act: () => Promise<unknown>): Promise<number> {
    const answered = this.page.waitForResponse((response) => where.test(new URL(response.url()).pathname) && response.request().method() !== "GET");
    await act();
    const status = (await answered).status();
    await this.ready();
    return status;
  }

  /** Refusals of this kind are part of the test: a status, or `net::ERR_…`. */
  expects(refusal: number | string): void {
    this.#expected.add(String(refusal));
  }

  /** JSON of the desk's API, as this reader gets it. */
  async get<Answer>(path: string): Promise<Answer> {
    const response = await this.context.request.get(`/api/v1/${path}`, { timeout: PATIENCE });
    assert.ok(response.ok(), `${path}: ${response.status()}`);
    return (await response.json()) as Answer;
  }

  /** A write as the scripts make it. */
  async send(method: "POST" | "PUT", path: string, body: unknown): Promise<Record<string, unknown>> {
    if (!this.page.url().startsWith(this.address)) {
      await this.open("/log");
    }
    const answer = await this.page.evaluate(
      async ([how, where, sent]) => {
        const csrf = document.querySelector<HTMLMetaElement>("meta[name='csrf']")?.content ?? "";
        const response = await fetch(`/api/v1/${where}`, { method: how, body: JSON.stringify(sent), headers: { "X-CSRF-Token": csrf, "Content-Type": "application/json" } });
        return { ok: response.ok, status: response.status, text: await response.text() };
      },
      [method, path, body] as const,
    );
    assert.ok(answer.ok, `${path}: ${answer.status} ${answer.text}`);
    return answer.text === "" ? {} : (JSON.parse(answer.text) as Record<string, unknown>);
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

  /** Fails where the page is wider than the window. */
  async fits(): Promise<void> {
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${this.page.url()} is ${wide} pixels too wide`);
  }

  /** Takes a picture for the manual, where `ANNALIST_SHOTS` asks for them. */
  async shot(name: string): Promise<void> {
    const folder = process.env["ANNALIST_SHOTS"];
    if (folder !== undefined) {
      const into = path.resolve(import.meta.dirname, "../../..", folder);
      mkdirSync(into, { recursive: true });
      await this.page.evaluate(() => scrollTo(0, 0));
      if (process.env["ANNALIST_SHOTS_AS"] === "png") {
        await this.page.screenshot({ path: path.join(into, `${name}.png`) });
      } else {
        await this.page.screenshot({ path: path.join(into, `${name}.jpg`), type: "jpeg", quality: 70 });
      }
    }
  }

  /** Ends, and fails where the pages did what they should not. */
  async leave(): Promise<void> {
    await this.context.close();
    assert.deepEqual(this.faults, []);
  }
}
