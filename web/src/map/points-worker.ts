// Holds the points of the map, so that a quarter of a million of them never stand in the way of a frame.
//
// It fetches the columns, builds the clusters and cuts vector tiles; the page asks for tiles as the map moves.

import { fromGeojsonVt } from "@maplibre/vt-pbf";
import Supercluster from "supercluster";
import type { Ask, Cluster, Loaded, Reply } from "./messages.ts";
import { bounds, type Columns, discs, middles, spots, type Spot } from "./points.ts";

/** Above this zoom nothing clusters; spots at one place stay together. */
const CLUSTER_TO = 14;

let columns: Columns | null = null;
let clusters: Supercluster<Spot> | null = null;

addEventListener("message", (event: MessageEvent<Ask>) => {
  void answer(event.data);
});

async function answer(ask: Ask): Promise<void> {
  const { number } = ask;
  try {
    const value = ask.ask === "load" ? take(await fetched(ask.url)) : told(ask);
    reply({ number, value });
  } catch (error) {
    reply({ number, error: error instanceof Error ? error.message : String(error) });
  }
}

function reply(message: Reply): void {
  const packed = "value" in message && message.value instanceof ArrayBuffer ? [message.value] : [];
  postMessage(message, { transfer: packed });
}

function told(ask: Exclude<Ask, { ask: "load" }>): ArrayBuffer | Cluster | Loaded | string {
  switch (ask.ask) {
    case "take":
      return take(ask.columns);
    case "tile":
      return tile(ask.z, ask.x, ask.y);
    case "cluster":
      return cluster(ask.cluster);
    case "id":
      return columns?.ids[ask.at] ?? "";
  }
}

async function fetched(url: string): Promise<Columns> {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    throw new Error(`the desk answered ${response.status}`);
  }
  return (await response.json()) as Columns;
}

function take(fresh: Columns): Loaded {
  const index = new Supercluster<Spot>({ radius: 44, extent: 512, maxZoom: CLUSTER_TO, minPoints: 2 });
  const points = spots(fresh);
  index.load(points);
  [columns, clusters] = [fresh, index];
  const areas = discs(fresh);
  return {
    points: points.length,
    total: fresh.total,
    unlocated: fresh.unlocated,
    undated: fresh.undated,
    bounds: bounds(fresh),
    areas: fresh.areas,
    discs: areas,
    middles: middles(fresh, areas),
  };
}

function tile(z: number, x: number, y: number): ArrayBuffer {
  const found = clusters?.getTile(z, x, y);
  if (found === null || found === undefined) {
    return new ArrayBuffer(0);
  }
  const bytes = fromGeojsonVt({ points: found as never }, { version: 2, extent: 512 });
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

function cluster(id: number): Cluster {
  if (clusters === null || columns === null) {
    return { zoom: 0, ids: [] };
  }
  const leaves = clusters.getLeaves(id, 20);
  return {
    zoom: clusters.getClusterExpansionZoom(id),
    ids: leaves.map((leaf) => columns?.ids[leaf.properties.i] ?? ""),
  };
}
