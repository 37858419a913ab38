// An editor in a cell, and the row of codes under it.

import { all, byId, make } from "../dom.ts";
import { digitCodes, type Field, input } from "../fields.ts";

/** Opens an editor in a cell; resolves with the new value, `undefined` where the reader leaves it. */
export function edit(cell: HTMLElement, field: Field, value: string): Promise<string | null | undefined> {
  close(cell);
  const entry = input(field, value);
  const save = make("button", { type: "button", class: "main" }, "Save");
  const leave = make("button", { type: "button" }, "Leave");
  const editor = make("div", { class: "editor" }, entry, save, leave);
  cell.after(editor);
  entry.focus();
  if (entry instanceof HTMLInputElement) {
    entry.select();
  }
  return new Promise((resolve) => {
    const end = (result: string | null | undefined) => {
      editor.remove();
      resolve(result);
    };
    const done = () => end(entry.value.trim() === "" ? null : entry.value.trim());
    save.addEventListener("click", done);
    leave.addEventListener("click", () => end(undefined));
    editor.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === entry) {
        event.preventDefault();
        done();
      } else if (event.key === "Escape") {
        event.preventDefault();
        end(undefined);
        cell.focus({ preventScroll: true });
      }
      event.stopPropagation();
    });
  });
}

/** Takes away an editor that is open somewhere near. */
function close(cell: HTMLElement): void {
  for (const editor of all(".editor", cell.parentElement ?? cell)) {
    editor.remove();
  }
}

/** Shows the codes of a cell's field with their digits, nine at a time. */
export function showCodes(cell: HTMLElement, field: Field, page: number, choose: (code: string) => void): void {
  byId("codes")?.remove();
  const codes = digitCodes(field);
  if (codes.length === 0) {
    return;
  }
  const list = make("ol", { id: "codes", class: "codes", "aria-label": `Codes for ${field.label}` });
  for (const [at, { code, name }] of codes.slice(page * 9, page * 9 + 9).entries()) {
    const button = make("button", { type: "button", tabindex: "-1" }, make("kbd", {}, String(at + 1)), ` ${name}`);
    button.addEventListener("click", () => choose(code));
    list.append(make("li", {}, button));
  }
  if (codes.length > 9) {
    list.append(make("li", {}, make("span", { class: "hint" }, make("kbd", {}, "0"), " more")));
  }
  cell.after(list);
}
