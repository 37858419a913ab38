// What the page and the worker that holds the points say to each other.

import type { FeatureCollection, Point, Polygon } from "geojson";
import type { Area, Columns, Disc } from "./points.ts";

/** From the page. */
export type Ask =
  | { ask: "load"; number: number; url: string }
  | { ask: "take"; number: number; columns: Columns }
  | { ask: "tile"; number: number; z: number; x: number; y: number }
  | { ask: "cluster"; number: number; cluster: number }
  | { ask: "id"; number: number; at: number };

/** What was loaded. */
export interface Loaded {
  points: number;
  total: number;
  unlocated: number;
  undated: number;
  bounds: [number, number, number, number] | null;
  areas: Area[];
  discs: FeatureCollection<Polygon, Disc>;
  middles: FeatureCollection<Point>;
}

/** What a cluster holds: where it comes apart, and some of its incidents. */
export interface Cluster {
  zoom: number;
  ids: string[];
}

/** From the worker, with the number of what was asked. */
export type Reply = { number: number } & ({ value: Loaded | ArrayBuffer | Cluster | string } | { error: string });
