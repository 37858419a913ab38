// How the map looks: layers and colours. No glyph server: MapLibre draws letters from the reader's own fonts.

import type { LayerSpecification, StyleSpecification } from "maplibre-gl";

/** Colours by theme. */
export interface Colours {
  sea: string;
  land: string;
  border: string;
  ink: string;
  halo: string;
  mark: string;
  markInk: string;
  hatch: string;
}

const LIGHT: Colours = {
  sea: "#dfe8ee",
  land: "#fbfaf6",
  border: "#b9bdc0",
  ink: "#4b5157",
  halo: "#ffffff",
  mark: "#a8321f",
  markInk: "#ffffff",
  hatch: "#a8321f",
};

const DARK: Colours = {
  sea: "#10181f",
  land: "#242c33",
  border: "#45515b",
  ink: "#b4bec6",
  halo: "#10181f",
  mark: "#f08a6c",
  markInk: "#1c0f0a",
  hatch: "#f08a6c",
};

/** The colours of the theme that the page shows now. */
export function colours(): Colours {
  const chosen = document.documentElement.dataset["theme"];
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  return dark ? DARK : LIGHT;
}

/** From this zoom on every area shows its count, whatever else stands there. */
export const COUNTED_FROM = 3;

const FONT = ["Open Sans Regular", "Noto Sans Regular", "sans-serif"];

/** The style, with sources that begin empty. */
export function style(colour: Colours, tiles: string): StyleSpecification {
  const empty = { type: "FeatureCollection" as const, features: [] };
  return {
    version: 8,
    sources: {
      base: { type: "geojson", data: empty, attribution: "Natural Earth" },
      names: { type: "geojson", data: empty },
      discs: { type: "geojson", data: empty },
      middles: { type: "geojson", data: empty },
      box: { type: "geojson", data: empty },
      points: { type: "vector", tiles: [tiles], minzoom: 0, maxzoom: 15 },
    },
    layers: layers(colour),
  };
}

/** All layers, from the sea up to the counts. */
export function layers(colour: Colours): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": colour.sea } },
    { id: "land", type: "fill", source: "base", paint: { "fill-color": colour.land } },
    {
      id: "countries",
      type: "fill",
      source: "base",
      filter: ["in", ["get", "code"], ["literal", []]],
      paint: { "fill-pattern": "hatch", "fill-opacity": 0.35 },
    },
    { id: "borders", type: "line", source: "base", paint: { "line-color": colour.border, "line-width": 0.7 } },
    { id: "discs", type: "fill", source: "discs", paint: { "fill-pattern": "hatch", "fill-opacity": 0.6 } },
    { id: "disc-rims", type: "line", source: "discs", paint: { "line-color": colour.hatch, "line-width": 1, "line-opacity": 0.7 } },
    { id: "box", type: "line", source: "box", paint: { "line-color": colour.ink, "line-width": 1.5, "line-dasharray": [3, 2] } },
    {
      id: "names",
      type: "symbol",
      source: "names",
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "symbol-sort-key": ["get", "rank"], "text-max-width": 7 },
      paint: { "text-color": colour.ink, "text-halo-color": colour.halo, "text-halo-width": 1.2 },
    },
    {
      id: "places",
      type: "circle",
      source: "points",
      "source-layer": "points",
      filter: ["all", ["!", ["has", "point_count"]], ["!", ["get", "exact"]]],
      paint: { "circle-radius": 8, "circle-color": colour.mark, "circle-opacity": 0.4, "circle-stroke-color": colour.mark, "circle-stroke-width": 1.2 },
    },
    {
      id: "sites",
      type: "circle",
      source: "points",
      "source-layer": "points",
      filter: ["all", ["!", ["has", "point_count"]], ["get", "exact"]],
      paint: { "circle-radius": 4, "circle-color": colour.mark, "circle-stroke-color": colour.halo, "circle-stroke-width": 1.5 },
    },
    {
      id: "clusters",
      type: "circle",
      source: "points",
      "source-layer": "points",
      filter: ["has", "point_count"],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["ln", ["get", "point_count"]], 0, 10, 4, 15, 8, 24, 12, 34],
        "circle-color": colour.mark,
        "circle-opacity": 0.9,
        "circle-stroke-color": colour.halo,
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "middles",
      type: "symbol",
      source: "middles",
      // The count belongs to the area: nearer than a continent it is always shown, beside the middle where something else stands there.
      layout: {
        "text-field": ["get", "label"],
        "text-font": FONT,
        "text-size": 12,
        "symbol-sort-key": ["-", 0, ["get", "count"]],
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
        "text-radial-offset": 0.9,
        "text-overlap": ["step", ["zoom"], "never", COUNTED_FROM, "always"],
      },
      paint: { "text-color": colour.hatch, "text-halo-color": colour.halo, "text-halo-width": 1.6 },
    },
    {
      id: "cluster-counts",
      type: "symbol",
      source: "points",
      "source-layer": "points",
      filter: ["has", "point_count"],
      layout: {
        "text-field": ["to-string", ["get", "point_count_abbreviated"]],
        "text-font": FONT,
        "text-size": 12,
        "text-allow-overlap": true,
      },
      paint: { "text-color": colour.markInk },
    },
  ];
}

/** A tile of diagonal lines, for areas within which nobody knows where. */
export function hatch(colour: string): ImageData {
  const size = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 2, size + 2);
    context.lineTo(shift + size + 2, -2);
  }
  context.stroke();
  return context.getImageData(0, 0, size, size);
}
