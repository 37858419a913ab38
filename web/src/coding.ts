// Coding a report by oneself (blind double coding): incidents and values from selected words, kept as one goes.
//
// The whole coding is sent after every change; `u` goes back as many steps as were made on this page.

import { outbox, write } from "./api.ts";
import * as choosing from "./choosing.ts";
import { byId, make, say, state } from "./dom.ts";
import { type Code, codesOf, digitCodes, type Field, withCode } from "./fields.ts";
import { codeAt, type Command, command, isTyping } from "./keys.ts";
import type { Span } from "./offsets.ts";
import { card, cells, come, current, step } from "./review/cells.ts";
import { askCode, toggleSheet } from "./review/dialogs.ts";
import { edit, showCodes } from "./review/editor.ts";
import { light, selected, start as startText } from "./text.ts";

/** A value and the words behind it. */
interface Coded {
  value: string;
  spans: Span[];
}

interface Incident {
  id: string;
  evidence: Span[];
  fields: Record<string, Coded>;
}

interface Coding {
  report: { id: string; text: string; versions?: { version: number }[] };
  state: "open" | "done";
  changed: string;
  incidents: Incident[];
  form: { fields: Field[] };
}

let report = "";
let version: number | undefined;
/** When the coding that this page showed first was changed last. */
let seen = "";
let fields: Field[] = [];
let incidents: Incident[] = [];
let before: string[] = [];
let page = 0;
let text = "";

export function start(): void {
  const coding = state<Coding>();
  const form = byId("form");
  if (form === null || coding.report === undefined || coding.form === undefined || coding.incidents === undefined) {
    return;
  }
  [report, fields, incidents, text] = [coding.report.id, coding.form.fields, coding.incidents, coding.report.text];
  version = coding.report.versions?.at(-1)?.version;
  seen = coding.changed ?? "";
  startText();
  choosing.start();
  if (coding.state === "done") {
    return;
  }
  draw(form);
  document.addEventListener("keydown", pressed);
  document.addEventListener("desk:cell", (event) => {
    page = 0;
    codes(event.target as HTMLElement);
  });
  come(cells()[0] ?? null);
}

/** Draws the form in the place of the server's. */
function draw(form: HTMLElement): void {
  const at = current()?.id;
  const sets = incidents.map((incident, number) =>
    make(
      "fieldset",
      { "data-account": incident.id },
      make("legend", {}, `Incident ${number + 1}${name(incident)}`),
      make("p", { class: "evidence" }, words(incident.evidence)),
      ...fields.map((field) => cell(incident, field)),
    ),
  );
  const add = button("i", "New incident from selected text", "main", () => void begin());
  const back = button("u", "Undo", "quiet", undo);
  const keys = button("?", "Keys", "quiet", toggleSheet);
  const done = make("button", { type: "button", class: "main" }, incidents.length === 0 ? "Done: nothing here" : "Done: everything is coded");
  done.addEventListener("click", () => void finish());
  form.replaceChildren(make("p", { class: "buttons" }, add, back, keys, done), ...sets);
  const cellThere = at === undefined ? null : byId(at);
  if (cellThere !== null) {
    come(cellThere);
  }
}

function button(key: string, label: string, kind: "main" | "quiet", act: () => void): HTMLElement {
  const made = make("button", { type: "button", class: kind, "data-key": key }, make("kbd", {}, key), ` ${label}`);
  made.addEventListener("click", act);
  return made;
}

function name(incident: Incident): string {
  const code = incident.fields["type"]?.value;
  const type = fields.find((field) => field.field === "type");
  const found = type === undefined ? undefined : codesOf(type).find((one) => one.code === code);
  return code === undefined ? "" : `: ${found?.name ?? code}`;
}

function cell(incident: Incident, field: Field): HTMLElement {
  const coded = incident.fields[field.field];
  const spans = coded?.spans ?? [];
  const unsupported = coded !== undefined && spans.length === 0;
  const made = make(
    "div",
    {
      class: `cell${unsupported ? " unsupported" : ""}${coded === undefined ? " untold" : ""}`,
      id: `c-${incident.id}-${field.field}`,
      "data-account": incident.id,
      "data-field": field.field,
      "data-spans": spans.map(({ start: from, end }) => `${from}-${end}`).join(" "),
    },
    make("span", { class: "label" }, field.label),
    " ",
    make("span", { class: "value" }, coded === undefined ? "not told" : shownValue(field, coded.value)),
    unsupported ? make("span", { class: "badge" }, "no words behind it") : null,
  );
  made.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.closest("button, input, select") === null) {
      come(made);
    }
  });
  return made;
}

function shownValue(field: Field, value: string): string {
  const list: Code[] = codesOf(field);
  return value
    .split(", ")
    .map((part) => list.find(({ code }) => code === part)?.name ?? part)
    .join(", ");
}

function words(spans: readonly Span[]): string {
  const bytes = new TextEncoder().encode(text);
  return spans.map(({ start: from, end }) => `“${new TextDecoder().decode(bytes.slice(from, end))}”`).join(" … ");
}

function pressed(event: KeyboardEvent): void {
  const typing = isTyping(event.target instanceof HTMLElement ? event.target : null);
  if (document.querySelector("dialog[open]") !== null || card() !== null) {
    return;
  }
  if (event.key === "t" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    choosing.enter();
    return;
  }
  const chosen = command(event, typing);
  if (chosen !== null) {
    event.preventDefault();
    run(chosen);
  }
}

function run(chosen: Command): void {
  const here = current();
  const incident = incidents.find((one) => one.id === here?.dataset["account"]);
  const field = fields.find((one) => one.field === here?.dataset["field"]);
  switch (chosen.do) {
    case "field":
      step(chosen.step);
      return;
    case "sheet":
      toggleSheet();
      return;
    case "undo":
      undo();
      return;
    case "incident":
      void begin();
      return;
    case "reject":
      if (incident !== undefined) {
        change(`Incident ${incidents.indexOf(incident) + 1} taken out.`, () => (incidents = incidents.filter((one) => one !== incident)));
        come(cells()[0] ?? null);
      }
      return;
    default:
      if (here === null || incident === undefined || field === undefined) {
        say("Nothing is chosen: i makes an incident of selected words.", "trouble");
        return;
      }
      void onCell(chosen, here, incident, field);
  }
}

async function onCell(chosen: Command, here: HTMLElement, incident: Incident, field: Field): Promise<void> {
  const had = incident.fields[field.field];
  if (chosen.do === "edit") {
    const value = await edit(here, field, had?.value ?? "");
    if (value !== undefined) {
      fill(incident, field, value, selected()?.span ?? null);
    }
  } else if (chosen.do === "evidence") {
    const found = selected();
    if (found === null) {
      say("Select the words first: with the mouse, or t and the arrow keys.", "trouble");
    } else if (had !== undefined) {
      fill(incident, field, had.value, found.span);
    } else {
      const value = await edit(here, field, codesOf(field).length > 0 ? "" : found.words);
      if (value !== undefined && value !== null) {
        fill(incident, field, value, found.span);
      }
    }
  } else if (chosen.do === "code") {
    pickCode(chosen.digit, here, incident, field);
  }
}

function pickCode(digit: number, here: HTMLElement, incident: Incident, field: Field): void {
  const list = digitCodes(field);
  const found = codeAt(list.length, page, digit);
  if (found === null) {
    return;
  }
  if ("page" in found) {
    page = found.page;
    codes(here);
  } else {
    fill(incident, field, withCode(field, incident.fields[field.field]?.value ?? "", list[found.pick]?.code ?? ""), selected()?.span ?? null);
  }
}

function codes(here: HTMLElement): void {
  const incident = incidents.find((one) => one.id === here.dataset["account"]);
  const field = fields.find((one) => one.field === here.dataset["field"]);
  if (incident !== undefined && field !== undefined) {
    showCodes(here, field, page, (code) => fill(incident, field, withCode(field, incident.fields[field.field]?.value ?? "", code), selected()?.span ?? null));
  }
}

/** Gives a field a value; without fresh words it keeps those it had. */
function fill(incident: Incident, field: Field, value: string | null, span: Span | null): void {
  const told = value === null ? "not told" : shownValue(field, value);
  change(`${field.label}: ${told}`, () => {
    if (value === null) {
      delete incident.fields[field.field];
    } else {
      incident.fields[field.field] = { value, spans: span === null ? (incident.fields[field.field]?.spans ?? []) : [span] };
    }
  });
  getSelection()?.removeAllRanges();
  light(incident.fields[field.field]?.spans ?? []);
}

async function begin(): Promise<void> {
  const found = selected();
  const type = fields.find((field) => field.field === "type");
  if (found === null || type === undefined) {
    say("Select the words that tell of the incident first: with the mouse, or t and the arrow keys.", "trouble");
    return;
  }
  const code = await askCode("A new incident", `“${found.words}”`, codesOf(type));
  if (code === null) {
    return;
  }
  const number = Math.max(0, ...incidents.map((incident) => Number(incident.id.replace(/\D/g, "")) || 0)) + 1;
  const id = `c${String(number).padStart(2, "0")}`;
  change("A new incident: n goes through its fields.", () => {
    incidents.push({ id, evidence: [found.span], fields: { type: { value: code, spans: [found.span] } } });
  });
  come(cells().find((one) => one.dataset["account"] === id) ?? null);
}

function change(told: string, act: () => void): void {
  before.push(JSON.stringify(incidents));
  act();
  keep(told);
}

function undo(): void {
  const last = before.pop();
  if (last === undefined) {
    say("Nothing is left to take back.");
    return;
  }
  incidents = JSON.parse(last) as Incident[];
  keep("Taken back.");
}

function keep(told: string): void {
  const form = byId("form");
  if (form !== null) {
    draw(form);
  }
  say(told);
  void send("open");
}

async function finish(): Promise<void> {
  const outcome = await send("done");
  if (outcome) {
    location.reload();
  }
}

async function send(how: "open" | "done"): Promise<boolean> {
  const outcome = await write("PUT", `codings/${encodeURIComponent(report)}`, { incidents, state: how, version, page: outbox.page, seen }, how === "done" ? "close the coding" : "keep the coding");
  return outcome.ok;
}
