// Reports that want to do something to the page, and reports that run from right to left.

import assert from "node:assert/strict";
import { folder, type Report } from "./folders.ts";
import { open } from "./program.ts";
import type { Reader } from "./reader.ts";
import { Stage } from "./setup.ts";

/** Ways out of text, of an attribute, of JSON in a script, of a comment, and into an address. */
const EVIL = [
  `</script><script>document.title = "taken"</script>`,
  `<img src=x onerror="document.title='taken'">`,
  `"><svg onload="document.title='taken'">`,
  `' autofocus onfocus='document.title="taken"' x='`,
  `<!--<script>document.title = "taken"//`,
  `</textarea></title></style><iframe srcdoc="<script>parent.document.title='taken'</script>"></iframe>`,
  `{{constructor.constructor('document.title="taken"')()}}`,
  `<a href="javascript:document.title='taken'">press</a>`,
].join(" ");

const REPORTS: Report[] = [
  {
    id: "hostile",
    title: `Two killed ${EVIL}`,
    source: `Wire ${EVIL}`,
    published: "2022-09-05",
    url: `javascript:document.title="taken"`,
    text: `Two killed in Herat ${EVIL}\n\nHERAT, 5 September 2022 - A bomb killed two police officers in Herat on Monday, a spokesman said. ${EVIL}\nThe Islamic State claimed the attack. ${EVIL}\n`,
  },
  {
    id: "also-hostile",
    title: `Three killed ${EVIL}`,
    source: `Paper ${EVIL}`,
    published: "2022-09-06",
    text: `HERAT, 6 September 2022 - A bomb killed three police officers in Herat on Monday. ${EVIL}\n`,
  },
  { id: "arabic", title: "هجوم في هرات", source: "وكالة", published: "2022-09-05", lang: "ar", text: "قُتل شخصان في هجوم بقنبلة في هرات يوم الاثنين. وقال متحدث باسم الشرطة إن أربعة أصيبوا.\n" },
];

const stage = new Stage({ desk: () => open(folder(REPORTS)) });

/** Fails where something of the reports has become more than text. */
async function unmoved(reader: Reader, where: string): Promise<void> {
  await reader.open(where);
  // What an `onfocus` or an `onmouseover` waits for.
  await reader.press("Tab", "Tab", "Tab");
  const taken = await reader.page.evaluate(() => ({
    title: document.title,
    strange: [...document.querySelectorAll("img[src='x'], iframe, svg[onload], [onfocus], [onerror], a[href^='javascript:'], script:not([src]):not([type='application/json'])")].map((element) => element.outerHTML),
    state: JSON.parse(document.getElementById("state")?.textContent ?? "{}") !== null,
  }));
  assert.notEqual(taken.title, "taken", where);
  assert.deepEqual(taken.strange, [], where);
  assert.ok(taken.state);
}

stage.reading("a report's markup stays text on every page", async (reader) => {
  const { items } = await reader.get<{ items: { href: string }[] }>("incidents");
  assert.ok(items.length > 0);
  for (const where of ["/incidents", "/reports", "/reports/hostile", "/review", "/review/hostile", "/candidates", "/actors", "/figures/tally?by=source", ...items.map(({ href }) => href)]) {
    await unmoved(reader, where);
  }
  await reader.open("/reports/hostile");
  assert.ok(((await reader.page.locator("#text").textContent()) ?? "").includes(EVIL));
});

stage.reading("what people write stays text, and so does what an address says", async (reader) => {
  const { items } = await reader.get<{ items: { id: string; href: string }[] }>("incidents");
  await reader.send("POST", "notes", { about: "hostile", text: `A note ${EVIL}` });
  await reader.send("POST", "pins", { title: `A pin ${EVIL}`, question: "tally", parameters: { by: ["type"] } }).catch(() => undefined);
  const said = encodeURIComponent(EVIL);
  for (const where of ["/reports/hostile", "/review/hostile", "/pins", "/log", items[0]?.href ?? "", `/incidents?actor=${said}`, `/reports?q=${said}`, `/review?source=${said}`]) {
    await unmoved(reader, where);
  }
  assert.match((await reader.page.locator("main").textContent()) ?? "", /./);
  for (const where of [`/incidents?where=${said}`, `/reports/${said}`, `/figures/${said}`, `/incidents?policy=${said}`]) {
    for (const status of [400, 404, 422]) {
      reader.expects(status);
    }
    await unmoved(reader, where);
  }
});

stage.reading("a selection in such a text is the same bytes as in the casebook", async (reader) => {
  await reader.open("/review/hostile");
  const { text } = await reader.get<{ text: string }>("reports/hostile");
  assert.equal(await reader.page.locator("#text").textContent(), text);
});

stage.reading("text from right to left is shown so, and its words can be chosen by keys", async (reader) => {
  await reader.open("/review/arabic");
  assert.equal(await reader.page.locator("#text").evaluate((element) => getComputedStyle(element).direction), "rtl");
  await reader.press("t", "Shift+ArrowLeft");
  const words = await reader.page.evaluate(() => getSelection()?.toString());
  assert.equal(words, "قُتل شخصان");
  await reader.shot("right-to-left");
});
