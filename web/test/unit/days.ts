import assert from "node:assert/strict";
import test from "node:test";
import { binAt, binned, binStart, type Dated, dayNumber, dayText, snapped, UNITS } from "../../src/days.ts";

const day = (text: string) => dayNumber(text) as number;
const dated = (first: string, last = first, count = 1): Dated => ({ first: day(first), last: day(last), count });

test("days count from 1970, also before it", () => {
  assert.equal(dayNumber("1970-01-01"), 0);
  assert.equal(dayNumber("2022-09-05"), 19240);
  assert.equal(dayNumber("1969-12-31"), -1);
  for (const text of ["2024-02-29", "1900-03-01", "0099-12-31"]) {
    assert.equal(dayText(day(text)), text);
  }
});

test("what is no day is none", () => {
  for (const text of ["2023-02-29", "2022-13-01", "2022-09", "", "yesterday"]) {
    assert.equal(dayNumber(text), null);
  }
});

test("weeks begin on Monday, months on the first", () => {
  assert.equal(dayText(binStart(day("2022-09-11"), "week")), "2022-09-05");
  assert.equal(dayText(binStart(day("2022-09-05"), "week")), "2022-09-05");
  assert.equal(dayText(binStart(day("2022-09-30"), "month")), "2022-09-01");
  assert.equal(dayText(binStart(day("2022-09-30"), "year")), "2022-01-01");
});

test("days without incidents are zeros, not gaps", () => {
  const bins = binned([dated("2022-09-01"), dated("2022-09-04")], "day");
  assert.deepEqual(bins.map((bin) => bin.exact), [1, 0, 0, 1]);
});

test("a date known to the month is exact in months and a range in days", () => {
  const month = dated("2022-09-01", "2022-09-30", 3);
  assert.deepEqual(binned([month], "month").map((bin) => [bin.exact, bin.ranges]), [[3, 0]]);
  const days = binned([month], "day");
  assert.equal(days.length, 30);
  assert.ok(days.every((bin) => bin.exact === 0 && bin.ranges === 3));
});

test("a range that crosses a border counts on both sides and is exact on neither", () => {
  const bins = binned([dated("2022-09-30", "2022-10-01"), dated("2022-10-05")], "month");
  assert.deepEqual(bins.map((bin) => [bin.exact, bin.ranges]), [[0, 1], [1, 1]]);
});

test("nothing is lost in any unit", () => {
  const dates = [dated("2019-12-30"), dated("2020-02-29", "2020-02-29", 5), dated("2021-07-04", "2021-07-04", 2)];
  for (const unit of UNITS) {
    assert.equal(binned(dates, unit).reduce((sum, bin) => sum + bin.exact, 0), 8, unit);
  }
});

test("bins meet without gap or overlap", () => {
  for (const unit of UNITS) {
    const bins = binned([dated("2019-01-31"), dated("2024-03-15")], unit);
    for (let at = 1; at < bins.length; at += 1) {
      assert.equal(bins[at]?.first, (bins[at - 1]?.last ?? 0) + 1);
    }
  }
});

test("a brush takes whole bins, drawn in either direction", () => {
  const bins = binned([dated("2022-01-01"), dated("2022-12-31")], "month");
  const expected = { since: day("2022-03-01"), until: day("2022-05-31") };
  assert.deepEqual(snapped(bins, day("2022-03-10"), day("2022-05-02")), expected);
  assert.deepEqual(snapped(bins, day("2022-05-02"), day("2022-03-10")), expected);
  assert.equal(snapped([], 0, 1), null);
});

test("a day beyond the bins belongs to the nearest", () => {
  const bins = binned([dated("2022-01-01"), dated("2022-01-03")], "day");
  assert.equal(binAt(bins, day("2021-01-01")), 0);
  assert.equal(binAt(bins, day("2023-01-01")), 2);
});
