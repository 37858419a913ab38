// One incident as the map's columns, so that it is drawn as it is among all others.

import type { Columns } from "./points.ts";

/** What is known of an incident's place. */
export interface Placed {
  id?: string;
  title?: string;
  lat?: number;
  lon?: number;
  precision?: string;
  radius_km?: number | null;
  country?: string;
}

/** Columns of one row; a country is an area. */
export function one(incident: Placed): Columns {
  const [lat, lon, precision] = [incident.lat ?? 0, incident.lon ?? 0, incident.precision ?? "settlement"];
  const country = precision === "country";
  return {
    ids: country ? [] : [incident.id ?? ""],
    lat: country ? [] : [lat],
    lon: country ? [] : [lon],
    precision: country ? [] : [0],
    radius_km: country ? [] : [incident.radius_km ?? null],
    day: country ? [] : [null],
    type: country ? [] : [null],
    killed: country ? [] : [null],
    country: country ? [] : [null],
    precisions: [precision],
    types: [],
    countries: [],
    areas: country ? [{ kind: "country", code: incident.country ?? "", name: "", count: 1, lat, lon }] : [],
    unlocated: 0,
    undated: 0,
    total: 1,
  };
}
