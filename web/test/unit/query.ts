import assert from "node:assert/strict";
import test from "node:test";
import { address, boxText, changed, chooseSame, choice, readBox, tidy } from "../../src/query.ts";

const params = (text: string) => new URLSearchParams(text);

test("one choice has one address", () => {
  const a = tidy(params("since=2022-01-01&q=embassy&type=bombing&type=raid&type=bombing&policy=range&page=1&until="));
  const b = tidy(params("type=bombing&until=&type=raid&q=+embassy+&since=2022-01-01"));
  assert.equal(a.toString(), b.toString());
  assert.equal(a.toString(), "q=embassy&type=bombing&type=raid&since=2022-01-01");
});

test("an address read and written again is the same", () => {
  for (const text of ["", "q=a%26b", "actor=iskp&country=AF&since=2022-01-01&until=2022-12-31&disputed=1&sort=-killed&page=3"]) {
    assert.equal(tidy(params(tidy(params(text)).toString())).toString(), text);
  }
});

test("unknown parameters are kept, at the end", () => {
  assert.equal(tidy(params("zebra=1&alpha=2&q=x")).toString(), "q=x&alpha=2&zebra=1");
});

test("a change begins at the first page, and null takes a parameter out", () => {
  assert.equal(changed(params("country=AF&page=4"), { since: "2022-01-01" }).toString(), "country=AF&since=2022-01-01");
  assert.equal(changed(params("since=2022-01-01&until=2022-02-01"), { since: null, until: null }).toString(), "");
  assert.equal(changed(params("type=a&type=b"), { type: "c" }).toString(), "type=c");
});

test("sorting and paging choose no other incidents", () => {
  assert.ok(chooseSame(params("country=AF&sort=-killed&page=3"), params("country=AF")));
  assert.ok(!chooseSame(params("country=AF"), params("country=IQ")));
  assert.equal(choice(params("bin=month&per=10&clock=reported")).toString(), "clock=reported");
});

test("addresses stay readable", () => {
  assert.equal(address("/incidents", params("")), "/incidents");
  assert.equal(address("/incidents", params("bbox=1%2C2%2C3%2C4")), "/incidents?bbox=1,2,3,4");
});

test("a box grows to hundredths and stays in the world", () => {
  assert.equal(boxText([60.123, 30.456, 62.987, 35.001]), "60.12,30.45,62.99,35.01");
  assert.equal(boxText([-400, -95, 400, 95]), "-180,-90,180,90");
  assert.deepEqual(readBox("60.12,30.45,62.99,35.01"), [60.12, 30.45, 62.99, 35.01]);
});

test("a map that was dragged once around the world still spells longitudes", () => {
  assert.equal(boxText([420, 30, 425, 35]), "60,30,65,35");
  assert.equal(boxText([170, 0, 190, 5]), "170,0,-170,5");
});

test("what is no box is none", () => {
  for (const text of [null, "", "1,2,3", "1,2,3,x", "1,2,3,4,5", "1,,3,4"]) {
    assert.equal(readBox(text), null);
  }
});
