// The desk's own dialogs: a note, the type of a new incident, the sheet of keys.

import { byId, make } from "../dom.ts";
import { type Code } from "../fields.ts";
import { codeAt } from "../keys.ts";

/** Asks for a line or two; `null` where the reader changes their mind. */
export function askText(title: string, label: string): Promise<string | null> {
  const area = make("textarea", { rows: "4", "aria-label": label, required: true });
  const save = make("button", { type: "submit", class: "main" }, "Save");
  return ask(title, [make("label", {}, label, area), hint("Ctrl+Enter saves, Escape leaves.")], [save], (form, done) => {
    form.addEventListener("submit", () => done(area.value.trim() === "" ? null : area.value.trim()));
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    area.focus();
  });
}

/** Asks for one of several codes, by digit or by button. */
export function askCode(title: string, about: string, codes: readonly Code[]): Promise<string | null> {
  let page = 0;
  const list = make("ol", { class: "codes" });
  return ask(title, [make("p", {}, about), list, hint("1–9 choose, 0 turns the page, Escape leaves.")], [], (form, done) => {
    const fill = () => {
      list.replaceChildren(
        ...codes.slice(page * 9, page * 9 + 9).map(({ code, name }, at) => {
          const button = make("button", { type: "button" }, make("kbd", {}, String(at + 1)), ` ${name}`);
          button.addEventListener("click", () => done(code));
          return make("li", {}, button);
        }),
      );
      list.querySelector("button")?.focus();
    };
    form.addEventListener("keydown", (event) => {
      if (!/^[0-9]$/.test(event.key)) {
        return;
      }
      event.preventDefault();
      const found = codeAt(codes.length, page, Number(event.key));
      if (found === null) {
        return;
      }
      if ("page" in found) {
        page = found.page;
        fill();
      } else {
        done(codes[found.pick]?.code ?? null);
      }
    });
    fill();
  });
}

function hint(text: string): HTMLElement {
  return make("p", { class: "hint" }, text);
}

function ask(
  title: string,
  body: HTMLElement[],
  buttons: HTMLElement[],
  ready: (form: HTMLFormElement, done: (value: string | null) => void) => void,
): Promise<string | null> {
  const cancel = make("button", { type: "button" }, "Leave");
  const form = make("form", { method: "dialog" }, make("h2", { id: "ask-title" }, title), ...body, make("p", { class: "buttons" }, ...buttons, cancel));
  const dialog = make("dialog", { class: "ask", "aria-labelledby": "ask-title" }, form);
  const back = document.activeElement;
  document.body.append(dialog);
  return new Promise((resolve) => {
    let value: string | null = null;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back instanceof HTMLElement) {
        back.focus({ preventScroll: true });
      }
      resolve(value);
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.showModal();
    ready(form, (chosen) => {
      value = chosen;
      dialog.close();
    });
  });
}

const MORE: [string, string][] = [
  ["0", "more codes, where there are more than nine"],
  ["t", "into the text: choose words by arrow keys, with Shift to take more"],
  ["f", "unfold the fields that are agreed or not told, or fold them"],
  ["Esc", "out of the text, an editor or a card"],
];

/** Shows or hides the sheet of keys. */
export function toggleSheet(): void {
  const sheet = byId<HTMLDialogElement>("keys");
  if (sheet === null) {
    return;
  }
  if (sheet.open) {
    sheet.close();
    return;
  }
  if (sheet.querySelector("[data-more]") === null) {
    const rows = MORE.flatMap(([key, text]) => [make("dt", { "data-more": "" }, make("kbd", {}, key)), make("dd", {}, text)]);
    (sheet.querySelector("dl") ?? sheet).append(...rows);
  }
  sheet.showModal();
}
