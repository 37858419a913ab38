// The page of one incident: its place on a map, and quotes that light up with the values they support.

import * as buttons from "./buttons.ts";
import { all, byId, say, state } from "./dom.ts";
import { canDraw } from "./map/able.ts";

interface Said {
  account: string;
  quotes: string[];
}

interface Shown {
  incident: {
    lat?: number;
    lon?: number;
    precision?: string;
    radius_km?: number | null;
    id?: string;
    title?: string;
    country?: string;
    fields: { field: string; said: Said[] }[];
  };
}

export async function start(): Promise<void> {
  buttons.start();
  tie();
  await map();
}

/** Pointing at a value, or coming to it, lights its words in the quotes; pointing at a quote, the values. */
function tie(): void {
  const fields = state<Shown>().incident?.fields ?? [];
  const cells = all("#fields td[data-account]");
  const quotesOf = (cell: HTMLElement): string[] => {
    const field = cell.closest<HTMLElement>("tr")?.dataset["field"];
    return fields.find((one) => one.field === field)?.said.find((said) => said.account === cell.dataset["account"])?.quotes ?? [];
  };
  const passages = (account: string | undefined) => all(`#quotes [data-account="${CSS.escape(account ?? "")}"] blockquote`);
  for (const cell of cells) {
    const quotes = quotesOf(cell);
    if (quotes.length > 0) {
      on(cell, (lit) => {
        cell.classList.toggle("lit", lit);
        light(lit ? passages(cell.dataset["account"]).flatMap((passage) => ranges(passage, quotes)) : []);
      });
    }
  }
  for (const passage of all("#quotes [data-account] blockquote")) {
    const account = passage.closest<HTMLElement>("[data-account]")?.dataset["account"];
    const own = cells.filter((cell) => cell.dataset["account"] === account && quotesOf(cell).some((quote) => (passage.textContent ?? "").includes(quote)));
    on(passage, (lit) => {
      for (const cell of own) {
        cell.classList.toggle("lit", lit);
      }
      light(lit ? own.flatMap((cell) => ranges(passage, quotesOf(cell))) : []);
    });
  }
}

function on(element: HTMLElement, act: (lit: boolean) => void): void {
  element.addEventListener("pointerenter", () => act(true));
  element.addEventListener("pointerleave", () => act(false));
  element.addEventListener("focusin", () => act(true));
  element.addEventListener("focusout", () => act(false));
}

/** Where the quotes stand in a passage. */
function ranges(passage: HTMLElement, quotes: readonly string[]): Range[] {
  const node = passage.firstChild;
  if (!(node instanceof Text)) {
    return [];
  }
  return quotes.flatMap((quote) => {
    const at = quote === "" ? -1 : node.data.indexOf(quote);
    if (at === -1) {
      return [];
    }
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + quote.length);
    return [range];
  });
}

/** Lights words up without touching the page, where the browser can. */
function light(found: Range[]): void {
  if (typeof CSS !== "undefined" && "highlights" in CSS) {
    CSS.highlights.set("words", new Highlight(...found));
  }
}

async function map(): Promise<void> {
  const holder = byId("map");
  const incident = state<Shown>().incident;
  if (holder === null || incident?.lat === undefined || incident.lon === undefined || !canDraw()) {
    return;
  }
  try {
    const { mount } = await import("./map/map.ts");
    const { one } = await import("./map/one.ts");
    const live = mount(holder, { query: () => new URLSearchParams() });
    await live.draw(one(incident));
    live.go(incident.lat, incident.lon, zoom(incident.radius_km ?? 5));
  } catch (error) {
    say(`The map stays as the desk drew it: ${error instanceof Error ? error.message : error}`);
  }
}

/** A zoom at which a disc of that radius is well in sight, and some of what lies around it. */
function zoom(radius: number): number {
  return Math.max(1, Math.min(5.5, 9.5 - Math.log2(Math.max(radius, 3))));
}
