// The form of the open report: accounts, their cells, and which one is looked at.

import { all, byId, shown } from "../dom.ts";
import { pick } from "../text.ts";

/** An account of the form: `fieldset[data-account]`. */
export function accounts(): HTMLElement[] {
  return all("#form [data-account]").filter((element) => element.matches("fieldset"));
}

/** The cells that can be come to: of all accounts, without what is folded away. */
export function cells(): HTMLElement[] {
  return all("#form .cell[data-field]").filter(shown);
}

/** The cell that is looked at. */
export function current(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#form .cell[aria-current='true']");
}

/** The account of an element, by its key. */
export function accountOf(element: Element | null): string | null {
  return element?.closest<HTMLElement>("[data-account]")?.dataset["account"] ?? null;
}

/** Looks at a cell: focus, words in the text, and its codes. */
export function come(cell: HTMLElement | null): void {
  for (const other of all("#form .cell[aria-current]")) {
    if (other !== cell) {
      other.removeAttribute("aria-current");
      other.removeAttribute("tabindex");
    }
  }
  if (cell === null) {
    return;
  }
  cell.setAttribute("aria-current", "true");
  cell.tabIndex = -1;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest" });
  pick(cell);
  cell.dispatchEvent(new CustomEvent("desk:cell", { bubbles: true }));
}

/** Looks at the next or the previous cell, around the ends. */
export function step(by: 1 | -1): void {
  const list = cells();
  if (list.length === 0) {
    return;
  }
  const at = list.indexOf(current() as HTMLElement);
  const next = at === -1 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
  come(list[next] ?? null);
}

/** The first cell of the first account that waits for a decision; of the first account if none does. */
export function first(open: (account: string) => boolean, after?: string): HTMLElement | null {
  const sets = accounts();
  const from = after === undefined ? 0 : sets.findIndex((set) => set.dataset["account"] === after) + 1;
  const ordered = [...sets.slice(from), ...sets.slice(0, from)];
  const wanted = ordered.find((set) => open(set.dataset["account"] ?? "")) ?? (after === undefined ? sets[0] : undefined);
  const inside = wanted === undefined ? [] : all(".cell[data-field]", wanted).filter(shown);
  return inside[0] ?? null;
}

/** Whether the reader is within the merge cards. */
export function card(): HTMLElement | null {
  const element = document.activeElement;
  return element instanceof Element ? element.closest<HTMLElement>("article.card[data-a]") : null;
}

/** Looks at the next merge card; `false` where there is none. */
export function nextCard(): boolean {
  const list = all("article.card[data-a]", byId("context") ?? document).filter(shown);
  const at = list.indexOf(card() as HTMLElement);
  const next = list[(at + 1) % Math.max(list.length, 1)];
  if (next === undefined) {
    return false;
  }
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}
