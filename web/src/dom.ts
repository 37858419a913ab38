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

/** Puts the contents of the same elements of a freshly fetched page in the place of these, and keeps the focus. */
export function swap(fresh: Document, ids: readonly string[]): void {
  const focused = focusPath();
  for (const id of ids) {
    const [here, there] = [byId(id), fresh.getElementById(id)];
    if (here === null || there === null || here.innerHTML === there.innerHTML) {
      continue;
    }
    const scrolled = here.scrollTop;
    const open = all<HTMLDetailsElement>("details[open][id]", here).map((details) => details.id);
    here.replaceChildren(...[...there.childNodes].map((node) => document.importNode(node, true)));
    for (const name of open) {
      byId<HTMLDetailsElement>(name)?.setAttribute("open", "");
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
