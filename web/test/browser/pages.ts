// Every page of the desk, in the light, in the dark and on a phone: nothing serious for axe-core, no page wider than
// its window, no fault in the console. Takes the manual's pictures on the way (`cargo xtask web shots`).

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { folder, TWO } from "./folders.ts";
import { admin, PASSWORD, signIn } from "./people.ts";
import { open } from "./program.ts";
import type { Looks, Reader } from "./reader.ts";
import { Stage, watched } from "./setup.ts";

const stage = new Stage({ desk: () => open(folder(TWO, { demo: true })) });

/** A page: what it is called, where it is, what is done there first, and in which looks its picture is taken. */
interface Page {
  name: string;
  at: string | ((reader: Reader) => Promise<string>);
  act?: (reader: Reader) => Promise<unknown>;
  shots?: readonly string[];
  /** Where it is like another page but for its words: looked at in the light only. */
  once?: boolean;
}

interface List {
  items: { href: string }[];
}

const firstOf = (what: string) => async (reader: Reader) => (await reader.get<List>(what)).items[0]?.href ?? assert.fail(what);

const PAGES: Page[] = [
  { name: "incidents", at: "/incidents", shots: ["light", "dark", "phone"] },
  { name: "filtered", at: "/incidents?type=bombing&since=2031-01-01&where=killed+%3E%3D+2", shots: [], once: true },
  { name: "incident", at: firstOf("incidents?sort=-sources"), shots: ["light", "dark", "phone"] },
  { name: "actors", at: "/actors" },
  { name: "armed-groups", at: "/actors?kind=armed+group", shots: [], once: true },
  { name: "actor", at: firstOf("actors") },
  { name: "reports", at: "/reports" },
  { name: "report", at: "/reports/toll-herat", act: (reader) => reader.page.locator("#text mark[data-cells*='killed']").first().click(), shots: ["light", "phone"] },
  { name: "queue", at: "/review" },
  { name: "review", at: "/review/toll-herat", shots: ["light", "dark", "phone"] },
  { name: "keys", at: "/review/toll-herat", act: (reader) => reader.press("?") },
  { name: "candidates", at: "/candidates" },
  { name: "coding-list", at: "/coding" },
  { name: "coding", at: "/coding/claim-herat", act: begun },
  { name: "agreement", at: "/agreement" },
  { name: "adjudicate", at: "/adjudicate/wire-herat" },
  { name: "figures", at: "/figures" },
  { name: "figure", at: "/figures/tally?by=type" },
  { name: "trend", at: "/figures/trend", shots: [], once: true },
  { name: "compare", at: "/figures/compare", shots: [], once: true },
  { name: "tolls", at: "/figures/tolls", shots: [], once: true },
  { name: "pins", at: "/pins" },
  { name: "log", at: "/log" },
  { name: "users", at: "/users" },
  { name: "missing", at: "/reports/no-such-report", shots: [] },
];

/** An incident of one's own, with its type. */
async function begun(reader: Reader): Promise<void> {
  if ((await reader.page.locator("#form fieldset").count()) === 0) {
    await reader.press("t", "Shift+ArrowDown", "i");
    await reader.page.waitForSelector("dialog[open] ol.codes button");
    await reader.writes(/\/codings\//, () => reader.press("1"));
  }
}

const SPAN = { start: 0, end: 20 };

/** What a coder says of the report: a bombing, and how many were killed. */
function reading(killed: string): object {
  const told = (value: string) => ({ value, spans: [SPAN] });
  return { state: "done", incidents: [{ id: "c01", evidence: [SPAN], fields: { type: told("bombing"), killed: told(killed) } }] };
}

/** Fills the desk: people, two readings of a report, a decision, a note, a pin. */
async function fill(): Promise<void> {
  await admin(stage, "chief");
  const chief = await signIn(await stage.come(), "chief");
  await watched("pages, chief", chief, async () => {
    for (const name of ["anna", "ben"]) {
      await chief.send("POST", "users", { name, role: "coder", password: PASSWORD });
    }
    await chief.send("POST", "assignments", { reports: ["wire-herat"], coders: ["anna", "ben"] });
    await chief.send("POST", "assignments", { reports: ["claim-herat"], coders: ["chief"] });
    await chief.send("POST", "decisions/correct", { account: "drones-erbil#i01", field: "killed", value: "0", spans: [SPAN] });
    await chief.send("POST", "notes", { about: "toll-herat", text: "The hospital's count is the later one." });
    await chief.open("/figures/tally?by=type");
    await chief.page.getByRole("button", { name: /^Pin/ }).first().click();
    await chief.page.waitForURL(/done=pin/);
  });
  await chief.leave();
  for (const [name, killed] of [["anna", "6"], ["ben", "8"]] as const) {
    const coder = await signIn(await stage.come(), name);
    await coder.send("PUT", "codings/wire-herat", reading(killed));
    await coder.leave();
  }
}

/** Goes through all pages in one look. */
async function through(context: TestContext, look: string, looks: Looks): Promise<void> {
  const stranger = await stage.come(looks);
  await context.test(`login, ${look}`, () =>
    watched(`login, ${look}`, stranger, async () => {
      await stranger.open("/login");
      await stranger.usable();
      await stranger.fits();
      if (look === "light") {
        await stranger.shot("login");
      }
      await signIn(stranger, "chief");
    }),
  );
  for (const { name, at, act, shots = ["light"], once } of PAGES) {
    if (once === true && look !== "light") {
      continue;
    }
    await context.test(`${name}, ${look}`, () =>
      watched(`${name}, ${look}`, stranger, async () => {
        if (name === "missing") {
          stranger.expects(404);
        }
        await stranger.open(typeof at === "string" ? at : await at(stranger));
        await act?.(stranger);
        await stranger.ready();
        await stranger.usable();
        await stranger.fits();
        assert.deepEqual(stranger.faults.splice(0), []);
        if (shots.includes(look)) {
          await stranger.shot(look === "light" ? name : `${name}-${look}`);
        }
      }),
    );
  }
  await stranger.leave();
}

test("every page, in every look", async (context) => {
  await fill();
  for (const [look, looks] of [
    ["light", {}],
    ["dark", { dark: true }],
    ["phone", { width: 390 }],
  ] as const) {
    await context.test(look, (inner) => through(inner, look, looks));
  }
});
