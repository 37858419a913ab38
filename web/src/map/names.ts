// Where the names of countries stand: in the middle of their largest part.

import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from "geojson";

/** Outlines as `/api/v1/basemap` gives them. */
export type Outlines = FeatureCollection<Polygon | MultiPolygon, { code?: string; name?: string }>;

/** One point a country, with its name; large countries first where names collide. */
export function names(outlines: Outlines): FeatureCollection<Point> {
  const features: Feature<Point>[] = [];
  for (const { geometry, properties } of outlines.features) {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    let best = { area: 0, at: null as Position | null };
    for (const part of parts) {
      const found = middle(part[0] ?? []);
      if (found.area > best.area) {
        best = found;
      }
    }
    if (best.at !== null && properties.name !== undefined) {
      features.push({
        type: "Feature",
        properties: { name: properties.name, rank: -best.area },
        geometry: { type: "Point", coordinates: best.at },
      });
    }
  }
  return { type: "FeatureCollection", features };
}

/** Area (square degrees, unsigned) and centre of gravity of a ring. */
function middle(ring: Position[]): { area: number; at: Position | null } {
  let [twice, x, y] = [0, 0, 0];
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [x0, y0] = ring[at] as [number, number];
    const [x1, y1] = ring[at + 1] as [number, number];
    const cross = x0 * y1 - x1 * y0;
    twice += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  }
  return twice === 0 ? { area: 0, at: null } : { area: Math.abs(twice / 2), at: [x / (3 * twice), y / (3 * twice)] };
}
