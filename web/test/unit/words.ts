import assert from "node:assert/strict";
import test from "node:test";
import { covered, sentences, sentenceStep, stepped, words } from "../../src/words.ts";

const text = "Six people died. Gunmen, police said, fled. قُتل ثمانية.";
const places = words(text, "en");
const at = (stretch: { start: number; end: number } | null) => (stretch === null ? null : text.slice(stretch.start, stretch.end));

test("words are words, not the commas between them", () => {
  assert.deepEqual(places.map(at), ["Six", "people", "died", "Gunmen", "police", "said", "fled", "قُتل", "ثمانية"]);
});

test("a stretched cursor covers what lies between, in either direction", () => {
  const forth = stepped(stepped({ anchor: 3, head: 3 }, 1, true, places.length), 1, true, places.length);
  assert.equal(at(covered(forth, places)), "Gunmen, police said");
  const back = stepped({ anchor: 5, head: 5 }, -2, true, places.length);
  assert.equal(at(covered(back, places)), "Gunmen, police said");
});

test("a step without stretching takes one word", () => {
  assert.equal(at(covered(stepped({ anchor: 0, head: 2 }, 1, false, places.length), places)), "Gunmen");
});

test("the cursor stays in the text", () => {
  assert.deepEqual(stepped({ anchor: 0, head: 0 }, -1, false, places.length), { anchor: 0, head: 0 });
  assert.deepEqual(stepped({ anchor: 8, head: 8 }, 1, false, places.length), { anchor: 8, head: 8 });
  assert.equal(covered({ anchor: 0, head: 0 }, []), null);
});

test("it can jump by sentences", () => {
  const parts = sentences(text, "en");
  assert.equal(places[sentenceStep(0, 1, places, parts)]?.start, text.indexOf("Gunmen"));
  assert.equal(places[sentenceStep(5, -1, places, parts)]?.start, text.indexOf("Gunmen"));
  assert.equal(sentenceStep(0, -1, places, parts), 0);
});

test("an unknown language is read like English", () => {
  assert.equal(words("one two", "no such language").length, 2);
});
