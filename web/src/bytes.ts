// Inputs that take words as bytes: they light the words up, and take what is selected in the text.

import { all, byId, make, say } from "./dom.ts";
import { readSpans } from "./offsets.ts";
import { light, selected } from "./text.ts";

const INPUTS = "input[name='spans'], input[name*='.s.'], input[name$='.evidence']:not([type='hidden'])";

export function start(): void {
  if (byId("text") === null) {
    return;
  }
  dress();
  document.addEventListener("desk:swapped", dress);
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.matches(INPUTS)) {
      light(readSpans(event.target.value));
    }
  });
}

function dress(): void {
  for (const input of all<HTMLInputElement>(INPUTS)) {
    if (input.dataset["dressed"] !== undefined) {
      continue;
    }
    input.dataset["dressed"] = "";
    const take = make("button", { type: "button", class: "quiet take" }, "Take selected words");
    // Pressing a button takes the selection away in some browsers; this keeps it.
    take.addEventListener("pointerdown", (event) => event.preventDefault());
    take.addEventListener("click", () => {
      const found = selected();
      if (found === null) {
        say("Select the words in the text first.", "trouble");
        return;
      }
      input.value = `${found.span.start}-${found.span.end}`;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      light([found.span], false);
    });
    (input.closest("label") ?? input).after(take);
  }
}
