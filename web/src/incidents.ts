// The page of incidents: one choice drives the table, the map and the timeline, and stands in the address bar.

import { getPage } from "./api.ts";
import { byId, say, state, swap, swapLoose } from "./dom.ts";
import { canDraw } from "./map/able.ts";
import { address, changed, chooseSame, DEFAULTS, tidy } from "./query.ts";

/** What is refreshed when the choice changes. */
const REGIONS = ["#facets", "#counts", "#list", "#pager", "#download"];

/** What the server draws where the browser cannot; refreshed with the rest then. */
const PICTURES = ["#map", "#timeline"];

/** Links within these change the choice and stay on the page. */
const LIVE = "#filter a, #main > p.active a, #facets a, #counts a, #list thead a, #pager a";

let query = tidy(new URLSearchParams(location.search));
let running: AbortController | null = null;
let drawings: Promise<Drawing[]> = Promise.resolve([]);

/** Starts the page; done when map and timeline stand, drawn or not yet. */
export async function start(): Promise<void> {
  const form = byId<HTMLFormElement>("filter");
  if (form === null) {
    return;
  }
  let typing: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void go(read(form), "push");
  });
  form.addEventListener("change", () => {
    clearTimeout(typing);
    void go(read(form), "push");
  });
  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && ["search", "text"].includes(event.target.type)) {
      clearTimeout(typing);
      typing = setTimeout(() => void go(read(form), "replace"), 400);
    }
  });
  document.addEventListener("click", follow);
  drawings = pictures({ query: () => query, choose });
  addEventListener("popstate", () => void go(tidy(new URLSearchParams(location.search)), "stay"));
  void draw();
  await drawings;
}

/** Narrows or widens the choice from the map or the timeline. */
function choose(changes: Record<string, string | null>): void {
  void go(changed(query, changes), "push");
}

/** The form's fields as parameters; what they do not ask for, such as facets and the sort order, is kept. */
function read(form: HTMLFormElement): URLSearchParams {
  const seen = [...form.elements].filter((element) => !(element instanceof HTMLInputElement && element.type === "hidden"));
  const names = new Set(seen.map((element) => element.getAttribute("name") ?? ""));
  const entries: [string, string][] = [...query].filter(([key]) => !names.has(key) && key !== "page");
  for (const [key, value] of new FormData(form)) {
    if (typeof value === "string" && names.has(key)) {
      entries.push([key, value]);
    }
  }
  return tidy(entries);
}

/** Puts the parameters into the form's fields, after going back or after a brush. */
function fill(form: HTMLFormElement): void {
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && (element.type === "checkbox" || element.type === "radio")) {
      element.checked = query.getAll(element.name).includes(element.value);
    } else if (element instanceof HTMLSelectElement && element.multiple) {
      for (const option of element.options) {
        option.selected = query.getAll(element.name).includes(option.value);
      }
    } else if (element instanceof HTMLSelectElement) {
      element.value = query.get(element.name) ?? DEFAULTS[element.name] ?? "";
    } else if (element instanceof HTMLInputElement && !["hidden", "submit", "button"].includes(element.type)) {
      element.value = query.getAll(element.name).join(", ");
    }
  }
}

function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(LIVE) : null;
  if (link === null || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }
  const target = new URL(link.href, location.href);
  if (target.origin === location.origin && target.pathname === location.pathname) {
    event.preventDefault();
    void go(tidy(target.searchParams), "push");
  }
}

/** Makes another choice the page's. */
async function go(next: URLSearchParams, history: "push" | "replace" | "stay"): Promise<void> {
  const before = query;
  if (next.toString() === before.toString() && history !== "stay") {
    return;
  }
  query = next;
  const here = address(location.pathname, next);
  if (history === "push") {
    window.history.pushState(null, "", here);
  } else if (history === "replace") {
    window.history.replaceState(null, "", here);
  }
  const form = byId<HTMLFormElement>("filter");
  if (form !== null && !form.contains(document.activeElement)) {
    fill(form);
  } else if (form !== null && history === "stay") {
    fill(form);
  }
  const redrawn = chooseSame(before, next) ? Promise.resolve() : draw();
  await Promise.all([refresh(here), redrawn]);
}

async function refresh(here: string): Promise<void> {
  running?.abort();
  const own = new AbortController();
  running = own;
  const main = byId("main");
  main?.setAttribute("aria-busy", "true");
  try {
    const fresh = await getPage(here, own.signal);
    const live = (await drawings).map((drawing) => drawing.region);
    if (own.signal.aborted) {
      return;
    }
    swap(fresh, [...REGIONS, ...PICTURES.filter((region) => !live.includes(region))]);
    swapLoose(fresh, "#main > p.active", byId("filter"));
    swapLoose(fresh, "#main > p.note", byId("counts"));
    if (document.title !== fresh.title) {
      document.title = fresh.title;
    }
    const list = state<{ list: { total: number; of: number } }>(fresh).list;
    if (fresh.documentElement.dataset["page"] === "error") {
      say(fresh.querySelector("#main p")?.textContent ?? "The desk could not read this choice.", "trouble");
    } else if (list !== undefined) {
      say(`${list.total.toLocaleString("en")} of ${list.of.toLocaleString("en")} incidents`);
    }
    document.dispatchEvent(new CustomEvent("desk:swapped"));
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) {
      say(`The list could not be fetched: ${error instanceof Error ? error.message : error}`, "trouble");
    }
    return;
  }
  main?.removeAttribute("aria-busy");
}

/** Draws map and timeline anew. */
async function draw(): Promise<void> {
  await Promise.all((await drawings).map((drawing) => drawing.show()));
}

/** What drives a map and a timeline. */
export interface Host {
  query(): URLSearchParams;
  choose?(changes: Record<string, string | null>): void;
}

/** A picture that follows the choice, in the place of the server's. */
export interface Drawing {
  region: string;
  show(): Promise<unknown>;
}

/** The page's map and timeline, where it has them and the browser can draw them; else the server's stay. */
export async function pictures(host: Host): Promise<Drawing[]> {
  const wanted: [string, (holder: HTMLElement) => Promise<{ show(): Promise<unknown> }>][] = [["timeline", async (holder) => new (await import("./timeline.ts")).Timeline(holder, host)]];
  if (canDraw()) {
    wanted.push(["map", async (holder) => mapOf(holder, host)]);
  }
  const found: Drawing[] = [];
  for (const [id, make] of wanted) {
    const holder = byId(id);
    if (holder === null) {
      continue;
    }
    try {
      const drawing = await make(holder);
      found.push({ region: `#${id}`, show: () => drawing.show() });
    } catch (error) {
      say(`The ${id} stays as the desk drew it: ${error instanceof Error ? error.message : error}`);
    }
  }
  return found;
}

async function mapOf(holder: HTMLElement, host: Host): Promise<{ show(): Promise<unknown> }> {
  const { mount } = await import("./map/map.ts");
  const live = mount(holder, host);
  (globalThis as { annalistMap?: unknown }).annalistMap = live.map;
  return live;
}
