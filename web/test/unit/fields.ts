import assert from "node:assert/strict";
import test from "node:test";
import { codesOf, digitCodes, type Field, withCode } from "../../src/fields.ts";

const field = (kind: Field["kind"]): Field => ({ field: "x", label: "X", kind });

test("a code takes the place of the one before", () => {
  assert.equal(withCode(field("code"), "bombing", "raid"), "raid");
});

test("a field of several takes a code in, and out again", () => {
  assert.equal(withCode(field("codes"), "", "firearm"), "firearm");
  assert.equal(withCode(field("codes"), "firearm", "drone"), "firearm, drone");
  assert.equal(withCode(field("codes"), "firearm, drone", "firearm"), "drone");
  assert.equal(withCode(field("codes"), "drone", "drone"), null);
});

test("a flag is chosen between yes and no", () => {
  assert.deepEqual(codesOf(field("flag")).map(({ code }) => code), ["yes", "no"]);
  assert.deepEqual(codesOf(field("text")), []);
});

test("digits choose among codes that can be overlooked, not among all countries", () => {
  const codes = Array.from({ length: 250 }, (_, at) => ({ code: `C${at}`, name: `Country ${at}` }));
  assert.equal(digitCodes({ ...field("code"), codes }).length, 0);
  assert.equal(digitCodes({ ...field("code"), codes: codes.slice(0, 16) }).length, 16);
});
