// Reading from the desk's API and pages, and the one outbox through which everything is written.

import { byId, make, say, state } from "./dom.ts";
import { Outbox, type Outcome, type Write } from "./outbox.ts";

const STORED = "annalist.outbox.";
const PAGE = "annalist.page.";
const me = state<{ me: { name: string; casebook: string } }>().me;

/** Where the API lives. */
export function api(path: string): string {
  return `${document.documentElement.dataset["api"] ?? "/api/v1"}/${path}`;
}

/** Storage is full or forbidden. */
let full = false;

/** The only way in which this page writes. */
export const outbox = new Outbox({
  fetch: (path, init) => fetch(path, { ...init, credentials: "same-origin" }),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  load: () => stored().map(([, text]) => text),
  save: (id, text) => {
    try {
      localStorage.setItem(STORED + id, text);
    } catch {
      // The page still holds the decisions until it is left, and asks before.
      full = true;
    }
  },
  drop: (id) => {
    try {
      localStorage.removeItem(STORED + id);
    } catch {
      // Nothing is stored then.
    }
  },
  csrf: () => document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "",
  reader: () => ({ name: me?.name ?? "", casebook: me?.casebook ?? "" }),
  now: () => Date.now(),
  name: random,
  alone: (work) => (locks() === null ? work() : navigator.locks.request("annalist.outbox", work)),
  page: here(),
  pages: async () => {
    const held = await locks()?.query();
    const names = held?.held?.map((lock) => lock.name ?? "") ?? null;
    return names === null ? null : new Set(names.filter((name) => name.startsWith(PAGE)).map((name) => name.slice(PAGE.length)));
  },
});

/** Locks that all pages of this desk share; browsers give them at this machine or over https. */
function locks(): LockManager | null {
  return (navigator as Partial<Navigator>).locks ?? null;
}

/** This page's name; a lock tells the others that it is open. */
function here(): string {
  const name = random();
  void locks()?.request(PAGE + name, () => new Promise(() => undefined));
  return name;
}

function random(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is stored, by key. */
function stored(): [string, string][] {
  try {
    return Object.entries(localStorage).filter((entry): entry is [string, string] => entry[0].startsWith(STORED));
  } catch {
    return [];
  }
}

/** Shows what waits and what was refused, and asks before a page with unsent decisions that could not be stored is left. */
export function watchOutbox(): void {
  if (me === undefined) {
    return;
  }
  const banner = make("p", { id: "outbox", role: "alert", hidden: true });
  const kept = make("section", { id: "outbox-kept", "aria-label": "Decisions that are not in the casebook", hidden: true });
  byId("notice")?.after(banner, kept);
  outbox.listen(({ waiting, trouble, refused, others }) => {
    banner.hidden = trouble === null;
    banner.textContent = trouble === null ? "" : waiting > 0 ? `${trouble} (${waiting} waiting)` : trouble;
    kept.hidden = refused.length === 0 && others.size === 0;
    kept.replaceChildren(...(refused.length > 0 ? [refusals(refused)] : []), ...[...others].map(([whose, count]) => make("p", {}, waits(whose, count))));
  });
  addEventListener("beforeunload", (event) => {
    if (full && outbox.waiting > 0) {
      event.preventDefault();
    }
  });
  void outbox.resume().then((left) => {
    if (left > 0) {
      say(left === 1 ? "Sending a decision that was made earlier." : `Sending ${left} decisions that were made earlier.`);
    }
  });
}

/** What was refused after its page was left: each with its reason, to be sent again or dismissed. */
function refusals(refused: readonly Write[]): HTMLElement {
  const lines = refused.map((write) => {
    const again = make("button", { type: "button", class: "quiet" }, "Send again");
    again.addEventListener("click", () => void outbox.again(write.id));
    const dismiss = make("button", { type: "button", class: "quiet" }, "Dismiss");
    dismiss.addEventListener("click", () => outbox.dismiss(write.id));
    const when = new Date(write.made);
    const time = make("time", { datetime: when.toISOString() }, when.toLocaleString());
    return make("li", {}, make("strong", { dir: "auto" }, write.label), " (", time, `): ${write.refused ?? ""} `, again, " ", dismiss);
  });
  return make("div", {}, make("p", {}, "Not done, though decided earlier:"), make("ul", {}, ...lines));
}

function waits(whose: string, count: number): string {
  const what = count === 1 ? "A decision" : `${count} decisions`;
  return `${what} of ${whose} ${count === 1 ? "waits" : "wait"} in this browser.`;
}

/** Sends a write; what the casebook refuses is told to the reader. */
export async function write(method: "POST" | "PUT" | "DELETE", path: string, body: unknown, label: string): Promise<Outcome> {
  const outcome = await outbox.send({ method, path: api(path), body, label });
  if (!outcome.ok) {
    say(`${outcome.kept ? "Not done yet" : "Not done"}: ${label}. ${outcome.detail}`, "trouble");
  }
  return outcome;
}

/** Gets JSON; an error says what the desk said. */
export async function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(path.startsWith("/") ? path : api(path), {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    signal: signal ?? null,
  });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new Error(problem.detail ?? `The desk answered ${response.status}.`);
  }
  return (await response.json()) as Answer;
}

/** The page that is shown, as it is now; `null` where the desk does not give it. The page is busy meanwhile. */
export async function anew(): Promise<Document | null> {
  const main = byId("main");
  main?.setAttribute("aria-busy", "true");
  const fresh = await getPage(location.href).catch(() => null);
  main?.removeAttribute("aria-busy");
  return fresh;
}

/** Gets a page as a document, without running anything in it. */
export async function getPage(address: string, signal?: AbortSignal): Promise<Document> {
  const response = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin", signal: signal ?? null });
  const text = await response.text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (!response.ok && fresh.documentElement.dataset["page"] === undefined) {
    throw new Error(`The desk answered ${response.status}.`);
  }
  return fresh;
}
