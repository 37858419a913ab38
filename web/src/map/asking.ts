// Asks the worker that holds the points, and waits for its answer.

import type { Ask, Cluster, Loaded, Reply } from "./messages.ts";
import type { Columns } from "./points.ts";

type Question = Ask extends infer One ? (One extends Ask ? Omit<One, "number"> : never) : never;

export class Points {
  readonly #worker: Worker;
  readonly #open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #number = 0;

  constructor() {
    this.#worker = new Worker(new URL("points-worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", (event: MessageEvent<Reply>) => {
      const reply = event.data;
      const waiting = this.#open.get(reply.number);
      this.#open.delete(reply.number);
      if ("error" in reply) {
        waiting?.reject(new Error(reply.error));
      } else {
        waiting?.resolve(reply.value);
      }
    });
  }

  load(url: string): Promise<Loaded> {
    return this.#ask({ ask: "load", url }) as Promise<Loaded>;
  }

  take(columns: Columns): Promise<Loaded> {
    return this.#ask({ ask: "take", columns }) as Promise<Loaded>;
  }

  tile(z: number, x: number, y: number): Promise<ArrayBuffer> {
    return this.#ask({ ask: "tile", z, x, y }) as Promise<ArrayBuffer>;
  }

  cluster(cluster: number): Promise<Cluster> {
    return this.#ask({ ask: "cluster", cluster }) as Promise<Cluster>;
  }

  id(at: number): Promise<string> {
    return this.#ask({ ask: "id", at }) as Promise<string>;
  }

  #ask(question: Question): Promise<unknown> {
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#open.set(number, { resolve, reject });
      this.#worker.postMessage({ ...question, number });
    });
  }
}
