// Keys on pages that have only buttons with keys: a key presses its button, or goes to what the button sends.

import { all, shown } from "./dom.ts";
import { isTyping } from "./keys.ts";

export function start(): void {
  document.addEventListener("keydown", (event) => {
    const typing = isTyping(event.target instanceof HTMLElement ? event.target : null);
    if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null) {
      return;
    }
    const near = event.target instanceof Element ? event.target.closest("article.card") : null;
    const button = all<HTMLButtonElement>("button[data-key]", near ?? document).find(
      (one) => one.dataset["key"] === event.key && shown(one) && !one.disabled && (near !== null || one.closest("article.card") === null),
    );
    if (button === undefined) {
      return;
    }
    event.preventDefault();
    const input = [...(button.form?.elements ?? [])].find((element) => element instanceof HTMLElement && element.matches("input:not([type='hidden']), textarea, select"));
    if (input instanceof HTMLElement) {
      input.focus();
    } else {
      button.click();
    }
  });
}
