import assert from "node:assert/strict";
import test from "node:test";
import { Outbox, type World } from "../../src/outbox.ts";

type Reply = "lost" | { status: number; body?: unknown };

interface Fake extends World {
  kept: string | null;
  stamp: string;
  asked: { path: string; headers: Record<string, string>; body: string }[];
}

function world(replies: Reply[], kept: string | null = null): Fake {
  const fake: Fake = {
    kept,
    stamp: 'W/"1"',
    asked: [],
    async fetch(path, init) {
      fake.asked.push({ path, headers: init.headers, body: init.body });
      const reply = replies.shift() ?? { status: 200, body: {} };
      if (reply === "lost") {
        throw new TypeError("network");
      }
      return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status });
    },
    async wait() {},
    load: () => fake.kept,
    save: (text) => {
      fake.kept = text;
    },
    csrf: () => "token",
    etag: () => fake.stamp,
    heard: (etag) => {
      fake.stamp = etag;
    },
  };
  return fake;
}

const accept = { method: "POST" as const, path: "/api/v1/decisions/accept", body: { account: "r#i01" }, label: "accept" };

test("a decision is kept until the casebook has taken it", async () => {
  const fake = world([{ status: 200, body: { decisions: [1], etag: 'W/"2"' } }]);
  const outbox = new Outbox(fake);
  const sent = outbox.send(accept);
  assert.ok(fake.kept?.includes("r#i01"));
  assert.deepEqual(await sent, { ok: true, answer: { decisions: [1], etag: 'W/"2"' } });
  assert.equal(fake.kept, null);
  assert.equal(fake.stamp, 'W/"2"');
});

test("a lost answer is asked again, and only for the casebook as it was", async () => {
  const fake = world(["lost", "lost", { status: 200 }]);
  const outcome = await new Outbox(fake).send(accept);
  assert.ok(outcome.ok);
  assert.deepEqual(fake.asked.map((asked) => asked.headers["If-Match"]), [undefined, 'W/"1"', 'W/"1"']);
});

test("what was done although its answer got lost is not done twice", async () => {
  const fake = world(["lost", { status: 412, body: {} }]);
  const outcome = await new Outbox(fake).send(accept);
  assert.ok(!outcome.ok && outcome.status === 412);
  assert.equal(fake.kept, null);
});

test("a refusal comes back with its reason and does not stop the next decision", async () => {
  const fake = world([{ status: 409, body: { detail: "killed has no words behind it" } }, { status: 200 }]);
  const outbox = new Outbox(fake);
  const [first, second] = await Promise.all([outbox.send(accept), outbox.send(accept)]);
  assert.ok(!first.ok && first.detail === "killed has no words behind it");
  assert.ok(second.ok);
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

test("what a closed page left behind is sent by the next", async () => {
  const left = JSON.stringify([{ id: "x", ...accept }]);
  const fake = world([{ status: 200 }], left);
  const outbox = new Outbox(fake);
  assert.equal(outbox.waiting, 1);
  outbox.resume();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(fake.asked.length, 1);
  assert.equal(fake.kept, null);
});

test("rubbish in storage is no decision", () => {
  for (const kept of ["", "{", "[1,null]", '[{"id":"x","path":"https://elsewhere/","method":"POST"}]']) {
    assert.equal(new Outbox(world([], kept)).waiting, 0);
  }
});
