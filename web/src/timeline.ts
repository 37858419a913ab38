// The timeline: solid bars for dates that lie wholly in a bin, faded ones for what may lie there, and a brush.

import * as Plot from "@observablehq/plot";
import { api, get } from "./api.ts";
import { make, say } from "./dom.ts";
import { type Bin, binAt, dayNumber, dayText, snapped, type Stretch, type Unit, UNITS } from "./days.ts";
import { address, choice } from "./query.ts";

/** The answer of `/api/v1/timeline`. */
interface Answer {
  clock: "occurred" | "reported";
  bin: Unit;
  bins: { start: string; end: string; label: string; exact: number; ranges: number }[];
  undated: number;
  unreported?: number;
}

/** What the timeline tells and is told. */
export interface TimelineHost {
  query(): URLSearchParams;
  choose?(changes: Record<string, string | null>): void;
}

const HEIGHT = 165;
/** Below the bars: months, and years under them. */
const BOTTOM = 36;
const LEFT = 44;
const RIGHT = 12;

export class Timeline {
  #bins: Bin[] = [];
  #labels: string[] = [];
  #answer: Answer | null = null;
  #unit: Unit | "" = "";
  #load = 0;
  /** Whether only the chosen days are drawn, and not all that the rest of the choice allows. */
  #close = false;
  /** While brushing or choosing by arrow keys: the first and last day. */
  #brush: { from: number; to: number } | null = null;
  readonly #plot: HTMLElement;
  readonly #caption: HTMLElement;
  readonly #band: HTMLElement;

  constructor(
    private readonly holder: HTMLElement,
    private readonly host: TimelineHost,
  ) {
    const drawn = [...holder.children] as HTMLElement[];
    this.#plot = make("div", {
      class: "plot",
      tabindex: host.choose === undefined ? null : "0",
      role: "group",
      "aria-label": "Timeline. Arrow keys walk through it, with Shift they choose a stretch, Enter applies it, Escape takes it back.",
    });
    this.#band = make("div", { class: "brush", hidden: true });
    this.#caption = make("p", { class: "timeline-caption", "aria-live": "polite" });
    holder.prepend(this.#bar(), this.#plot, this.#caption);
    for (const element of drawn) {
      element.toggleAttribute("hidden", true);
    }
    if (host.choose !== undefined) {
      this.#listen();
    }
    new ResizeObserver(() => this.#draw()).observe(this.#plot);
  }

  /** Draws what is chosen now: around the chosen days too, unless the reader wants them near. */
  async show(): Promise<void> {
    this.#load += 1;
    const load = this.#load;
    const query = choice(this.host.query());
    if (!this.#close) {
      query.delete("since");
      query.delete("until");
    }
    if (this.#unit !== "") {
      query.set("bin", this.#unit);
    }
    this.holder.setAttribute("aria-busy", "true");
    try {
      const answer = await get<Answer>(address(api("timeline"), query));
      if (load !== this.#load) {
        return;
      }
      this.#answer = answer;
      this.#labels = answer.bins.map((bin) => bin.label);
      this.#bins = answer.bins.map((bin) => ({
        first: dayNumber(bin.start) ?? 0,
        last: dayNumber(bin.end) ?? 0,
        exact: bin.exact,
        ranges: bin.ranges,
      }));
      this.#brush = null;
      this.#draw();
      this.holder.dataset["shown"] = query.toString();
    } catch (error) {
      say(`The timeline could not be drawn: ${error instanceof Error ? error.message : error}`, "trouble");
    } finally {
      if (load === this.#load) {
        this.holder.removeAttribute("aria-busy");
      }
    }
  }

  #bar(): HTMLElement {
    const unit = make("select", { "aria-label": "Width of the bars" }, make("option", { value: "" }, "automatic"));
    unit.append(...UNITS.map((name) => make("option", { value: name }, `by ${name}`)));
    unit.addEventListener("change", () => {
      this.#unit = unit.value as Unit | "";
      void this.show();
    });
    const bar = make("div", { class: "timeline-bar" }, unit);
    if (this.host.choose === undefined) {
      return bar;
    }
    bar.append(this.#near());
    const whole = make("button", { type: "button", class: "any-time quiet" }, "Any time");
    whole.addEventListener("click", () => this.host.choose?.({ since: null, until: null }));
    bar.append(whole);
    return bar;
  }

  /** The button that leaves out what lies around the chosen days. */
  #near(): HTMLElement {
    const near = make("button", { type: "button", class: "near quiet", "aria-pressed": "false" }, "Draw only these days");
    near.addEventListener("click", () => {
      this.#close = !this.#close;
      near.setAttribute("aria-pressed", String(this.#close));
      void this.show();
    });
    return near;
  }

  #draw(): void {
    const width = Math.max(this.#plot.clientWidth, 240);
    if (this.#answer === null) {
      return;
    }
    if (this.#bins.length === 0) {
      this.#plot.replaceChildren(make("p", { class: "nothing" }, "Nothing here has a date."));
      this.#tell();
      return;
    }
    const rows = this.#bins.map((bin, at) => ({
      x1: new Date(bin.first * 86_400_000),
      x2: new Date((bin.last + 1) * 86_400_000),
      exact: bin.exact,
      all: bin.exact + bin.ranges,
      title: this.#words(at),
    }));
    const inset = this.#bins.length > 150 ? 0 : 0.5;
    const svg = Plot.plot({
      width,
      height: HEIGHT,
      marginLeft: LEFT,
      marginRight: RIGHT,
      marginTop: 8,
      marginBottom: BOTTOM,
      className: "annalist-plot",
      ariaLabel: "Incidents over time",
      x: { type: "utc", domain: [rows[0]?.x1 as Date, rows.at(-1)?.x2 as Date] },
      y: { label: null, nice: true, ticks: 4, tickFormat: (count: number) => (Number.isInteger(count) ? count.toLocaleString("en") : "") },
      marks: [
        Plot.gridY({ ticks: 4 }),
        Plot.rectY(rows, { x1: "x1", x2: "x2", y1: "exact", y2: "all", insetLeft: inset, insetRight: inset, fill: "var(--timeline-bar)", fillOpacity: 0.28, title: "title" }),
        Plot.rectY(rows, { x1: "x1", x2: "x2", y2: "exact", insetLeft: inset, insetRight: inset, fill: "var(--timeline-bar)", title: "title" }),
        Plot.ruleY([0]),
      ],
    });
    // Plot brings a style element, which the content policy forbids; web.css says the same.
    svg.querySelector("style")?.remove();
    // It also names groups, which have no role that takes a name: the whole is one picture, told by the caption.
    svg.setAttribute("role", "img");
    for (const group of svg.querySelectorAll("g[aria-label]")) {
      group.removeAttribute("aria-label");
    }
    this.#plot.replaceChildren(svg, this.#band);
    this.#mark();
    this.#tell();
  }

  #words(at: number): string {
    const bin = this.#bins[at];
    if (bin === undefined) {
      return "";
    }
    const ranges = bin.ranges === 0 ? "" : `, and ${bin.ranges} whose date is longer and touches it`;
    return `${this.#labels[at]}: ${bin.exact}${ranges}`;
  }

  /** Below the bars: what is drawn, and what has no place on it. */
  #tell(): void {
    const answer = this.#answer;
    if (answer === null) {
      return;
    }
    const missing = answer.clock === "reported" ? (answer.unreported ?? 0) : answer.undated;
    const faded = this.#bins.some((bin) => bin.ranges > 0) ? " Faded: dates that are longer than a bar count in each that they touch." : "";
    this.#caption.textContent = `By ${answer.bin}, ${answer.clock === "reported" ? "first reported" : "as it happened"}; not drawn for want of a date: ${missing}.${faded}`;
  }

  /** Day under a place of the pointer. */
  #day(clientX: number): number {
    const box = this.#plot.getBoundingClientRect();
    const share = (clientX - box.left - LEFT) / Math.max(box.width - LEFT - RIGHT, 1);
    const [first, last] = [this.#bins[0]?.first ?? 0, (this.#bins.at(-1)?.last ?? 0) + 1];
    return Math.floor(first + Math.max(0, Math.min(0.9999, share)) * (last - first));
  }

  #listen(): void {
    this.#plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.#bins.length === 0) {
        return;
      }
      const day = this.#day(event.clientX);
      this.#brush = { from: day, to: day };
      this.#plot.setPointerCapture(event.pointerId);
      event.preventDefault();
      this.#plot.focus({ preventScroll: true });
    });
    this.#plot.addEventListener("pointermove", (event) => {
      if (this.#brush !== null && this.#plot.hasPointerCapture(event.pointerId)) {
        this.#brush.to = this.#day(event.clientX);
        this.#mark();
      }
    });
    this.#plot.addEventListener("pointerup", (event) => {
      if (this.#plot.hasPointerCapture(event.pointerId)) {
        this.#plot.releasePointerCapture(event.pointerId);
        this.#apply();
      }
    });
    this.#plot.addEventListener("pointercancel", () => this.#cancel());
    this.#plot.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && this.#bins.length > 0) {
      const at = this.#brush === null ? (step > 0 ? 0 : this.#bins.length - 1) : binAt(this.#bins, this.#brush.to) + step;
      const bin = this.#bins[Math.max(0, Math.min(at, this.#bins.length - 1))] as Bin;
      this.#brush = event.shiftKey && this.#brush !== null ? { from: this.#brush.from, to: bin.first } : { from: bin.first, to: bin.first };
      this.#mark();
      this.#caption.textContent = this.#words(binAt(this.#bins, bin.first));
    } else if (event.key === "Enter" && this.#brush !== null) {
      this.#apply();
    } else if (event.key === "Escape") {
      this.#cancel();
    } else {
      return;
    }
    event.preventDefault();
  }

  #apply(): void {
    if (this.#brush === null) {
      return;
    }
    const stretch = snapped(this.#bins, this.#brush.from, this.#brush.to);
    this.#brush = null;
    if (stretch !== null) {
      this.host.choose?.({ since: dayText(stretch.since), until: dayText(stretch.until) });
    }
  }

  #cancel(): void {
    this.#brush = null;
    this.#mark();
    this.#tell();
  }

  /** The days that the choice is narrowed to; an open end reaches to the end of what is drawn. */
  #chosen(first: number, last: number): Stretch | null {
    const query = this.host.query();
    const [since, until] = [dayNumber(query.get("since") ?? ""), dayNumber(query.get("until") ?? "")];
    if (this.#close || (since === null && until === null)) {
      return null;
    }
    const stretch = { since: Math.max(since ?? first, first), until: Math.min(until ?? last, last - 1) };
    return stretch.since <= stretch.until ? stretch : null;
  }

  /** Shows the brushed bins, or the chosen days. */
  #mark(): void {
    const [first, last] = [this.#bins[0]?.first ?? 0, (this.#bins.at(-1)?.last ?? 0) + 1];
    const stretch = this.#brush === null ? this.#chosen(first, last) : snapped(this.#bins, this.#brush.from, this.#brush.to);
    this.#band.hidden = stretch === null;
    if (stretch === null) {
      return;
    }
    const wide = Math.max(this.#plot.clientWidth, 240) - LEFT - RIGHT;
    const place = (day: number) => LEFT + ((day - first) / (last - first)) * wide;
    this.#band.style.left = `${place(stretch.since)}px`;
    this.#band.style.width = `${place(stretch.until + 1) - place(stretch.since)}px`;
  }
}
