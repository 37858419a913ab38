// The page of one incident: its place on a map, and quotes that light up with the values they support.

import { all, byId, state } from "./dom.ts";

interface Shown {
  incident: { lat?: number; lon?: number; precision?: string; radius_km?: number | null; id?: string; title?: string; country?: string };
}

export function start(): void {
  tie();
  document.addEventListener("desk:swapped", tie);
  void map();
}

/** Pointing at a value, or coming to it, lights its quotes, and the other way round. */
function tie(): void {
  const quotes = byId("quotes");
  for (const cell of all("#fields td[data-account], #fields .cell[data-account]")) {
    const key = `${cell.dataset["account"]} ${cell.closest<HTMLElement>("[data-field]")?.dataset["field"]}`;
    cell.dataset["tie"] = key;
  }
  for (const quote of all("[data-account][data-field]", quotes ?? document.createElement("p"))) {
    quote.dataset["tie"] = `${quote.dataset["account"]} ${quote.dataset["field"]}`;
  }
  for (const end of all("[data-tie]")) {
    const others = all(`[data-tie="${CSS.escape(end.dataset["tie"] ?? "")}"]`);
    const lit = (on: boolean) => others.forEach((other) => other.classList.toggle("lit", on));
    end.onpointerenter = () => lit(true);
    end.onpointerleave = () => lit(false);
    end.onfocus = () => lit(true);
    end.onblur = () => lit(false);
  }
}

async function map(): Promise<void> {
  const holder = byId("map");
  const incident = state<Shown>().incident;
  if (holder === null || incident?.lat === undefined || incident.lon === undefined || document.createElement("canvas").getContext("webgl2") === null) {
    return;
  }
  const { mount } = await import("./map/map.ts");
  const { one } = await import("./map/one.ts");
  const live = mount(holder, { query: () => new URLSearchParams() });
  await live.draw(one(incident));
  live.go(incident.lat, incident.lon, zoom(incident.radius_km ?? 5));
}

/** A zoom at which a disc of that radius is well in sight. */
function zoom(radius: number): number {
  return Math.max(1, Math.min(8, 9.5 - Math.log2(Math.max(radius, 3))));
}
