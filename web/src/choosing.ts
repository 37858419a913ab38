// Choosing words of the report with the keyboard: `t`, then arrow keys, Shift to stretch, Enter or Escape to go back.

import { byId, say } from "./dom.ts";
import { covered, type Cursor, sentences, sentenceStep, stepped, type Stretch, words } from "./words.ts";

let cursor: Cursor = { anchor: 0, head: 0 };
let places: Stretch[] = [];
let back: HTMLElement | null = null;

/** Goes into the text, to the words that are lit or to where the cursor was. */
export function enter(): void {
  const text = byId("text");
  if (text === null) {
    return;
  }
  const whole = text.textContent ?? "";
  places = words(whole, text.lang || document.documentElement.lang || "en");
  if (places.length === 0) {
    return;
  }
  back = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const lit = text.querySelector<HTMLElement>(".lit");
  if (lit !== null) {
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEndBefore(lit);
    const start = before.toString().length;
    const head = Math.max(0, places.findIndex((word) => word.end > start));
    cursor = { anchor: head, head };
  }
  cursor = stepped(cursor, 0, true, places.length);
  if (!text.hasAttribute("tabindex")) {
    text.tabIndex = 0;
  }
  text.focus({ preventScroll: true });
  choose(text);
  say("Choosing words: arrow keys, Shift to take more, s for evidence, i for a new incident, Escape to go back.");
}

/** Keys within the text. */
export function start(): void {
  byId("text")?.addEventListener("keydown", (event) => {
    const text = byId("text");
    if (text === null || event.target !== text || places.length === 0) {
      return;
    }
    const rtl = getComputedStyle(text).direction === "rtl" ? -1 : 1;
    switch (event.key) {
      case "ArrowRight":
      case "ArrowLeft":
        cursor = stepped(cursor, (event.key === "ArrowRight" ? 1 : -1) * rtl, event.shiftKey, places.length);
        break;
      case "ArrowDown":
      case "ArrowUp": {
        const head = sentenceStep(cursor.head, event.key === "ArrowDown" ? 1 : -1, places, sentences(text.textContent ?? "", "en"));
        cursor = { anchor: event.shiftKey ? cursor.anchor : head, head };
        break;
      }
      case "Enter":
      case "Escape":
        back?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
    if (document.activeElement === text) {
      choose(text);
    }
  });
}

/** Selects the words under the cursor. */
function choose(text: HTMLElement): void {
  const stretch = covered(cursor, places);
  const [from, to] = stretch === null ? [null, null] : [place(text, stretch.start), place(text, stretch.end)];
  if (from === null || to === null) {
    return;
  }
  getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  const near = from.node.parentElement?.getBoundingClientRect();
  const box = text.getBoundingClientRect();
  if (near !== undefined && (near.top < Math.max(box.top, 0) || near.bottom > Math.min(box.bottom, innerHeight))) {
    from.node.parentElement?.scrollIntoView({ block: "nearest" });
  }
}

/** The text node and offset at a place of the whole text. */
function place(text: HTMLElement, unit: number): { node: Text; offset: number } | null {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let [passed, last] = [0, null as Text | null];
  while (walker.nextNode() !== null) {
    const node = walker.currentNode as Text;
    if (unit <= passed + node.length) {
      return { node, offset: unit - passed };
    }
    passed += node.length;
    last = node;
  }
  return last === null ? null : { node: last, offset: last.length };
}
