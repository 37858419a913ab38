// The map: what is chosen, drawn by how exactly its place is known.

import { addProtocol, type ExpressionSpecification, type GeoJSONSource, Map as MapLibre, type MapLayerMouseEvent, NavigationControl, Popup, ScaleControl, setWorkerUrl, type VectorTileSource } from "maplibre-gl";
import { api, get } from "../api.ts";
import { make, say } from "../dom.ts";
import { address, type Box, boxText, choice, readBox } from "../query.ts";
import { Points } from "./asking.ts";
import type { Loaded } from "./messages.ts";
import { names, type Outlines } from "./names.ts";
import type { Columns } from "./points.ts";
import { colours, hatch, layers, style } from "./style.ts";

/** What the map tells and is told. */
export interface MapHost {
  /** The parameters that choose incidents now. */
  query(): URLSearchParams;
  /** The reader narrows or widens the choice by place. */
  choose?(changes: Record<string, string | null>): void;
}

let numbers = 0;

export class IncidentMap {
  readonly #map: MapLibre;
  readonly #points = new Points();
  readonly #scheme: string;
  #load = 0;
  #fitted = false;
  #popup: Popup | null = null;

  constructor(
    private readonly container: HTMLElement,
    private readonly host: MapHost,
  ) {
    numbers += 1;
    this.#scheme = `points${numbers}`;
    setWorkerUrl(new URL("maplibre-worker.js", import.meta.url).href);
    addProtocol(this.#scheme, async ({ url }) => {
      const [z, x, y] = (url.match(/\d+\/\d+\/\d+$/)?.[0] ?? "0/0/0").split("/").map(Number) as [number, number, number];
      return { data: await this.#points.tile(z, x, y) };
    });
    const colour = colours();
    this.#map = new MapLibre({
      container,
      style: style(colour, this.#tiles()),
      center: [30, 20],
      zoom: 1,
      minZoom: 0.3,
      maxZoom: 16,
      attributionControl: { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      renderWorldCopies: true,
      locale: { "Map.Title": "Map of the chosen incidents" },
    });
    this.#map.on("render", () => delete container.dataset["still"]);
    this.#map.on("idle", () => container.toggleAttribute("data-still", !container.hasAttribute("aria-busy")));
    this.#map.addImage("hatch", hatch(colour.hatch));
    this.#map.addControl(new NavigationControl({ showCompass: false }));
    this.#map.addControl(new ScaleControl());
    this.#map.keyboard.disableRotation();
    this.#map.touchZoomRotate.disableRotation();
    this.#listen();
    this.#follow();
    void this.#outlines();
  }

  /** The MapLibre map beneath, for measurements. */
  get map(): MapLibre {
    return this.#map;
  }

  /** Draws what is chosen now. */
  async show(): Promise<Loaded | null> {
    const query = choice(this.host.query());
    return this.#draw(query, () => this.#points.load(new URL(address(api("map"), query), location.href).href));
  }

  /** Draws these columns, whatever is chosen. */
  async draw(columns: Columns): Promise<Loaded | null> {
    return this.#draw(new URLSearchParams(), () => this.#points.take(columns));
  }

  async #draw(query: URLSearchParams, ask: () => Promise<Loaded>): Promise<Loaded | null> {
    this.#load += 1;
    const load = this.#load;
    this.container.setAttribute("aria-busy", "true");
    try {
      const loaded = await ask();
      await this.#ready();
      if (load !== this.#load) {
        return null;
      }
      this.#popup?.remove();
      (this.#map.getSource("points") as VectorTileSource).setTiles([this.#tiles()]);
      this.#data("discs", loaded.discs);
      this.#data("middles", loaded.middles);
      const codes = loaded.areas.map((area) => area.code);
      this.#map.setFilter("countries", ["in", ["get", "code"], ["literal", codes]]);
      this.#frame(readBox(query.get("bbox")), loaded.bounds);
      return loaded;
    } catch (error) {
      say(`The map could not be drawn: ${error instanceof Error ? error.message : error}`, "trouble");
      return null;
    } finally {
      if (load === this.#load) {
        this.container.removeAttribute("aria-busy");
        this.container.dataset["shown"] = query.toString();
        delete this.container.dataset["still"];
        this.#map.triggerRepaint();
      }
    }
  }

  /** What the map shows now: west, south, east, north. */
  view(): Box {
    const bounds = this.#map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  /** Goes to a place. */
  go(lat: number, lon: number, zoom: number): void {
    this.#fitted = true;
    this.#map.jumpTo({ center: [lon, lat], zoom });
  }

  #tiles(): string {
    return `${this.#scheme}://${this.#load}/{z}/{x}/{y}`;
  }

  #data(source: string, data: GeoJSON.GeoJSON): void {
    (this.#map.getSource(source) as GeoJSONSource).setData(data);
  }

  #ready(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#map.getSource("points") !== undefined) {
        resolve();
      } else {
        void this.#map.once("styledata", () => resolve());
      }
    });
  }

  /** Frames a chosen box, or at first all that is drawn. */
  #frame(box: Box | null, bounds: Box | null): void {
    this.#data("box", box === null ? { type: "FeatureCollection", features: [] } : outline(box));
    if (this.#fitted || bounds === null) {
      return;
    }
    this.#fitted = true;
    const [west, south, east, north] = box ?? bounds;
    this.#map.fitBounds([west, south, east, north], { padding: 50, maxZoom: box === null ? 5.5 : 8, animate: false });
  }

  async #outlines(): Promise<void> {
    const coarse = await get<Outlines>("basemap").catch(() => null);
    if (coarse === null) {
      return;
    }
    await this.#ready();
    this.#data("base", coarse);
    this.#data("names", names(coarse));
    const refine = () => {
      if (this.#map.getZoom() > 3.5) {
        this.#map.off("zoomend", refine);
        (this.#map.getSource("base") as GeoJSONSource).setData(new URL(api("basemap?detail=fine"), location.href).href);
      }
    };
    this.#map.on("zoomend", refine);
    refine();
  }

  #listen(): void {
    const drawn = ["clusters", "sites", "places", "discs", "countries"];
    for (const layer of drawn) {
      this.#map.on("mouseenter", layer, () => (this.#map.getCanvas().style.cursor = "pointer"));
      this.#map.on("mouseleave", layer, () => (this.#map.getCanvas().style.cursor = ""));
    }
    this.#map.on("click", (event) => {
      const found = this.#map.queryRenderedFeatures(event.point, { layers: drawn })[0];
      if (found === undefined) {
        return;
      }
      void this.#clicked(found.layer.id, { ...event, features: [found] } as unknown as MapLayerMouseEvent);
    });
  }

  async #clicked(layer: string, event: MapLayerMouseEvent): Promise<void> {
    const feature = event.features?.[0];
    if (feature === undefined) {
      return;
    }
    const properties = feature.properties as Record<string, number | string>;
    if (layer === "clusters") {
      const point = (feature.geometry as GeoJSON.Point).coordinates as [number, number];
      const { zoom } = await this.#points.cluster(Number(properties["cluster_id"]));
      if (zoom <= 14) {
        this.#map.easeTo({ center: point, zoom });
      } else {
        await this.#list(point, { near: `1,${point[1].toFixed(4)},${point[0].toFixed(4)}` });
      }
    } else if (layer === "countries") {
      await this.#list([event.lngLat.lng, event.lngLat.lat], { country: String(properties["code"]) });
    } else if (layer === "discs" && Number(properties["only"]) < 0) {
      const near = `1,${Number(properties["lat"]).toFixed(4)},${Number(properties["lon"]).toFixed(4)}`;
      await this.#list([event.lngLat.lng, event.lngLat.lat], { near });
    } else {
      const at = layer === "discs" ? Number(properties["only"]) : Number(properties["i"]);
      const id = await this.#points.id(at);
      const incident = await get<Brief>(`incidents/${encodeURIComponent(id)}`).catch(() => null);
      if (incident !== null) {
        this.#open([event.lngLat.lng, event.lngLat.lat], [line({ ...incident, href: `/incidents/${encodeURIComponent(id)}` })]);
      }
    }
  }

  /** A popup with the first few incidents of a place, and a way to choose just these. */
  async #list(at: [number, number], chosen: Record<string, string>): Promise<void> {
    const query = choice(this.host.query());
    for (const [key, value] of Object.entries(chosen)) {
      query.set(key, value);
    }
    const list = await get<{ items: Brief[]; total: number }>(address(api("incidents"), withSize(query))).catch(() => null);
    if (list === null) {
      return;
    }
    const rows: Node[] = list.items.map(line);
    if (this.host.choose !== undefined) {
      const all = make("button", { type: "button" }, list.total === 1 ? "Show it alone" : `Show all ${list.total} in the table`);
      all.addEventListener("click", () => this.host.choose?.(chosen));
      rows.push(all);
    }
    this.#open(at, rows);
  }

  #open(at: [number, number], rows: Node[]): void {
    this.#popup?.remove();
    this.#popup = new Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(at).setDOMContent(make("div", { class: "on-map" }, ...rows)).addTo(this.#map);
  }

  /** Follows the page's theme. */
  #follow(): void {
    const repaint = () => {
      const colour = colours();
      for (const layer of layers(colour)) {
        for (const [name, value] of Object.entries(layer.paint ?? {})) {
          this.#map.setPaintProperty(layer.id, name as never, value as ExpressionSpecification as never);
        }
      }
      this.#map.updateImage("hatch", hatch(colour.hatch));
    };
    new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }
}

/** What a popup shows of an incident. */
interface Brief {
  title: string;
  date?: string;
  killed?: { text: string } | null;
  href?: string;
  sentence?: string;
}

function line(incident: Brief): HTMLElement {
  const killed = incident.killed?.text;
  return make(
    "p",
    {},
    make("a", { href: incident.href ?? "#" }, incident.title),
    make("br"),
    `${incident.date ?? "undated"}${killed === undefined ? "" : `, killed ${killed}`}`,
  );
}

function withSize(query: URLSearchParams): URLSearchParams {
  const sized = new URLSearchParams(query);
  sized.set("per", "6");
  return sized;
}

function outline([west, south, east, north]: Box): GeoJSON.Feature {
  const right = east < west ? east + 360 : east;
  const corners = [[west, south], [right, south], [right, north], [west, north], [west, south]];
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: corners } };
}

/** Puts a map, its buttons and its legend into the place of the server's drawing. */
export function mount(holder: HTMLElement, host: MapHost): IncidentMap {
  dress();
  const canvas = make("div", { class: "live-map" });
  const bar = make("div", { class: "map-bar" });
  const legend = make(
    "ul",
    { class: "map-legend" },
    make("li", {}, make("span", { class: "sign site" }), "site known"),
    make("li", {}, make("span", { class: "sign place" }), "town or village known"),
    make("li", {}, make("span", { class: "sign area" }), "only the area known, with a count"),
    make("li", {}, make("span", { class: "sign cluster" }, "12"), "several, zoom in"),
  );
  const drawn = [...holder.children] as HTMLElement[];
  holder.prepend(canvas, bar, legend);
  let map: IncidentMap;
  try {
    map = new IncidentMap(canvas, host);
  } catch (error) {
    for (const element of [canvas, bar, legend]) {
      element.remove();
    }
    throw error;
  }
  for (const element of drawn) {
    element.toggleAttribute("hidden", true);
  }
  if (host.choose !== undefined) {
    const here = make("button", { type: "button", class: "only-here quiet" }, "Only what is in this view");
    const anywhere = make("button", { type: "button", class: "anywhere quiet" }, "Anywhere");
    here.addEventListener("click", () => host.choose?.({ bbox: boxText(map.view()) }));
    anywhere.addEventListener("click", () => host.choose?.({ bbox: null, near: null }));
    bar.append(here, anywhere);
  }
  return map;
}

/** MapLibre's own style sheet, fetched with the first map. */
function dress(): void {
  const href = new URL("map.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`) === null) {
    document.head.append(make("link", { rel: "stylesheet", href }));
  }
}
