// Days as whole numbers, bins of them, and where a brush over bins begins and ends.
//
// Pure. A day is counted from 1970-01-01, as the map's columns count it; no time of day, no zone.

/** How wide a bin is. */
export type Unit = "day" | "week" | "month" | "year";

/** The units from fine to coarse. */
export const UNITS: readonly Unit[] = ["day", "week", "month", "year"];

/** The number of a day spelled `YYYY-MM-DD`; `null` for anything else, also for a 30th of February. */
export function dayNumber(text: string): number | null {
  const match = /^([+-]?\d{4,6})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) {
    return null;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? Math.round(date.getTime() / 86_400_000) : null;
}

/** A day spelled `YYYY-MM-DD`. */
export function dayText(day: number): string {
  const date = new Date(day * 86_400_000);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  return `${year}-${String(date.getUTCMonth() + 1).padStart(2, "0")}-${String(date.getUTCDate()).padStart(2, "0")}`;
}

/** The first day of the bin that holds a day. Weeks begin on Monday. */
export function binStart(day: number, unit: Unit): number {
  const date = new Date(day * 86_400_000);
  switch (unit) {
    case "day":
      return day;
    case "week":
      return day - ((date.getUTCDay() + 6) % 7);
    case "month":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 86_400_000;
    case "year":
      return Date.UTC(date.getUTCFullYear(), 0, 1) / 86_400_000;
  }
}

/** The first day of the bin after the one that begins on `start`. */
export function nextStart(start: number, unit: Unit): number {
  const date = new Date(start * 86_400_000);
  switch (unit) {
    case "day":
      return start + 1;
    case "week":
      return start + 7;
    case "month":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86_400_000;
    case "year":
      return Date.UTC(date.getUTCFullYear() + 1, 0, 1) / 86_400_000;
  }
}

/** Incidents whose date runs from one day to another. */
export interface Dated {
  /** First day. */
  first: number;
  /** Last day. */
  last: number;
  /** How many there are. */
  count: number;
}

/** What a timeline draws over one stretch of days. */
export interface Bin {
  /** First day. */
  first: number;
  /** Last day. */
  last: number;
  /** Incidents whose date lies wholly within. */
  exact: number;
  /** Incidents whose date touches it and is longer: each counts in every bin that it touches. */
  ranges: number;
}

/** Bins without gaps from the first date to the last; empty ones are zeros, not absent. */
export function binned(dates: readonly Dated[], unit: Unit): Bin[] {
  if (dates.length === 0) {
    return [];
  }
  const first = binStart(Math.min(...dates.map((date) => date.first)), unit);
  const last = Math.max(...dates.map((date) => date.last));
  const bins: Bin[] = [];
  for (let start = first; start <= last; start = nextStart(start, unit)) {
    bins.push({ first: start, last: nextStart(start, unit) - 1, exact: 0, ranges: 0 });
  }
  for (const date of dates) {
    for (let at = binAt(bins, date.first); at < bins.length; at += 1) {
      const bin = bins[at] as Bin;
      if (bin.first > date.last) {
        break;
      }
      if (date.first >= bin.first && date.last <= bin.last) {
        bin.exact += date.count;
      } else {
        bin.ranges += date.count;
      }
    }
  }
  return bins;
}

/** The place of the bin that holds a day, or of the nearest one. */
export function binAt(bins: readonly Pick<Bin, "first" | "last">[], day: number): number {
  let [low, high] = [0, bins.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bins[middle] as Bin).first <= day) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return Math.max(low, 0);
}

/** A stretch of whole bins, from first to last day. */
export interface Stretch {
  /** First day. */
  since: number;
  /** Last day. */
  until: number;
}

/** The whole bins that a brush between two days touches; the days may come in either order. */
export function snapped(bins: readonly Bin[], from: number, to: number): Stretch | null {
  const [a, b] = from <= to ? [from, to] : [to, from];
  const [first, last] = [bins[binAt(bins, a)], bins[binAt(bins, b)]];
  return first === undefined || last === undefined ? null : { since: first.first, until: last.last };
}
