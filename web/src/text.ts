// The report's text: selections as bytes, spans as highlights, and the way between words and values.

import { all, byId, shown } from "./dom.ts";
import { byteLength, overlap, readSpans, type Span, trimmed } from "./offsets.ts";

/** What the reader has selected in the report's text, as bytes and as words. */
export function selected(): { span: Span; words: string } | null {
  const text = byId("text");
  const selection = getSelection();
  if (text === null || selection === null || selection.isCollapsed || selection.rangeCount === 0) {
    return null;
  }
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) {
    return null;
  }
  const [start, end] = [byteAt(text, range.startContainer, range.startOffset), byteAt(text, range.endContainer, range.endOffset)];
  const words = range.toString();
  const span = start === null || end === null ? null : trimmed({ start, end }, words);
  return span === null ? null : { span, words: words.trim() };
}

/** The byte at a place in the document: the bytes of all text before it. */
function byteAt(text: HTMLElement, node: Node, offset: number): number | null {
  const piece = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-s]") ?? null;
  const range = document.createRange();
  if (piece !== null && text.contains(piece)) {
    range.setStart(piece, 0);
    range.setEnd(node, offset);
    return Number(piece.dataset["s"]) + byteLength(range.toString());
  }
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return byteLength(range.toString());
}

/** Pieces of the text that share a byte with one of the spans. */
function pieces(spans: readonly Span[]): HTMLElement[] {
  return all("#text [data-s]").filter((piece) => {
    const own = { start: Number(piece.dataset["s"]), end: Number(piece.dataset["e"]) };
    return spans.some((span) => overlap(own, span));
  });
}

/** Lights up the words of a cell and scrolls the text to them. Returns how many pieces there are. */
export function light(spans: readonly Span[], scroll = true): number {
  for (const piece of all("#text .lit")) {
    piece.classList.remove("lit");
  }
  const found = pieces(spans);
  for (const piece of found) {
    piece.classList.add("lit");
  }
  const first = found[0];
  if (scroll && first !== undefined) {
    first.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }
  return found.length;
}

/** Whether the reader wants no movement. */
function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Cells that rest on the words at a mark: by their ids, as the server ties them. */
function cellsOf(mark: HTMLElement): HTMLElement[] {
  return (mark.dataset["cells"] ?? "")
    .split(/\s+/)
    .filter((name) => name !== "")
    .map((name) => byId(`c-${name.replace(/[^\p{Alphabetic}\p{N}]/gu, "-")}`))
    .filter((cell) => cell !== null);
}

/** Ties text and cells together: click a span and see its cells, click a cell and see its words. */
export function start(onCell?: (cell: HTMLElement) => void): void {
  const text = byId("text");
  if (text === null) {
    return;
  }
  enliven(text);
  document.addEventListener("desk:swapped", () => enliven(text));
  text.addEventListener("click", (event) => {
    const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-cells]") : null;
    if (mark !== null && (getSelection()?.isCollapsed ?? true)) {
      event.preventDefault();
      chosen(mark, onCell);
    }
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.matches("mark[data-cells]")) {
      event.preventDefault();
      chosen(event.target, onCell);
    }
  });
  document.addEventListener("click", (event) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>(".cell[data-spans]") : null;
    if (cell === null || text.contains(cell)) {
      return;
    }
    const link = event.target instanceof Element ? event.target.closest("a[href^='#s-']") : null;
    if (link !== null) {
      event.preventDefault();
    }
    pick(cell);
  });
  if (location.hash.startsWith("#s-")) {
    byId(location.hash.slice(1))?.classList.add("lit");
  } else if (location.hash.startsWith("#c-")) {
    const cell = byId(location.hash.slice(1));
    if (cell !== null) {
      pick(cell);
    }
  }
}

/** Marks can be come to by Tab and say what they support. */
function enliven(text: HTMLElement): void {
  for (const mark of all("mark[data-cells]", text)) {
    mark.tabIndex = 0;
    const names = cellsOf(mark).map((cell) => cell.dataset["field"] ?? "evidence");
    if (names.length > 0) {
      mark.title = `supports ${[...new Set(names)].join(", ").replaceAll("_", " ")}`;
    }
  }
}

/** Shows a cell as the one that is looked at, with its words. */
export function pick(cell: HTMLElement): void {
  for (const other of all(".cell.picked")) {
    other.classList.remove("picked");
  }
  cell.classList.add("picked");
  light(readSpans(cell.dataset["spans"]));
}

/** A mark was chosen: all its cells are shown, the first is come to; again, and it is the next one's turn. */
function chosen(mark: HTMLElement, onCell?: (cell: HTMLElement) => void): void {
  const cells = cellsOf(mark);
  const at = cells.findIndex((cell) => cell.classList.contains("picked"));
  const cell = cells[(at + 1) % Math.max(cells.length, 1)];
  if (cell === undefined) {
    return;
  }
  for (const folded of parents(cell)) {
    folded.open = true;
  }
  for (const other of all(".cell.picked, .cell.tied")) {
    other.classList.remove("picked", "tied");
  }
  for (const other of cells) {
    other.classList.add("tied");
  }
  cell.classList.add("picked");
  light(readSpans(cell.dataset["spans"]), false);
  if (shown(cell)) {
    cell.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }
  onCell?.(cell);
}

function parents(element: HTMLElement): HTMLDetailsElement[] {
  const found: HTMLDetailsElement[] = [];
  for (let at = element.closest("details"); at !== null; at = at.parentElement?.closest("details") ?? null) {
    found.push(at);
  }
  return found;
}
