// Which key does what on the review desk. Pure: `desk.ts` and its friends feed it events.

/** What a key asks for. */
export type Command =
  | { do: "accept" | "reject" | "edit" | "evidence" | "undo" | "merge" | "note" | "incident" | "sheet" }
  | { do: "field" | "report"; step: 1 | -1 }
  | { do: "code"; digit: number };

const LETTERS: Readonly<Record<string, Command>> = {
  a: { do: "accept" },
  x: { do: "reject" },
  e: { do: "edit" },
  s: { do: "evidence" },
  n: { do: "field", step: 1 },
  p: { do: "field", step: -1 },
  j: { do: "report", step: 1 },
  k: { do: "report", step: -1 },
  u: { do: "undo" },
  m: { do: "merge" },
  w: { do: "note" },
  i: { do: "incident" },
  "?": { do: "sheet" },
};

/** What of a keyboard event matters here. */
export interface Pressed {
  key: string;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
  /** Still held down: a decision is never made by a key that repeats. */
  repeat?: boolean;
  /** The reader composes a letter (Japanese, Chinese, dead keys). */
  isComposing?: boolean;
}

/** The command of a key; `null` where the key is not ours or the reader is typing. */
export function command(event: Pressed, typing: boolean): Command | null {
  if (typing || event.ctrlKey === true || event.altKey === true || event.metaKey === true || event.isComposing === true) {
    return null;
  }
  if (/^[0-9]$/.test(event.key)) {
    return event.repeat === true ? null : { do: "code", digit: Number(event.key) };
  }
  const found = LETTERS[event.key] ?? LETTERS[event.key.toLowerCase()] ?? null;
  const moves = found !== null && (found.do === "field");
  return event.repeat === true && !moves ? null : found;
}

/** What of an element says whether a key typed there is text. */
export interface Typed {
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
}

/** Whether keys pressed there are the reader's text and not ours. */
export function isTyping(element: Typed | null): boolean {
  if (element === null) {
    return false;
  }
  if (element.isContentEditable === true) {
    return true;
  }
  switch (element.tagName.toUpperCase()) {
    case "TEXTAREA":
    case "SELECT":
      return true;
    case "INPUT":
      return !["button", "checkbox", "radio", "submit", "reset", "image", "range", "color"].includes(element.type ?? "text");
    default:
      return false;
  }
}

/** The code behind a digit: 1–9 on the first page of nine, 0 turns the page. */
export function codeAt(count: number, page: number, digit: number): { pick: number } | { page: number } | null {
  if (digit === 0) {
    return count > 9 ? { page: (page + 1) % Math.ceil(count / 9) } : null;
  }
  const pick = page * 9 + digit - 1;
  return pick < count ? { pick } : null;
}
