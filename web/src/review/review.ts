// Reviewing one report with the keyboard: what each key does, and what it sends.
//
// A decision shows at once and is sent by the outbox. When the casebook has taken it, the page is fetched
// anew; when it refuses, the account is as before and the reason is told.

import { anew, outbox, write } from "../api.ts";
import { all, byId, say, state, swap } from "../dom.ts";
import * as choosing from "../choosing.ts";
import { codesOf, digitCodes, type Field, withCode } from "../fields.ts";
import { codeAt, type Command, command, isTyping } from "../keys.ts";
import { readSpans } from "../offsets.ts";
import { selected, start as startText } from "../text.ts";
import { judge } from "./cards.ts";
import { accountOf, accounts, card, cells, come, current, first, nextCard, step } from "./cells.ts";
import { askCode, askText, toggleSheet } from "./dialogs.ts";
import { edit, showCodes } from "./editor.ts";
import { dress, unfold } from "./folds.ts";

interface Cell {
  field: string;
  label: string;
  value: string;
  raw?: string;
  supported?: boolean;
}

interface Account {
  key: string;
  incident?: string | null;
  rejected: boolean;
  accepted: boolean;
  cells: Cell[];
}

interface State {
  report: { id: string; title: string; accounts: Account[]; versions?: { version: number }[] };
  form: { fields: Field[] };
  context: { incidents: { id: string; title: string; accounts: unknown[] }[]; next?: string | null; previous?: string | null };
  may: string[];
}

const REGIONS = ["#text", "#form", "#context", "#main > p.facts", "section[aria-labelledby='notes-head']"];

let page = 0;
/** Accounts decided on this page whose answer is not back yet. */
const under = new Set<string>();

export function start(): void {
  startText((cell) => {
    if (cell.closest("#form") !== null) {
      come(cell);
    }
  });
  choosing.start();
  dress(data());
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", clicked);
  document.addEventListener("desk:cell", (event) => {
    page = 0;
    codes(event.target as HTMLElement);
  });
  byId("form")?.addEventListener("click", (event) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>(".cell[data-field]") : null;
    if (cell !== null && !(event.target as Element).closest("button, a, input, select, textarea")) {
      come(cell);
    }
  });
  const wanted = new URLSearchParams(location.search).get("incident");
  const key = data().report?.accounts.find((account) => account.incident === wanted && open(account.key))?.key;
  const set = key === undefined ? undefined : accounts().find((other) => other.dataset["account"] === key);
  const cell = set === undefined ? first(open) : (all(".cell[data-field]", set).find((one) => cells().includes(one)) ?? first(open));
  if (location.hash === "") {
    come(cell);
  }
}

function data(): Partial<State> {
  return state<State>();
}

/** The version of the report whose words are chosen here. */
function version(): number | undefined {
  return data().report?.versions?.at(-1)?.version;
}

/** Whether an account waits for a decision. */
function open(key: string): boolean {
  const account = data().report?.accounts.find((one) => one.key === key);
  return account !== undefined && !account.accepted && !account.rejected && !under.has(key);
}

function pressed(event: KeyboardEvent): void {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const dialog = document.querySelector("dialog[open]");
  if (dialog !== null) {
    if (event.key === "?" && dialog.id === "keys") {
      event.preventDefault();
      toggleSheet();
    }
    return;
  }
  const typing = isTyping(target);
  if (event.key === "Escape" && card() !== null) {
    come(current() ?? first(open));
    return;
  }
  if (event.key === "f" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    unfold(accounts().find((set) => set.contains(current())) ?? byId("form"));
    return;
  }
  if (event.key === "t" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    choosing.enter();
    return;
  }
  const chosen = command(event, typing);
  const here = card();
  if (here !== null && !typing && chosen?.do !== "merge" && judge(here, event, refresh)) {
    return;
  }
  if (chosen !== null) {
    event.preventDefault();
    run(chosen);
  }
}

/** Buttons that show a key do what the key does. */
function clicked(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-key]") : null;
  if (button === null || button.closest("article.card, dialog") !== null || asks(button)) {
    return;
  }
  const chosen = command({ key: button.dataset["key"] ?? "" }, false);
  if (chosen === null) {
    return;
  }
  event.preventDefault();
  const own = button.closest<HTMLElement>(".cell[data-field]") ?? null;
  const set = button.closest<HTMLElement>("fieldset[data-account]");
  if (own !== null) {
    come(own);
  } else if (set !== null && current()?.closest("fieldset") !== set) {
    come(cells().find((cell) => set.contains(cell)) ?? null);
  }
  run(chosen, set?.dataset["account"]);
}

/** Whether the button sends a form that the reader fills in, and not only a decision. */
function asks(button: HTMLButtonElement): boolean {
  return button.form !== null && [...button.form.elements].some((element) => !element.matches("button, input[type='hidden']"));
}

function run(chosen: Command, account = accountOf(current())): void {
  switch (chosen.do) {
    case "field":
      step(chosen.step);
      break;
    case "report":
      void leave(chosen.step > 0 ? data().context?.next : data().context?.previous, chosen.step > 0 ? "last" : "first");
      break;
    case "sheet":
      toggleSheet();
      break;
    case "merge":
      if (!nextCard()) {
        say("Nothing here looks like another incident.");
      }
      break;
    case "undo":
      void undo();
      break;
    case "note":
      void note(account);
      break;
    case "incident":
      void incident();
      break;
    default:
      void onCell(chosen, account);
  }
}

/** What needs an account: accept, reject, edit, evidence, a code. */
async function onCell(chosen: Command, account: string | null | undefined): Promise<void> {
  if (account === null || account === undefined) {
    say("Nothing is chosen: n goes to a field.", "trouble");
    return;
  }
  const cell = current();
  if (chosen.do === "accept" || chosen.do === "reject") {
    await decide(chosen.do, account);
    return;
  }
  const field = fieldOf(cell);
  if (cell === null || field === undefined) {
    return;
  }
  if (chosen.do === "edit") {
    const value = await edit(cell, field, rawOf(account, field.field));
    if (value !== undefined) {
      await correct(cell, account, field, value);
    }
  } else if (chosen.do === "evidence") {
    await evidence(cell, account, field);
  } else if (chosen.do === "code") {
    const list = digitCodes(field);
    const found = codeAt(list.length, page, chosen.digit);
    if (found !== null && "page" in found) {
      page = found.page;
      codes(cell);
    } else if (found !== null) {
      await correct(cell, account, field, withCode(field, rawOf(account, field.field), list[found.pick]?.code ?? ""));
    }
  }
}

function fieldOf(cell: HTMLElement | null): Field | undefined {
  return data().form?.fields.find((field) => field.field === cell?.dataset["field"]);
}

/** What an account tells of, in words. */
function titleOf(account: string): string {
  const { report, context } = data();
  const id = report?.accounts.find((one) => one.key === account)?.incident;
  return context?.incidents.find((incident) => incident.id === id)?.title ?? account;
}

function rawOf(account: string, field: string): string {
  const cell = data().report?.accounts.find((one) => one.key === account)?.cells.find((one) => one.field === field);
  return cell?.raw ?? cell?.value ?? "";
}

/** Shows the codes of a cell that takes codes. */
function codes(cell: HTMLElement): void {
  const field = fieldOf(cell);
  const account = accountOf(cell);
  if (field === undefined || account === null) {
    byId("codes")?.remove();
    return;
  }
  showCodes(cell, field, page, (code) => void correct(cell, account, field, withCode(field, rawOf(account, field.field), code)));
}

/** Accepts the incident of an account, or rejects the account, and goes on to the next that waits. */
async function decide(verb: "accept" | "reject", account: string): Promise<void> {
  const set = accounts().find((other) => other.dataset["account"] === account);
  const title = titleOf(account);
  under.add(account);
  set?.setAttribute("data-saving", verb === "accept" ? "accepted" : "rejected");
  const next = first(open, account);
  if (next !== null) {
    come(next);
    say(`${verb === "accept" ? "Accepted" : "Rejected"}: ${title}`);
  } else {
    say(`${verb === "accept" ? "Accepted" : "Rejected"}: ${title}. All of this report is decided; j goes to the next.`);
  }
  const outcome = await write("POST", `decisions/${verb}`, { account }, `${verb} ${account}`);
  under.delete(account);
  if (!outcome.ok) {
    set?.removeAttribute("data-saving");
    const unsupported = outcome.problem["unsupported"];
    const field = Array.isArray(unsupported) ? String(unsupported[0]) : null;
    come((set !== undefined && field !== null ? set.querySelector<HTMLElement>(`.cell[data-field="${CSS.escape(field)}"]`) : null) ?? first((key) => key === account));
    return;
  }
  await refresh();
}

/** Gives a field another value, with the selected words or those it had. */
async function correct(cell: HTMLElement, account: string, field: Field, value: string | null): Promise<void> {
  const chosen = selected();
  const spans = chosen === null ? readSpans(cell.dataset["spans"]) : [chosen.span];
  cell.setAttribute("data-saving", value ?? "not told");
  cell.focus({ preventScroll: true });
  const outcome = await write("POST", "decisions/correct", { account, field: field.field, value, spans, version: version() }, `${field.label}: ${value ?? "not told"}`);
  cell.removeAttribute("data-saving");
  if (outcome.ok) {
    say(`${field.label}: ${value ?? "not told"}${value !== null && spans.length === 0 ? ". No words are behind it yet: select them and press s." : ""}`);
    getSelection()?.removeAllRanges();
    await refresh();
  } else if (outcome.status === 422) {
    const again = await edit(cell, field, value ?? "");
    if (again !== undefined) {
      await correct(cell, account, field, again);
    }
  }
}

/** Puts the selected words behind the value that stands; where none stands, they are the value. */
async function evidence(cell: HTMLElement, account: string, field: Field): Promise<void> {
  const chosen = selected();
  if (chosen === null) {
    say("Select the words first: with the mouse, or t and the arrow keys.", "trouble");
    return;
  }
  const raw = rawOf(account, field.field);
  if (raw !== "") {
    await correct(cell, account, field, raw);
    return;
  }
  const value = await edit(cell, field, codesOf(field).length > 0 ? "" : chosen.words);
  if (value !== undefined && value !== null) {
    cell.dataset["spans"] = `${chosen.span.start}-${chosen.span.end}`;
    await correct(cell, account, field, value);
  }
}

async function undo(): Promise<void> {
  const outcome = await write("POST", "decisions/undo", {}, "take back the last decision");
  if (outcome.ok) {
    const numbers = outcome.answer["decisions"];
    say(`Taken back${Array.isArray(numbers) && numbers.length > 0 ? ` (decision ${numbers.join(", ")})` : ""}.`);
    await refresh();
  }
}

async function note(account: string | null | undefined): Promise<void> {
  const about = account ?? data().report?.id;
  if (about === undefined) {
    return;
  }
  const text = await askText("Note", `A note about ${about}`);
  if (text === null) {
    return;
  }
  const outcome = await write("POST", "notes", { about, text }, "keep the note");
  if (outcome.ok) {
    say("Noted.");
    await refresh();
  }
}

/** A new incident from the selected words. */
async function incident(): Promise<void> {
  const chosen = selected();
  const report = data().report?.id;
  const type = data().form?.fields.find((field) => field.field === "type");
  if (chosen === null || report === undefined || type === undefined) {
    say("Select the words that tell of the incident first: with the mouse, or t and the arrow keys.", "trouble");
    return;
  }
  const code = await askCode("A new incident", `“${chosen.words}”`, codesOf(type));
  if (code === null) {
    return;
  }
  const body = { report, evidence: [chosen.span], fields: { type: code }, spans: { type: [chosen.span] }, version: version() };
  const outcome = await write("POST", "accounts", body, "make an incident of the selected words");
  if (outcome.ok) {
    await refresh();
    const key = outcome.answer["account"];
    come(first((account) => account === key) ?? current());
    say("A new incident: n goes to its fields, e and s fill them.");
  }
}

/** Fetches the page anew once nothing waits. */
async function refresh(): Promise<void> {
  if (outbox.waiting > 0) {
    return;
  }
  const at = current()?.id ?? null;
  const inCard = card();
  const fresh = await anew();
  if (fresh === null || outbox.waiting > 0) {
    return;
  }
  if (filling()) {
    document.addEventListener("focusout", () => setTimeout(() => void refresh()), { once: true });
    return;
  }
  swap(fresh, REGIONS);
  dress(data());
  document.dispatchEvent(new CustomEvent("desk:swapped"));
  if (inCard !== null && !nextCard()) {
    come(first(open));
    return;
  }
  if (inCard === null && document.activeElement?.closest(".editor, dialog, #text") == null) {
    come((at === null ? null : byId(at)) ?? first(open));
  }
}

/** Whether the reader is filling something in that a fresh form would take away. */
function filling(): boolean {
  return isTyping(document.activeElement instanceof HTMLElement && document.activeElement.closest("#form") !== null ? document.activeElement : null);
}

/** Goes to another report, after all decisions are in the casebook. */
async function leave(href: string | null | undefined, end: string): Promise<void> {
  if (href === null || href === undefined) {
    say(`This is the ${end} report of the queue.`);
    return;
  }
  if (outbox.waiting > 0) {
    say(`Waiting for ${outbox.waiting} decisions to be kept.`);
    await new Promise<void>((resolve) => outbox.listen(({ waiting }) => waiting === 0 && resolve()));
  }
  location.assign(href);
}
