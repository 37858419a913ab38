// How a field is filled in: as codes to choose from, or as a line of text. Pure but for making the inputs.

import { make } from "./dom.ts";

/** A field as `form` describes it. */
export interface Field {
  field: string;
  label: string;
  kind: "date" | "code" | "codes" | "actors" | "number" | "place" | "text" | "flag" | "status" | "attribution";
  codes?: Code[];
  multiple?: boolean;
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

/** Whether a field takes several codes. */
export function takesSeveral(field: Field): boolean {
  return field.multiple === true || field.kind === "codes";
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

const HINTS: Partial<Record<Field["kind"], string>> = {
  date: "2022-09-05, 2022-09, 2022-09-05/2022-09-07, 2022-10-26~",
  number: "8, 6-8, 6+, ~150",
  actors: "names, with commas between them",
  place: "latitude, longitude",
};

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
    placeholder: HINTS[field.kind] ?? "empty: not told",
    autocomplete: "off",
    spellcheck: "false",
  });
}
