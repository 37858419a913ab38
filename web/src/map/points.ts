// The map's columns as things to draw: spots that cluster, and discs that do not.
//
// Pure. What is known to a site or a settlement is a spot. What is known to a district, a province, a
// region or a sea is a disc over it, with a count: a dot there would say more than anybody knows.

import type { Feature, FeatureCollection, Point, Polygon } from "geojson";

/** The answer of `/api/v1/map`: one entry a column for each incident that has coordinates. */
export interface Columns {
  ids: string[];
  lat: number[];
  lon: number[];
  precision: number[];
  radius_km: (number | null)[];
  day: (number | null)[];
  type: (number | null)[];
  killed: (number | null)[];
  country: (number | null)[];
  precisions: string[];
  types: string[];
  countries: string[];
  areas: Area[];
  unlocated: number;
  undated: number;
  total: number;
}

/** Incidents known to a country and no nearer. */
export interface Area {
  kind: string;
  code: string;
  name: string;
  count: number;
  lat: number;
  lon: number;
}

/** What a spot tells the map: its place in the columns, and whether its site is known. */
export interface Spot {
  i: number;
  exact: boolean;
}

/** What a disc tells the map. */
export interface Disc {
  count: number;
  lat: number;
  lon: number;
  kind: string;
  /** Place in the columns where it stands for one incident; -1 for several. */
  only: number;
}

/** Incidents known to a site or a settlement, as points. */
export function spots(columns: Columns): Feature<Point, Spot>[] {
  const found: Feature<Point, Spot>[] = [];
  for (let i = 0; i < columns.ids.length; i += 1) {
    const precision = columns.precisions[columns.precision[i] ?? -1];
    if (precision === "site" || precision === "settlement") {
      found.push({
        type: "Feature",
        properties: { i, exact: precision === "site" },
        geometry: { type: "Point", coordinates: [columns.lon[i] ?? 0, columns.lat[i] ?? 0] },
      });
    }
  }
  return found;
}

/** One disc for each area that incidents are known to, smaller ones last so that they lie on top. */
export function discs(columns: Columns): FeatureCollection<Polygon, Disc> {
  const areas = new Map<string, { kind: string; at: number; radius: number; count: number }>();
  for (let i = 0; i < columns.ids.length; i += 1) {
    const kind = columns.precisions[columns.precision[i] ?? -1] ?? "";
    if (kind === "site" || kind === "settlement") {
      continue;
    }
    const radius = columns.radius_km[i] ?? 30;
    const key = `${kind} ${columns.lat[i]} ${columns.lon[i]} ${radius}`;
    const area = areas.get(key);
    if (area === undefined) {
      areas.set(key, { kind, at: i, radius, count: 1 });
    } else {
      area.count += 1;
    }
  }
  const sorted = [...areas.values()].sort((a, b) => b.radius - a.radius || a.at - b.at);
  return {
    type: "FeatureCollection",
    features: sorted.map(({ kind, at, radius, count }) => {
      const [lat, lon] = [columns.lat[at] ?? 0, columns.lon[at] ?? 0];
      return {
        type: "Feature",
        properties: { count, lat, lon, kind, only: count === 1 ? at : -1 },
        geometry: { type: "Polygon", coordinates: [circle(lat, lon, radius)] },
      };
    }),
  };
}

/** The middles of discs and countries, for their counts. */
export function middles(columns: Columns, found: FeatureCollection<Polygon, Disc>): FeatureCollection<Point> {
  const at = (lat: number, lon: number, count: number): Feature<Point> => ({
    type: "Feature",
    properties: { count, label: count.toLocaleString("en") },
    geometry: { type: "Point", coordinates: [lon, lat] },
  });
  return {
    type: "FeatureCollection",
    features: [
      ...columns.areas.map((area) => at(area.lat, area.lon, area.count)),
      ...found.features.map(({ properties }) => at(properties.lat, properties.lon, properties.count)),
    ],
  };
}

const EARTH_KM = 6371.0088;

/** A circle on the globe, as a closed ring of longitudes and latitudes. */
export function circle(lat: number, lon: number, km: number, corners = 48): [number, number][] {
  const [phi, angle] = [(lat * Math.PI) / 180, Math.min(km / EARTH_KM, Math.PI / 2)];
  const ring: [number, number][] = [];
  for (let corner = 0; corner < corners; corner += 1) {
    const bearing = (-2 * Math.PI * corner) / corners;
    const sine = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing);
    const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * sine);
    const north = (Math.asin(Math.max(-1, Math.min(1, sine))) * 180) / Math.PI;
    ring.push([lon + (east * 180) / Math.PI, Math.max(-85, Math.min(85, north))]);
  }
  ring.push(ring[0] as [number, number]);
  return ring;
}

/** West, south, east and north of all that is drawn; `null` where nothing is. */
export function bounds(columns: Columns): [number, number, number, number] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (lat: number, lon: number) => {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  };
  for (let i = 0; i < columns.ids.length; i += 1) {
    grow(columns.lat[i] ?? 0, columns.lon[i] ?? 0);
  }
  for (const area of columns.areas) {
    grow(area.lat, area.lon);
  }
  return west > east ? null : [west, south, east, north];
}
