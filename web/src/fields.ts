// How a field is filled in: as codes to choose from, or as a line of text. Pure but for making the inputs.

import { make } from "./dom.ts";

/** A field as `form` describes it. */
export interface Field {
  field: string;
  label: string;
  kind: "date" | "code" | "codes" | "actors" | "number" | "place" | "text" | "flag" | "status" | "attribution";
  codes?: Code[];
  multiple?: boolean;
  /** How a value is spelled. */
  hint?: string;
}

/** A code and its name. */
export interface Code {
  code: string;
  name: string;
}

const FLAGS: Code[] = [
  { code: "yes", name: "yes" },
  { code: "no", name: "no" },
];

/** The codes that a field takes; none where it takes text. */
export function codesOf(field: Field): Code[] {
  return field.kind === "flag" ? FLAGS : (field.codes ?? []);
}

/** Longer lists than this are chosen from in the editor: nobody counts to the countries of the world by nines. */
const MANY = 45;

/** The codes that digits choose. */
export function digitCodes(field: Field): Code[] {
  const codes = codesOf(field);
  return codes.length > MANY ? [] : codes;
}

/** Whether a field takes several codes. */
export function takesSeveral(field: Field): boolean {
  return field.kind === "codes";
}

/** The value after a code was chosen: put in its place, or for a field of several, put in or taken out. */
export function withCode(field: Field, raw: string, code: string): string | null {
  if (!takesSeveral(field)) {
    return code;
  }
  const had = raw.split(",").map((part) => part.trim()).filter((part) => part !== "");
  const next = had.includes(code) ? had.filter((other) => other !== code) : [...had, code];
  return next.length === 0 ? null : next.join(", ");
}

/** An input for a field, with its value and a hint. */
export function input(field: Field, value: string): HTMLInputElement | HTMLSelectElement {
  const codes = codesOf(field);
  if (codes.length > 0 && !takesSeveral(field)) {
    const select = make("select", { "aria-label": field.label }, make("option", { value: "" }, "not told"));
    select.append(...codes.map(({ code, name }) => make("option", { value: code }, name)));
    select.value = value;
    return select;
  }
  return make("input", {
    type: "text",
    value,
    "aria-label": field.label,
    placeholder: field.hint === undefined || field.hint === "" ? "empty: not told" : field.hint,
    autocomplete: "off",
    spellcheck: "false",
  });
}
