// What the tests of one file share: a desk over a casebook of their own, and a browser.

import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch } from "./chromium.ts";
import { type Desk, open } from "./program.ts";
import { type Looks, Reader } from "./reader.ts";

/** How a file's tests are set up. */
export interface Setting {
  /** Makes the desk; over the demo reports unless told. */
  desk?: () => Promise<Desk>;
  /** What Chromium is told besides. */
  flags?: readonly string[];
}

/** The desk and the browser of a file. */
export class Stage {
  #browser: Browser | undefined;
  #desk: Desk | undefined;

  constructor({ desk = open, flags = [] }: Setting = {}) {
    before(async () => {
      this.#desk = await desk();
      this.#browser = await launch(flags);
    });
    after(async () => {
      await this.#browser?.close();
      await this.#desk?.stop();
    });
  }

  /** A person comes to the desk. */
  async come(looks: Looks = {}): Promise<Reader> {
    if (this.#browser === undefined || this.#desk === undefined) {
      throw new Error("the desk or the browser did not start");
    }
    return Reader.come(this.#browser, this.#desk.address, looks);
  }

  /** A test with one reader, who must not have been led astray. */
  reading(name: string, act: (reader: Reader) => Promise<void>, looks: Looks = {}): void {
    test(name, async () => {
      const reader = await this.come(looks);
      await watched(name, reader, () => act(reader));
      await reader.leave();
    });
  }
}

/** Does something; where it fails, tells what the page noted and leaves a picture of it. */
export async function watched(name: string, reader: Reader, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const picture = path.join(tmpdir(), `annalist-failed-${name.replace(/\W+/g, "-").slice(0, 60)}.png`);
    await reader.page.screenshot({ path: picture, timeout: 20_000 }).catch(() => undefined);
    const notice = await reader.page.locator("#notice").textContent({ timeout: 2000 }).catch(() => null);
    const told = [error instanceof Error ? error.message : String(error), `at ${reader.page.url()}, picture in ${picture}`, notice?.trim() ?? "", ...reader.faults.splice(0)];
    throw new Error(told.filter((line) => line !== "").join("\n"), { cause: error });
  }
}
