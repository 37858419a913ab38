// The parameters that choose incidents, as they stand in the address bar.
//
// Pure: `URLSearchParams` in, `URLSearchParams` out. One set of parameters has one spelling, so that
// going back and forth, comparing and caching work on plain text.

/** Parameters in the order in which addresses spell them; unknown ones follow by name. */
const ORDER = [
  "q", "where", "actor", "class", "type", "status", "country", "admin1", "place", "target", "weapon", "source",
  "attribution", "near", "bbox", "since", "until", "killed_min", "killed_max", "injured_min", "injured_max",
  "disputed", "unlocated", "undated", "accepted", "suicide", "policy", "clock", "bin", "sort", "per", "page",
];

/** Values that mean the same as saying nothing. */
const DEFAULTS: Readonly<Record<string, string>> = { policy: "range", clock: "occurred", sort: "date", page: "1" };

/** Parameters that change how a list is shown, not which incidents are meant. */
const SHOWING = new Set(["sort", "page", "per", "bin"]);

/** The one spelling of these parameters: no blanks, no defaults, nothing twice, in a fixed order. */
export function tidy(params: Iterable<[string, string]>): URLSearchParams {
  const seen = new Map<string, string[]>();
  for (const [key, raw] of params) {
    const value = raw.trim();
    if (value === "" || DEFAULTS[key] === value || key === "csrf") {
      continue;
    }
    const values = seen.get(key) ?? [];
    if (!values.includes(value)) {
      values.push(value);
    }
    seen.set(key, values);
  }
  const tidied = new URLSearchParams();
  for (const key of [...seen.keys()].sort(byPlace)) {
    for (const value of seen.get(key) ?? []) {
      tidied.append(key, value);
    }
  }
  return tidied;
}

function byPlace(a: string, b: string): number {
  const [first, second] = [ORDER.indexOf(a), ORDER.indexOf(b)];
  if (first !== -1 && second !== -1) {
    return first - second;
  }
  if (first === -1 && second === -1) {
    return a < b ? -1 : 1;
  }
  return first === -1 ? 1 : -1;
}

/** Replaces parameters; `null` takes one out. Whatever was on a later page begins at the first again. */
export function changed(params: URLSearchParams, changes: Readonly<Record<string, string | null>>): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete("page");
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    if (value !== null) {
      next.append(key, value);
    }
  }
  return tidy(next);
}

/** Only what chooses incidents: what the map and the timeline are asked with. */
export function choice(params: URLSearchParams): URLSearchParams {
  return tidy([...params].filter(([key]) => !SHOWING.has(key)));
}

/** Whether two sets of parameters choose the same incidents. */
export function chooseSame(a: URLSearchParams, b: URLSearchParams): boolean {
  return choice(a).toString() === choice(b).toString();
}

/** A path with parameters, without a lone question mark. */
export function address(path: string, params: URLSearchParams): string {
  const text = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text === "" ? path : `${path}?${text}`;
}

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/** A box as `bbox` spells it: to a hundredth of a degree, outwards, within the world. */
export function boxText([west, south, east, north]: Box): string {
  if (east - west >= 360) {
    [west, east] = [-180, 180];
  } else {
    [west, east] = [around(west), around(east)];
  }
  const down = (degrees: number) => Math.floor(degrees * 100) / 100;
  const up = (degrees: number) => Math.ceil(degrees * 100) / 100;
  const numbers = [down(west), Math.max(down(south), -90), up(east), Math.min(up(north), 90)];
  return numbers.map((degrees) => String(Math.max(-180, Math.min(180, degrees)))).join(",");
}

/** A longitude within -180 and 180. */
function around(degrees: number): number {
  return degrees >= -180 && degrees <= 180 ? degrees : ((((degrees + 180) % 360) + 360) % 360) - 180;
}

/** The box that `bbox` spells; `null` where it spells none. */
export function readBox(text: string | null): Box | null {
  const numbers = (text ?? "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) {
    return null;
  }
  return [west as number, south as number, east as number, north as number];
}
