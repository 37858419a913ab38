// The sentence of a figure, copied by a button. Without a script it stands in its field to be selected.

import { byId, say } from "./dom.ts";

export function start(): void {
  const [button, field] = [byId<HTMLButtonElement>("copy"), byId<HTMLTextAreaElement>("sentence")];
  if (button === null || field === null) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => void copy(field));
}

async function copy(field: HTMLTextAreaElement): Promise<void> {
  if (await written(field.value)) {
    say("The sentence is copied, with its footnote.");
    return;
  }
  // Some browsers give the clipboard to pages of their own machine alone: there it is selected, one key from being copied.
  field.focus();
  field.select();
  say("This browser does not let the page copy. The sentence is selected: press Ctrl+C, on a Mac ⌘C.", "trouble");
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard here, or it was refused.
    return false;
  }
}
