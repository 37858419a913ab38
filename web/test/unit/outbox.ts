import assert from "node:assert/strict";
import test from "node:test";
import { type Asked, Outbox, type Told, type World } from "../../src/outbox.ts";

type Reply = "lost" | "cut" | { status: number; body?: unknown };

interface Sent {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** What pages of one browser share. */
class Shared {
  readonly stored = new Map<string, string>();
  readonly open = new Set<string>();
  now = 1_000_000;
  names = 0;
  turn: Promise<unknown> = Promise.resolve();
}

interface Fake extends World {
  shared: Shared;
  asked: Sent[];
  who: { name: string; casebook: string };
}

/** A page of a browser. */
function world(replies: Reply[], shared = new Shared(), page = `page${shared.open.size}`): Fake {
  shared.open.add(page);
  const fake: Fake = {
    shared,
    asked: [],
    who: { name: "rita", casebook: "c0ffee" },
    page,
    async fetch(path, init) {
      fake.asked.push({ path, headers: init.headers, body: init.body });
      const reply = replies.shift() ?? { status: 200, body: {} };
      await new Promise((resolve) => setTimeout(resolve));
      if (reply === "lost") {
        throw new TypeError("network");
      }
      return reply === "cut" ? new Response('{"deci', { status: 200 }) : new Response(JSON.stringify(reply.body ?? {}), { status: reply.status });
    },
    async wait() {},
    load: () => [...shared.stored.values()],
    save: (id, text) => void shared.stored.set(id, text),
    drop: (id) => void shared.stored.delete(id),
    csrf: () => "token",
    reader: () => fake.who,
    now: () => shared.now,
    name: () => `n${(shared.names += 1)}`,
    alone: (work) => {
      const next = shared.turn.then(work);
      shared.turn = next.catch(() => undefined);
      return next;
    },
    pages: async () => shared.open,
  };
  return fake;
}

const accept: Asked = { method: "POST", path: "/api/v1/decisions/accept", body: { account: "r#i01" }, label: "accept r#i01" };

/** Lets everything that is under way come to its end. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 25));

const keys = (fake: Fake) => fake.asked.map((asked) => asked.headers["Idempotency-Key"]);

/** A page that decides, gets no answer, and is closed. */
async function closed(shared: Shared, who = { name: "rita", casebook: "c0ffee" }): Promise<void> {
  const fake = world([], shared, `closed${shared.names}`);
  fake.who = who;
  fake.fetch = () => new Promise(() => undefined);
  fake.alone = (work) => work();
  void new Outbox(fake).send(accept);
  await settled();
  shared.open.delete(fake.page);
}

test("a decision is kept until the casebook has taken it", async () => {
  const fake = world([{ status: 200, body: { decisions: [1] } }]);
  const sent = new Outbox(fake).send(accept);
  assert.ok([...fake.shared.stored.values()][0]?.includes("r#i01"));
  assert.deepEqual(await sent, { ok: true, answer: { decisions: [1] } });
  assert.equal(fake.shared.stored.size, 0);
});

test("whatever gets lost is sent again under the same name", async () => {
  const fake = world(["lost", { status: 503 }, "cut", { status: 502 }, { status: 200 }]);
  assert.ok((await new Outbox(fake).send(accept)).ok);
  assert.equal(fake.asked.length, 5);
  assert.equal(new Set(keys(fake)).size, 1);
  assert.ok((await new Outbox(fake).send(accept)).ok);
  assert.equal(new Set(keys(fake)).size, 2, "another decision has another name");
});

test("a refusal comes back with its reason and does not stop the next decision", async () => {
  const fake = world([{ status: 409, body: { detail: "killed has no words behind it" } }, { status: 200 }]);
  const outbox = new Outbox(fake);
  const [first, second] = await Promise.all([outbox.send(accept), outbox.send(accept)]);
  assert.ok(!first.ok && first.detail === "killed has no words behind it" && !first.kept);
  assert.ok(second.ok);
  assert.equal(fake.shared.stored.size, 0, "the page has told it");
});

test("a busy casebook is asked again", async () => {
  const told: (string | null)[] = [];
  const outbox = new Outbox(world([{ status: 503 }, { status: 429 }, { status: 200 }]));
  outbox.listen((state) => told.push(state.trouble));
  assert.ok((await outbox.send(accept)).ok);
  assert.ok(told.some((trouble) => trouble?.includes("busy")));
  assert.equal(told.at(-1), null);
});

test("decisions arrive in the order in which they were made", async () => {
  const fake = world(["lost", { status: 200 }, { status: 200 }, { status: 200 }]);
  const outbox = new Outbox(fake);
  await Promise.all([1, 2, 3].map((number) => outbox.send({ ...accept, body: { number } })));
  assert.deepEqual(fake.asked.map((asked) => asked.body), ['{"number":1}', '{"number":1}', '{"number":2}', '{"number":3}']);
});

test("what a closed page left behind is sent by the next, under its name", async () => {
  const shared = new Shared();
  await closed(shared);
  const fake = world([{ status: 200 }], shared);
  assert.equal(await new Outbox(fake).resume(), 1);
  await settled();
  assert.deepEqual(keys(fake), ["n1"]);
  assert.equal(shared.stored.size, 0);
});

test("two pages that open at once send what was left behind once", async () => {
  const shared = new Shared();
  await closed(shared);
  const [one, two] = [world([], shared, "one"), world([], shared, "two")];
  await Promise.all([new Outbox(one).resume(), new Outbox(two).resume()]);
  await settled();
  assert.equal(one.asked.length + two.asked.length, 1);
});

test("a page leaves to an open page what that one sends", async () => {
  const shared = new Shared();
  const busy = world([{ status: 503 }, { status: 200 }], shared, "busy");
  let go = () => undefined as void;
  busy.wait = () => new Promise((resolve) => (go = resolve));
  const sent = new Outbox(busy).send(accept);
  await settled();
  const other = world([], shared, "other");
  assert.equal(await new Outbox(other).resume(), 0);
  assert.ok((await new Outbox(other).send(accept)).ok, "and is not held up by it");
  assert.equal(other.asked.length, 1);
  go();
  assert.ok((await sent).ok);
});

test("where a browser cannot say which pages are open, all send under the same names", async () => {
  const shared = new Shared();
  await closed(shared);
  const [one, two] = [world(["lost", { status: 200 }], shared, "one"), world([], shared, "two")];
  for (const fake of [one, two]) {
    fake.alone = (work) => work();
    fake.pages = async () => null;
  }
  await Promise.all([new Outbox(one).resume(), new Outbox(two).resume()]);
  await settled();
  assert.deepEqual(new Set([...keys(one), ...keys(two)]), new Set(["n1"]));
  assert.equal(shared.stored.size, 0);
});

test("decisions go out under the name of who made them, at the casebook they were made at, or not at all", async () => {
  const shared = new Shared();
  await closed(shared, { name: "rita", casebook: "c0ffee" });
  for (const who of [{ name: "rex", casebook: "c0ffee" }, { name: "rita", casebook: "decade" }]) {
    const fake = world([], shared);
    fake.who = who;
    const outbox = new Outbox(fake);
    const told: Told[] = [];
    outbox.listen((state) => told.push(state));
    assert.equal(await outbox.resume(), 0);
    assert.ok((await outbox.send(accept)).ok);
    assert.equal(fake.asked.length, 1, "only the reader's own");
    assert.equal(told.at(-1)?.others.size, 1, "and it is told that something waits");
    assert.equal(shared.stored.size, 1);
  }
  const fake = world([], shared);
  assert.equal(await new Outbox(fake).resume(), 1);
  await settled();
  assert.deepEqual(keys(fake), ["n1"]);
});

test("what is refused after its page was left is kept with the reason until it is dismissed or sent again", async () => {
  for (const status of [409, 412, 422, 500]) {
    const shared = new Shared();
    await closed(shared);
    const fake = world([{ status, body: { detail: "it was rejected; undo that first" } }, { status: 200 }], shared);
    const outbox = new Outbox(fake);
    let told: Told | undefined;
    outbox.listen((state) => (told = state));
    await outbox.resume();
    await settled();
    assert.equal(fake.asked.length, 1);
    assert.equal(told?.refused[0]?.refused, "it was rejected; undo that first");
    assert.equal(told?.refused[0]?.label, accept.label);
    const next = world([{ status: 200 }], shared);
    const later = new Outbox(next);
    later.listen((state) => (told = state));
    assert.equal(await later.resume(), 0, "it is not sent by itself");
    const [kept] = told?.refused ?? [];
    if (status === 409) {
      later.dismiss(kept?.id ?? "");
    } else {
      await later.again(kept?.id ?? "");
      await settled();
      assert.equal(next.asked.length, 1);
      assert.notEqual(keys(next)[0], "n1", "it is another try");
    }
    assert.deepEqual(told?.refused, []);
    assert.equal(shared.stored.size, 0);
  }
});

test("what was decided when the session had ended waits for the same person", async () => {
  for (const refusal of [{ status: 401 }, { status: 403, body: { stale: true } }]) {
    const fake = world([refusal, refusal]);
    const outbox = new Outbox(fake);
    const outcomes = await Promise.all([outbox.send(accept), outbox.send(accept)]);
    assert.ok(outcomes.every((outcome) => !outcome.ok && outcome.kept));
    await settled();
    assert.equal(fake.asked.length, 2, "it is not tried over and over");
    assert.equal(fake.shared.stored.size, 2);
    const other = world([], fake.shared);
    other.who = { name: "rex", casebook: "c0ffee" };
    await new Outbox(other).resume();
    await settled();
    assert.equal(other.asked.length, 0);
    const back = world([], fake.shared);
    await new Outbox(back).resume();
    await settled();
    assert.deepEqual(keys(back), keys(fake));
    assert.equal(fake.shared.stored.size, 0);
  }
});

test("what is older than the casebook remembers is asked about, not sent", async () => {
  const shared = new Shared();
  await closed(shared);
  shared.now += 26 * 24 * 60 * 60 * 1000;
  const fake = world([], shared);
  let told: Told | undefined;
  const outbox = new Outbox(fake);
  outbox.listen((state) => (told = state));
  await outbox.resume();
  await settled();
  assert.equal(fake.asked.length, 0);
  assert.match(told?.refused[0]?.refused ?? "", /old/);
});

test("rubbish in storage is no decision", async () => {
  const shared = new Shared();
  for (const kept of ["", "{", "[1,null]", '{"id":"x","path":"https://elsewhere/","method":"POST"}']) {
    shared.stored.set(kept, kept);
  }
  const fake = world([], shared);
  assert.equal(await new Outbox(fake).resume(), 0);
  await settled();
  assert.equal(fake.asked.length, 0);
});
