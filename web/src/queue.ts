// The list of what waits for review: j and k walk through it, Enter opens.

import { all, say, shown } from "./dom.ts";
import { command, isTyping } from "./keys.ts";
import { toggleSheet } from "./review/dialogs.ts";

export function start(): void {
  const rows = () => all("#queue tr[data-href]").filter(shown);
  const come = (row: HTMLElement | undefined) => {
    const link = row?.querySelector<HTMLElement>("a[href]");
    link?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    const chosen = command(event, isTyping(event.target instanceof HTMLElement ? event.target : null));
    if (chosen === null || (document.querySelector("dialog[open]") !== null && chosen.do !== "sheet")) {
      return;
    }
    if (chosen.do === "report" || chosen.do === "field") {
      const list = rows();
      const at = list.findIndex((row) => row.contains(document.activeElement));
      come(list[at === -1 ? 0 : Math.max(0, Math.min(list.length - 1, at + chosen.step))]);
      if (list.length === 0) {
        say("Nothing waits for review.");
      }
    } else if (chosen.do === "sheet") {
      toggleSheet();
    } else {
      return;
    }
    event.preventDefault();
  });
}
