// Decisions on their way to the casebook: shown at once, sent one after the other, never lost, never done twice.
//
// A write stands in the browser's storage from the key press until the casebook has taken it, each under its own
// name. The name goes with it (`Idempotency-Key`), and the casebook does what comes under a name once: whatever
// got lost on the way is simply sent again. It stands there for one person at one casebook, and goes out for
// these alone. What the casebook refuses is given back to the page that asked; where that page is gone, it is
// kept with the reason until somebody dismisses it or sends it again.

/** What a page asks to be written. */
export interface Asked {
  method: "POST" | "PUT" | "DELETE";
  path: string;
  body: unknown;
  /** For people: "accept wire-kabul#i01". */
  label: string;
}

/** One write, as it is kept. */
export interface Write extends Asked {
  /** Names it, for the casebook too. */
  id: string;
  /** Who decided. */
  by: string;
  /** At which casebook. */
  casebook: string;
  /** When, in milliseconds of the browser's clock; they are sent in this order. */
  made: number;
  /** The page that waits for its answer; empty where none does. */
  page: string;
  /** Why it was not done. */
  refused?: string;
}

/** How it ended. */
export type Outcome =
  | { ok: true; answer: Record<string, unknown> }
  | { ok: false; status: number; detail: string; problem: Record<string, unknown>; kept: boolean };

/** Who decides, and where. */
export interface Reader {
  name: string;
  casebook: string;
}

/** What the outbox needs of the browser; tests bring their own. */
export interface World {
  fetch(path: string, init: { method: string; headers: Record<string, string>; body: string }): Promise<Response>;
  wait(milliseconds: number): Promise<void>;
  /** Everything that is stored, by any page. */
  load(): string[];
  save(id: string, text: string): void;
  drop(id: string): void;
  csrf(): string;
  reader(): Reader;
  now(): number;
  /** A name that nobody else has. */
  name(): string;
  /** Does something while no other page does such a thing. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** This page's name, and the names of those that are open; `null` where nobody can say. */
  page: string;
  pages(): Promise<Set<string> | null>;
}

/** What is told about the state of the outbox. */
export interface Told {
  /** Writes of this page, and those left behind, that are not in the casebook yet. */
  waiting: number;
  trouble: string | null;
  /** Left behind and refused. */
  refused: Write[];
  /** How many wait for somebody else to sign in, by name. */
  others: Map<string, number>;
}

/** The casebook remembers for thirty days what it has taken; what was tried before that may be in it or not. */
const TOO_OLD = 25 * 24 * 60 * 60 * 1000;

/** Refusals that are not for good: too slow, too often, too busy, or a proxy's whose desk is away. */
const PASSING = new Set([408, 429, 502, 503, 504]);

const UNREACHED = "The desk cannot be reached. Your decisions are kept here and sent as soon as it answers.";
const BUSY = "The casebook is busy. Your decisions are kept here and sent again.";

export class Outbox {
  /** Of this page, in order. */
  readonly #own: Write[] = [];
  readonly #ends = new Map<string, (outcome: Outcome) => void>();
  readonly #listeners: ((told: Told) => void)[] = [];
  #running = false;
  #trouble: string | null = null;
  /** Left behind by pages that are gone, as last looked. */
  #left = 0;
  /** What waits until its reader has signed in again; another page sends it then. */
  readonly #passed = new Set<string>();

  constructor(private readonly world: World) {}

  /** This page's name. */
  get page(): string {
    return this.world.page;
  }

  /** How many decisions of this page are not in the casebook yet. */
  get waiting(): number {
    return this.#own.length;
  }

  /** What is stored, in order; unreadable things are none. */
  #stored(): Write[] {
    const writes = this.world.load().map(read).filter((write) => write !== null);
    return writes.sort((a, b) => a.made - b.made || (a.id < b.id ? -1 : 1));
  }

  listen(listener: (told: Told) => void): void {
    this.#listeners.push(listener);
  }

  /** Sends what pages before this one left behind, and shows what of it was refused. */
  async resume(): Promise<number> {
    this.#left = (await this.#behind()).length;
    this.#tell();
    if (this.#left > 0) {
      void this.#run();
    }
    return this.#left;
  }

  /** Queues a write; resolves when the casebook has taken or refused it. */
  send(asked: Asked): Promise<Outcome> {
    const { name, casebook } = this.world.reader();
    const last = this.#own.at(-1)?.made ?? 0;
    const made = Math.max(this.world.now(), last + 1);
    const write: Write = { ...asked, id: this.world.name(), by: name, casebook, made, page: this.world.page };
    return new Promise((resolve) => {
      this.#ends.set(write.id, resolve);
      this.#own.push(write);
      this.#keep(write);
      this.#tell();
      void this.#run();
    });
  }

  /** Sends again what was refused, under a name of its own: it is a new try. */
  async again(id: string): Promise<void> {
    const write = this.#stored().find((one) => one.id === id);
    if (write === undefined) {
      return;
    }
    const { refused: _, ...rest } = write;
    this.world.drop(id);
    this.#keep({ ...rest, id: this.world.name(), made: this.world.now(), page: "" });
    await this.resume();
  }

  /** Forgets what was refused. */
  dismiss(id: string): void {
    this.world.drop(id);
    this.#tell();
  }

  /** What pages that are gone left behind for this reader, and may be sent. */
  async #behind(): Promise<Write[]> {
    const pages = await this.world.pages();
    const gone = (write: Write) => write.page !== this.world.page && (write.page === "" || pages === null || !pages.has(write.page));
    return this.#stored().filter((write) => this.#mine(write) && write.refused === undefined && !this.#passed.has(write.id) && gone(write));
  }

  #mine(write: Write): boolean {
    const { name, casebook } = this.world.reader();
    return write.by === name && write.casebook === casebook;
  }

  async #run(): Promise<void> {
    if (this.#running) {
      return;
    }
    this.#running = true;
    for (let tries = 0; ; ) {
      // What was left behind was decided earlier. One write at a time, so that other pages have their turn.
      const step = await this.world.alone(async () => {
        const behind = await this.#behind();
        this.#left = behind.length;
        const write = behind[0] ?? this.#own[0];
        return write === undefined ? "done" : this.#step(write, behind[0] === undefined);
      });
      if (step === "done") {
        break;
      }
      if (step === "later") {
        tries += 1;
        await this.world.wait(Math.min(500 * 2 ** (tries - 1), 15_000));
      } else {
        tries = 0;
      }
    }
    this.#running = false;
  }

  /** Tries one write, and does with it what has to be done then. */
  async #step(write: Write, own: boolean): Promise<"next" | "later"> {
    if (!own && this.world.now() - write.made > TOO_OLD) {
      this.#refuse(write, "It is so old that nobody can tell any more whether it was done. Look, and send it again if not.");
      return "next";
    }
    const outcome = await this.#attempt(write);
    if (typeof outcome === "string") {
      this.#trouble = outcome;
      this.#tell();
      return "later";
    }
    this.#trouble = null;
    if (outcome.ok) {
      this.world.drop(write.id);
    } else if (outcome.kept) {
      this.#keep({ ...write, page: "" });
      this.#passed.add(write.id);
      this.#trouble = outcome.detail;
    } else if (own) {
      this.world.drop(write.id);
    } else {
      this.#refuse(write, outcome.detail);
    }
    if (own) {
      this.#own.shift();
      this.#ends.get(write.id)?.(outcome);
      this.#ends.delete(write.id);
    } else {
      this.#left -= 1;
    }
    this.#tell();
    return "next";
  }

  /** One try; a sentence means "try again later". */
  async #attempt(write: Write): Promise<Outcome | string> {
    let response: Response;
    try {
      response = await this.world.fetch(write.path, {
        method: write.method,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRF-Token": this.world.csrf(),
          "Idempotency-Key": write.id,
        },
        body: JSON.stringify(write.body ?? {}),
      });
    } catch {
      return UNREACHED;
    }
    if (PASSING.has(response.status)) {
      return BUSY;
    }
    const answer = await readJson(response);
    if (response.ok) {
      // An answer that was cut off is asked for again.
      return answer === null ? UNREACHED : { ok: true, answer };
    }
    const problem = answer ?? {};
    if (response.status === 401 || (response.status === 403 && problem["stale"] === true)) {
      const detail = "You are no longer signed in here. The decision is kept, and sent when you sign in again.";
      return { ok: false, status: response.status, detail, problem, kept: true };
    }
    const said = problem["detail"] ?? problem["title"];
    const detail = typeof said === "string" ? said : `The desk answered ${response.status}.`;
    return { ok: false, status: response.status, detail, problem, kept: false };
  }

  #refuse(write: Write, why: string): void {
    this.#keep({ ...write, page: "", refused: why });
    this.#tell();
  }

  #keep(write: Write): void {
    this.world.save(write.id, JSON.stringify(write));
  }

  #tell(): void {
    const stored = this.#stored();
    const others = new Map<string, number>();
    for (const write of stored) {
      if (!this.#mine(write)) {
        const { name, casebook } = this.world.reader();
        const whose = write.casebook === casebook ? write.by : write.by === name ? "another casebook" : `${write.by} at another casebook`;
        others.set(whose, (others.get(whose) ?? 0) + 1);
      }
    }
    const refused = stored.filter((write) => this.#mine(write) && write.refused !== undefined);
    for (const listener of this.#listeners) {
      listener({ waiting: this.#own.length + this.#left, trouble: this.#trouble, refused, others });
    }
  }
}

async function readJson(response: Response): Promise<Record<string, unknown> | null> {
  try {
    const value: unknown = await response.json();
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return null;
  }
}

function read(text: string): Write | null {
  try {
    const value: unknown = JSON.parse(text);
    return isWrite(value) ? value : null;
  } catch {
    return null;
  }
}

function isWrite(value: unknown): value is Write {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const write = value as Partial<Write>;
  const words = [write.id, write.path, write.method, write.label, write.by, write.casebook, write.page];
  return words.every((word) => typeof word === "string") && (write.path ?? "").startsWith("/api/") && typeof write.made === "number";
}
