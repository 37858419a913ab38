// Reading from the desk's API and pages, and the one outbox through which everything is written.

import { byId, say, state } from "./dom.ts";
import { Outbox, type Outcome } from "./outbox.ts";

const KEY = "annalist.outbox";

/** Where the API lives. */
export function api(path: string): string {
  return `${document.documentElement.dataset["api"] ?? "/api/v1"}/${path}`;
}

let etag: string | null = state<{ etag: string }>().etag ?? null;

/** The only way in which this page writes. */
export const outbox = new Outbox({
  fetch: (path, init) => fetch(path, { ...init, credentials: "same-origin" }),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  load: () => read(),
  save: (text) => keep(text),
  csrf: () => document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "",
  etag: () => etag,
  heard: (fresh) => {
    etag = fresh;
  },
});

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(text: string | null): void {
  try {
    if (text === null) {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, text);
    }
  } catch {
    // Storage is full or forbidden: the page still holds the decisions until it is left, and asks before.
  }
}

/** Shows how many decisions wait, and asks before a page with unsent ones is left. */
export function watchOutbox(): void {
  const banner = document.createElement("p");
  banner.id = "outbox";
  banner.setAttribute("role", "alert");
  banner.hidden = true;
  byId("notice")?.after(banner);
  outbox.listen(({ waiting, trouble }) => {
    banner.hidden = trouble === null;
    banner.textContent = trouble === null ? "" : `${trouble} (${waiting} waiting)`;
  });
  addEventListener("beforeunload", (event) => {
    if (outbox.waiting > 0 && read() === null) {
      event.preventDefault();
    }
  });
  if (outbox.waiting > 0) {
    say(`Sending ${outbox.waiting} decisions that were made earlier.`);
    outbox.resume();
  }
}

/** Sends a write; what the casebook refuses is told to the reader. */
export async function write(method: "POST" | "PUT" | "DELETE", path: string, body: unknown, label: string): Promise<Outcome> {
  const outcome = await outbox.send({ method, path: api(path), body, label });
  if (!outcome.ok) {
    const signIn = outcome.status === 401 ? " Sign in again in another tab, then repeat it." : "";
    say(`Not done: ${label}. ${outcome.detail}${signIn}`, "trouble");
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
  const stamp = state<{ etag: string }>(fresh).etag;
  if (stamp !== undefined) {
    etag = stamp;
  }
  return fresh;
}
