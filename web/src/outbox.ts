// Decisions on their way to the casebook: shown at once, sent one after the other, never lost.
//
// A write that could not be sent stays in the browser's storage, is tried again, and is there still after
// a reload. One whose answer got lost is sent again only if the casebook has not changed since (`If-Match`),
// so that nothing is done twice. One that the casebook refuses is given back to the page with its reason.

/** One write. */
export interface Write {
  /** Names it in storage. */
  id: string;
  method: "POST" | "PUT" | "DELETE";
  path: string;
  body: unknown;
  /** For people: "accept wire-kabul#i01". */
  label: string;
  /** The casebook's stamp when it was first sent and no answer came. */
  sentAt?: string;
}

/** How it ended. */
export type Outcome =
  | { ok: true; answer: Record<string, unknown> }
  | { ok: false; status: number; detail: string; problem: Record<string, unknown> };

/** What the outbox needs of the browser; tests bring their own. */
export interface World {
  fetch(path: string, init: { method: string; headers: Record<string, string>; body: string }): Promise<Response>;
  wait(milliseconds: number): Promise<void>;
  load(): string | null;
  save(text: string | null): void;
  csrf(): string;
  /** The casebook's stamp as last heard. */
  etag(): string | null;
  heard(etag: string): void;
}

/** What is told about the state of the outbox. */
export interface Told {
  waiting: number;
  trouble: string | null;
}

export class Outbox {
  #writes: Write[];
  #ends = new Map<string, (outcome: Outcome) => void>();
  #running = false;
  #listeners: ((told: Told) => void)[] = [];
  #trouble: string | null = null;

  constructor(private readonly world: World) {
    this.#writes = stored(world.load());
  }

  /** How many decisions are not in the casebook yet. */
  get waiting(): number {
    return this.#writes.length;
  }

  listen(listener: (told: Told) => void): void {
    this.#listeners.push(listener);
  }

  /** Sends what a page before this one left behind. */
  resume(): void {
    void this.#run();
  }

  /** Queues a write; resolves when the casebook has taken or refused it. */
  send(write: Omit<Write, "id">): Promise<Outcome> {
    const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    return new Promise((resolve) => {
      this.#ends.set(id, resolve);
      this.#writes.push({ ...write, id });
      this.#keep();
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#running) {
      return;
    }
    this.#running = true;
    for (let tries = 0, write = this.#writes[0]; write !== undefined; write = this.#writes[0]) {
      const outcome = await this.#attempt(write);
      if (outcome === null) {
        tries += 1;
        await this.world.wait(Math.min(500 * 2 ** (tries - 1), 15_000));
        continue;
      }
      tries = 0;
      this.#trouble = null;
      this.#writes.shift();
      this.#keep();
      this.#ends.get(write.id)?.(outcome);
      this.#ends.delete(write.id);
    }
    this.#running = false;
  }

  /** One try; `null` means "try again later". */
  async #attempt(write: Write): Promise<Outcome | null> {
    const headers: Record<string, string> = {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRF-Token": this.world.csrf(),
    };
    if (write.sentAt !== undefined) {
      headers["If-Match"] = write.sentAt;
    }
    const before = this.world.etag();
    let response: Response;
    try {
      response = await this.world.fetch(write.path, {
        method: write.method,
        headers,
        body: JSON.stringify(write.body ?? {}),
      });
    } catch {
      if (write.sentAt === undefined && before !== null) {
        write.sentAt = before;
      }
      return this.#later("The desk cannot be reached. Your decisions are kept here and sent as soon as it answers.");
    }
    if (response.status === 503 || response.status === 429) {
      return this.#later("The casebook is busy. Your decisions are kept here and sent again.");
    }
    const answer = await readJson(response);
    if (response.ok) {
      const etag = answer["etag"] ?? response.headers.get("ETag");
      if (typeof etag === "string") {
        this.world.heard(etag);
      }
      return { ok: true, answer };
    }
    if (response.status === 412) {
      return refused(412, "The answer to this got lost, and the casebook has changed since. Look whether it is done, and do it again if not.", answer);
    }
    const detail = answer["detail"] ?? answer["title"];
    return refused(response.status, typeof detail === "string" ? detail : `The desk answered ${response.status}.`, answer);
  }

  #later(trouble: string): null {
    this.#trouble = trouble;
    this.#keep();
    return null;
  }

  #keep(): void {
    this.world.save(this.#writes.length === 0 ? null : JSON.stringify(this.#writes));
    for (const listener of this.#listeners) {
      listener({ waiting: this.#writes.length, trouble: this.#trouble });
    }
  }
}

function refused(status: number, detail: string, problem: Record<string, unknown>): Outcome {
  return { ok: false, status, detail, problem };
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const value: unknown = await response.json();
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function stored(text: string | null): Write[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isWrite) : [];
  } catch {
    return [];
  }
}

function isWrite(value: unknown): value is Write {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const write = value as Partial<Write>;
  return typeof write.id === "string" && typeof write.path === "string" && write.path.startsWith("/api/") && typeof write.method === "string";
}
