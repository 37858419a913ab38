// Folding what needs no look: fields on which several accounts agree, and fields that nobody tells.

import { all, make } from "../dom.ts";
import type { Field } from "../fields.ts";

interface Told {
  report?: { accounts: { key: string; incident?: string | null; cells: { field: string; agreed?: boolean; supported?: boolean; decided?: boolean }[] }[] };
  form?: { fields: Field[] };
  context?: { incidents: { id: string; accounts: unknown[] }[] };
}

const opened = new Set<string>();

/** Folds the form of a fresh page, and gives the fields that the machine did not read a cell each. */
export function dress({ report, form, context }: Told): void {
  for (const set of all("#form fieldset[data-account]")) {
    const account = report?.accounts.find((one) => one.key === set.dataset["account"]);
    if (account === undefined) {
      continue;
    }
    const several = (context?.incidents.find((one) => one.id === account.incident)?.accounts.length ?? 1) > 1;
    const agreed = all(".cell[data-field]", set).filter((cell) => {
      const told = account.cells.find((one) => one.field === cell.dataset["field"]);
      return several && told?.agreed === true && told.supported !== false && told.decided !== true;
    });
    const last = all(".cell[data-field]", set).at(-1) ?? set.querySelector("legend");
    const untold = (form?.fields ?? []).filter((field) => account.cells.every((one) => one.field !== field.field));
    const folds = [fold(account.key, "agreed", "Agreed", agreed), fold(account.key, "untold", "Not told", untold.map((field) => empty(account.key, field)))];
    last?.after(...folds.filter((one) => one !== null));
    set.querySelector("details.more")?.toggleAttribute("hidden", true);
  }
}

function fold(account: string, kind: string, label: string, cells: HTMLElement[]): HTMLElement | null {
  if (cells.length === 0) {
    return null;
  }
  const names = cells.map((cell) => cell.querySelector(".label")?.textContent ?? "").join(", ");
  const made = make("details", { class: "agreed fold" }, make("summary", {}, `${label} (${cells.length}): `, make("span", { class: "hint" }, names)), ...cells);
  const name = `${account} ${kind}`;
  made.open = opened.has(name);
  made.addEventListener("toggle", () => (made.open ? opened.add(name) : opened.delete(name)));
  return made;
}

function empty(account: string, field: Field): HTMLElement {
  const id = `c-${account.replace(/^.*#/, "")}-${field.field}`.replace(/[^\p{Alphabetic}\p{N}]/gu, "-");
  return make(
    "div",
    { class: "cell untold", id, "data-account": account, "data-field": field.field, "data-spans": "" },
    make("span", { class: "label" }, field.label),
    " ",
    make("span", { class: "value none" }, "not told"),
  );
}

/** Opens the folds of an account, or folds them again. */
export function unfold(within: HTMLElement | null): void {
  const folds = within === null ? [] : all<HTMLDetailsElement>("details.fold", within);
  const open = folds.some((one) => !one.open);
  for (const one of folds) {
    one.open = open;
  }
}
