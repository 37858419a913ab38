import assert from "node:assert/strict";
import test from "node:test";
import { byteLength, overlap, readSpans, trimmed, unitAt } from "../../src/offsets.ts";

test("bytes are those of UTF-8", () => {
  for (const text of ["", "Kabul", "Dār al-Amān", "كابول", "爆発", "a😀b", "\u{1F1E6}\u{1F1EB}"]) {
    assert.equal(byteLength(text), new TextEncoder().encode(text).length, text);
  }
});

test("a byte is found again in every script", () => {
  const text = "a é ك 爆 😀 z";
  for (let unit = 0; unit <= text.length; unit += 1) {
    if (/[\uDC00-\uDFFF]/.test(text[unit] ?? "")) {
      continue;
    }
    assert.equal(unitAt(text, byteLength(text.slice(0, unit))), unit);
  }
});

test("a byte within a letter is where the letter begins", () => {
  assert.equal(unitAt("é", 1), 0);
  assert.equal(unitAt("😀z", 3), 0);
});

test("spans are read, and what is none is left out", () => {
  assert.deepEqual(readSpans("120-140 200-220"), [{ start: 120, end: 140 }, { start: 200, end: 220 }]);
  assert.deepEqual(readSpans("5-5 9-3 x 1-"), []);
  assert.deepEqual(readSpans(undefined), []);
});

test("a selection loses the white space at its ends", () => {
  assert.deepEqual(trimmed({ start: 10, end: 18 }, "  six é "), { start: 12, end: 18 - 1 });
  assert.equal(trimmed({ start: 10, end: 12 }, " \n"), null);
});

test("spans that touch do not overlap", () => {
  assert.ok(!overlap({ start: 0, end: 5 }, { start: 5, end: 9 }));
  assert.ok(overlap({ start: 0, end: 6 }, { start: 5, end: 9 }));
});
