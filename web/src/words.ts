// Choosing words of a text without a mouse: a cursor that walks by word or sentence and can be stretched. Pure.

/** A stretch of text in UTF-16 units. */
export interface Stretch {
  start: number;
  end: number;
}

/** Where the words of a text stand. */
export function words(text: string, language: string): Stretch[] {
  return segments(text, language, "word").filter(({ word }) => word).map(({ start, end }) => ({ start, end }));
}

/** Where its sentences stand. */
export function sentences(text: string, language: string): Stretch[] {
  return segments(text, language, "sentence").map(({ start, end }) => ({ start, end }));
}

function segments(text: string, language: string, granularity: "word" | "sentence") {
  const found: (Stretch & { word: boolean })[] = [];
  for (const part of segmenter(language, granularity).segment(text)) {
    found.push({ start: part.index, end: part.index + part.segment.length, word: part.isWordLike === true });
  }
  return found;
}

function segmenter(language: string, granularity: "word" | "sentence"): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity });
  } catch {
    return new Intl.Segmenter("en", { granularity });
  }
}

/** A choice of words: from the one where it began to the one where it is now. */
export interface Cursor {
  anchor: number;
  head: number;
}

/** Moves the cursor by words; `stretch` keeps where it began. */
export function stepped(cursor: Cursor, by: number, stretch: boolean, count: number): Cursor {
  const head = Math.max(0, Math.min(count - 1, cursor.head + by));
  return { anchor: stretch ? cursor.anchor : head, head };
}

/** The word at which the next or the previous sentence begins. */
export function sentenceStep(head: number, by: 1 | -1, places: readonly Stretch[], parts: readonly Stretch[]): number {
  const starts = parts
    .map((part) => places.findIndex((word) => word.start >= part.start && word.start < part.end))
    .filter((at) => at !== -1);
  if (by > 0) {
    return starts.find((at) => at > head) ?? places.length - 1;
  }
  return starts.findLast((at) => at < head) ?? 0;
}

/** The stretch of text that the cursor covers. */
export function covered(cursor: Cursor, places: readonly Stretch[]): Stretch | null {
  const [from, to] = cursor.anchor <= cursor.head ? [cursor.anchor, cursor.head] : [cursor.head, cursor.anchor];
  const [first, last] = [places[from], places[to]];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}
