// Merge cards: two incidents side by side, and one key for what they are to each other.

import { anew, write } from "../api.ts";
import { all, say, shown, swap } from "../dom.ts";
import { command, isTyping, type Pressed } from "../keys.ts";
import { toggleSheet } from "./dialogs.ts";

const SAID: Readonly<Record<string, string>> = {
  same: "One incident",
  part_of: "The first is part of the second",
  part_of_other: "The second is part of the first",
  follow_up: "The first follows from the second",
  follow_up_other: "The second follows from the first",
  different: "Two incidents",
  unsure: "Not sure; the card goes to the end",
};

/** Judges a card by one of its keys; `false` where the key is none of them. */
export function judge(card: HTMLElement, event: Pressed & { preventDefault?(): void }, then: () => Promise<void>): boolean {
  if (event.ctrlKey === true || event.metaKey === true || event.altKey === true || event.repeat === true) {
    return false;
  }
  const button = all<HTMLButtonElement>("button[name='verdict'][data-key]", card).find((one) => one.dataset["key"] === event.key);
  if (button === undefined) {
    return false;
  }
  event.preventDefault?.();
  void send(card, button.value, then);
  return true;
}

/** Sends a verdict; the card is grey until the casebook has taken it. */
export async function send(card: HTMLElement, verdict: string, then: () => Promise<void>): Promise<void> {
  const { a, b } = card.dataset;
  card.setAttribute("data-saving", verdict);
  say(SAID[verdict] ?? verdict);
  const outcome = await write("POST", "candidates", { a, b, verdict, note: null }, SAID[verdict] ?? verdict);
  card.removeAttribute("data-saving");
  if (outcome.ok) {
    await then();
  } else {
    card.focus();
  }
}

/** The page of candidates: n, p, j and k walk from card to card, the cards' own keys judge. */
export function start(): void {
  const list = () => all("article.card[data-a]").filter(shown);
  const come = (card: HTMLElement | undefined) => {
    if (card !== undefined) {
      card.tabIndex = -1;
      card.focus();
      card.scrollIntoView({ block: "nearest" });
    }
  };
  const here = () => document.activeElement?.closest<HTMLElement>("article.card[data-a]") ?? null;
  const refresh = async () => {
    const at = Math.max(list().indexOf(here() as HTMLElement), 0);
    const fresh = await anew();
    if (fresh === null) {
      return;
    }
    swap(fresh, ["#cards", "#pager", "#main > p"]);
    document.dispatchEvent(new CustomEvent("desk:swapped"));
    const left = list();
    come(left[Math.min(at, left.length - 1)]);
    if (left.length === 0) {
      say("No cards are left.");
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("article.card button[name='verdict']") : null;
    const card = button?.closest<HTMLElement>("article.card[data-a]");
    if (button !== null && card !== null && card !== undefined) {
      event.preventDefault();
      void send(card, button.value, refresh);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = isTyping(event.target instanceof HTMLElement ? event.target : null);
    if (typing || document.querySelector("dialog[open]") !== null) {
      return;
    }
    const card = here();
    if (card !== null && judge(card, event, refresh)) {
      return;
    }
    const chosen = command(event, typing);
    const cards = list();
    const by = chosen === null ? 0 : chosen.do === "merge" ? 1 : "step" in chosen ? chosen.step : 0;
    if (by !== 0) {
      const at = cards.indexOf(card as HTMLElement);
      come(cards[at === -1 ? 0 : Math.max(0, Math.min(cards.length - 1, at + by))]);
    } else if (chosen?.do === "undo") {
      void write("POST", "decisions/undo", {}, "take back the last decision").then(async (outcome) => {
        if (outcome.ok) {
          say("Taken back.");
          await refresh();
        }
      });
    } else if (chosen?.do === "sheet") {
      toggleSheet();
    } else {
      return;
    }
    event.preventDefault();
  });
  come(list()[0]);
}
