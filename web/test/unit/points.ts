import assert from "node:assert/strict";
import test from "node:test";
import { names } from "../../src/map/names.ts";
import { one } from "../../src/map/one.ts";
import { bounds, circle, type Columns, discs, middles, spots } from "../../src/map/points.ts";

function columns(rows: [string, number, number, string, number][], areas: Columns["areas"] = []): Columns {
  const precisions = ["site", "settlement", "admin2", "admin1", "region", "country", "sea"];
  return {
    ids: rows.map(([id]) => id),
    lat: rows.map(([, lat]) => lat),
    lon: rows.map(([, , lon]) => lon),
    precision: rows.map(([, , , precision]) => precisions.indexOf(precision)),
    radius_km: rows.map(([, , , , radius]) => radius),
    day: rows.map(() => null),
    type: rows.map(() => 0),
    killed: rows.map(() => null),
    country: rows.map(() => 0),
    precisions,
    types: ["bombing"],
    countries: ["AF"],
    areas,
    unlocated: 0,
    undated: 0,
    total: rows.length,
  };
}

const some = columns(
  [
    ["Ia", 34.35, 62.2, "site", 1],
    ["Ib", 34.35, 62.2, "settlement", 12],
    ["Ic", 34.0, 62.0, "admin1", 120],
    ["Id", 34.0, 62.0, "admin1", 120],
    ["Ie", 34.5, 61.0, "admin2", 30],
  ],
  [{ kind: "country", code: "AF", name: "Afghanistan", count: 4, lat: 33.9, lon: 67.7 }],
);

test("what is known to a town or better is a spot, and says which", () => {
  assert.deepEqual(spots(some).map(({ properties }) => properties), [{ i: 0, exact: true }, { i: 1, exact: false }]);
});

test("what is known to an area is no spot, and one disc an area", () => {
  const found = discs(some).features.map(({ properties }) => [properties.kind, properties.count, properties.only]);
  assert.deepEqual(found, [["admin1", 2, -1], ["admin2", 1, 4]]);
});

test("nothing is lost between spots, discs and countries", () => {
  const drawn = spots(some).length + discs(some).features.reduce((sum, disc) => sum + disc.properties.count, 0);
  assert.equal(drawn, some.ids.length);
  const counts = middles(some, discs(some)).features.map((feature) => feature.properties?.["count"]);
  assert.deepEqual(counts, [4, 2, 1]);
});

test("small discs lie on top of large ones", () => {
  const radii = discs(some).features.map(({ geometry }) => Math.abs((geometry.coordinates[0]?.[0]?.[1] ?? 0) - 34));
  assert.ok((radii[0] ?? 0) > (radii[1] ?? 9));
});

test("a circle has its radius in every latitude, and is closed", () => {
  for (const lat of [0, 34, 60]) {
    const ring = circle(lat, 20, 100);
    assert.deepEqual(ring[0], ring.at(-1));
    const north = Math.max(...ring.map(([, y]) => y));
    assert.ok(Math.abs(((north - lat) * Math.PI * 6371) / 180 - 100) < 0.5, String(lat));
  }
});

test("the map frames all that is drawn, countries too", () => {
  assert.deepEqual(bounds(some), [61, 33.9, 67.7, 34.5]);
  assert.equal(bounds(columns([])), null);
});

test("one incident is drawn as it is among all others", () => {
  assert.equal(spots(one({ id: "I1", lat: 1, lon: 2, precision: "site" })).length, 1);
  assert.equal(discs(one({ id: "I1", lat: 1, lon: 2, precision: "admin1", radius_km: 50 })).features[0]?.properties.only, 0);
  assert.deepEqual(one({ lat: 1, lon: 2, precision: "country", country: "AF" }).areas.map(({ code }) => code), ["AF"]);
});

test("a country's name stands in its largest part", () => {
  const square = (x: number, size: number) => [[[x, 0], [x + size, 0], [x + size, size], [x, size], [x, 0]]];
  const named = names({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: { code: "XX", name: "Two Parts" }, geometry: { type: "MultiPolygon", coordinates: [square(0, 1), square(50, 4)] } }],
  });
  assert.deepEqual(named.features[0]?.geometry.coordinates, [52, 2]);
});
