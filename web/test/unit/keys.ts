import assert from "node:assert/strict";
import test from "node:test";
import { codeAt, command, isTyping } from "../../src/keys.ts";

test("every key of the desk has its command", () => {
  const expected: Record<string, string> = {
    a: "accept", x: "reject", e: "edit", s: "evidence", u: "undo", m: "merge", w: "note", i: "incident", "?": "sheet",
    n: "field", p: "field", j: "report", k: "report", "1": "code", "9": "code",
  };
  for (const [key, wanted] of Object.entries(expected)) {
    assert.equal(command({ key }, false)?.do, wanted, key);
  }
  assert.deepEqual(command({ key: "p" }, false), { do: "field", step: -1 });
  assert.deepEqual(command({ key: "j" }, false), { do: "report", step: 1 });
});

test("capital letters, as with caps lock, mean the same", () => {
  assert.equal(command({ key: "A" }, false)?.do, "accept");
});

test("keys are inert while the reader types", () => {
  assert.equal(command({ key: "a" }, true), null);
  assert.equal(command({ key: "x", isComposing: true }, false), null);
});

test("the browser's own shortcuts stay the browser's", () => {
  for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
    assert.equal(command({ key: "a", ...held }, false), null);
  }
});

test("a key held down walks through fields and decides nothing", () => {
  assert.equal(command({ key: "n", repeat: true }, false)?.do, "field");
  for (const key of ["a", "x", "u", "3", "j"]) {
    assert.equal(command({ key, repeat: true }, false), null, key);
  }
});

test("other keys are not ours", () => {
  for (const key of ["Enter", "Escape", "Tab", "b", "F1", " ", "Dead"]) {
    assert.equal(command({ key }, false), null, key);
  }
});

test("text fields are for typing, buttons and boxes are not", () => {
  assert.ok(isTyping({ tagName: "TEXTAREA" }));
  assert.ok(isTyping({ tagName: "INPUT", type: "search" }));
  assert.ok(isTyping({ tagName: "SELECT" }));
  assert.ok(isTyping({ tagName: "DIV", isContentEditable: true }));
  assert.ok(!isTyping({ tagName: "INPUT", type: "checkbox" }));
  assert.ok(!isTyping({ tagName: "BUTTON" }));
  assert.ok(!isTyping(null));
});

test("digits choose codes nine at a time, and 0 turns the page", () => {
  assert.deepEqual(codeAt(14, 0, 9), { pick: 8 });
  assert.deepEqual(codeAt(14, 1, 1), { pick: 9 });
  assert.equal(codeAt(14, 1, 9), null);
  assert.deepEqual(codeAt(14, 0, 0), { page: 1 });
  assert.deepEqual(codeAt(14, 1, 0), { page: 0 });
  assert.equal(codeAt(5, 0, 0), null);
});
