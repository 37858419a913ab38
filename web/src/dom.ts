// Small things that every part of the desk does with the page.

/** The element of an id, of the kind that is expected there. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind | null {
  return document.getElementById(id) as Kind | null;
}

/** All elements that a selector finds, as an array. */
export function all<Kind extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): Kind[] {
  return [...within.querySelectorAll<Kind>(selector)];
}

/** What `make` sets: attributes, and children as text or elements. */
type Child = Node | string | null;

/** A new element. Text is set as text, never read as markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | boolean | null>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Tells the reader something, on the page and to screen readers. */
export function say(text: string, kind: "done" | "trouble" = "done"): void {
  const notice = byId("notice");
  if (notice === null) {
    return;
  }
  notice.dataset["kind"] = kind;
  notice.textContent = "";
  // A message that is the same twice is read out twice only if it comes anew.
  requestAnimationFrame(() => {
    notice.textContent = text;
  });
}

/** The page's kind, as the server names it. */
export function page(): string {
  return document.documentElement.dataset["page"] ?? "";
}

/** What the server put into the page as JSON. */
export function state<State>(within: Document = document): Partial<State> {
  try {
    return JSON.parse(within.getElementById("state")?.textContent ?? "{}") as Partial<State>;
  } catch {
    return {};
  }
}

/** Whether the element can be seen and come to. */
export function shown(element: HTMLElement): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}

/**
 * Puts the contents of the same elements of a freshly fetched page in the place of these, and keeps the focus.
 * Regions are named by selectors of which each finds at most one element.
 */
export function swap(fresh: Document, regions: readonly string[]): void {
  const focused = focusPath();
  for (const region of regions) {
    const [here, there] = [document.querySelector<HTMLElement>(region), fresh.querySelector<HTMLElement>(region)];
    if (here === null || there === null || here.innerHTML === there.innerHTML) {
      continue;
    }
    const scrolled = here.scrollTop;
    const folds = all<HTMLDetailsElement>("details", here).map((details) => [foldName(details), details.open] as const);
    here.replaceChildren(...[...there.childNodes].map((node) => document.importNode(node, true)));
    const was = new Map(folds);
    for (const details of all<HTMLDetailsElement>("details", here)) {
      details.open = was.get(foldName(details)) ?? details.open;
    }
    here.scrollTop = scrolled;
  }
  const stateHere = byId("state");
  const stateThere = fresh.getElementById("state");
  if (stateHere !== null && stateThere !== null) {
    stateHere.textContent = stateThere.textContent;
  }
  if (focused !== null && (document.activeElement === null || document.activeElement === document.body)) {
    document.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
  }
}

/** What a fold is called: its id, or its first line. */
function foldName(details: HTMLDetailsElement): string {
  return details.id !== "" ? details.id : (details.querySelector("summary")?.textContent ?? "");
}

/** The same for elements that are there only at times: all that the selector finds, put behind `after`. */
export function swapLoose(fresh: Document, selector: string, after: Element | null): void {
  for (const element of all(selector)) {
    element.remove();
  }
  after?.after(...all(selector, fresh).map((element) => document.importNode(element, true)));
}

/** A selector that finds the focused element again in a page like this one. */
function focusPath(): string | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) {
    return null;
  }
  if (element.id !== "") {
    return `#${CSS.escape(element.id)}`;
  }
  const name = element.getAttribute("name");
  if (name !== null) {
    const value = element.getAttribute("value");
    return `${element.tagName}[name="${CSS.escape(name)}"]${value === null ? "" : `[value="${CSS.escape(value)}"]`}`;
  }
  const href = element.getAttribute("href");
  return href === null ? null : `a[href="${CSS.escape(href)}"]`;
}
