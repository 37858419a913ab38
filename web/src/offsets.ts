// Between the browser's offsets (UTF-16 units) and the casebook's (bytes of UTF-8). Pure.

/** How many bytes a text has as UTF-8. A lone half of a pair counts as the three bytes that replace it. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The place, in UTF-16 units, of a byte of a text; within a letter, the place where it begins. */
export function unitAt(text: string, byte: number): number {
  let [bytes, units] = [0, 0];
  for (const letter of text) {
    const next = bytes + byteLength(letter);
    if (next > byte) {
      return units;
    }
    bytes = next;
    units += letter.length;
  }
  return units;
}

/** Bytes of a report's text, from the first to after the last. */
export interface Span {
  start: number;
  end: number;
}

/** Reads `120-140 200-220`; what is no span is left out. */
export function readSpans(text: string | undefined): Span[] {
  const spans: Span[] = [];
  for (const part of (text ?? "").split(/\s+/)) {
    const match = /^(\d+)-(\d+)$/.exec(part);
    if (match !== null && Number(match[1]) < Number(match[2])) {
      spans.push({ start: Number(match[1]), end: Number(match[2]) });
    }
  }
  return spans;
}

/** Whether two spans share a byte. */
export function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** A span without the white space at its ends; `null` where nothing is left. */
export function trimmed(span: Span, words: string): Span | null {
  const start = span.start + byteLength(words) - byteLength(words.trimStart());
  const end = span.end - (byteLength(words) - byteLength(words.trimEnd()));
  return start < end ? { start, end } : null;
}
