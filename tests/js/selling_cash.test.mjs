import assert from "node:assert/strict";
import { test } from "node:test";

import { changeOf, likelyAmounts, typed } from "../../static/kiosk/selling/cash.js";

test("offered sums begin with the exact one and are what people hand over", () => {
  assert.deepEqual(likelyAmounts(185_000), [185_000, 190_000, 200_000, 500_000]);
  assert.deepEqual(likelyAmounts(62_000), [62_000, 70_000, 80_000, 100_000, 200_000, 500_000]);
  assert.deepEqual(likelyAmounts(500_000), [500_000, 600_000]);
  assert.deepEqual(likelyAmounts(1_234_500), [1_234_500, 1_240_000, 1_250_000, 1_300_000, 1_400_000, 1_500_000]);
});

test("change goes back as few notes and adds up to the dong", () => {
  assert.deepEqual(changeOf(500_000, 185_000), {
    notes: [{ note: 200_000, count: 1 }, { note: 100_000, count: 1 }, { note: 10_000, count: 1 }, { note: 5_000, count: 1 }],
    rest: 0,
  });
  assert.deepEqual(changeOf(200_000, 200_000), { notes: [], rest: 0 });
  assert.deepEqual(changeOf(10_000, 9_900), { notes: [], rest: 100 });
  assert.deepEqual(changeOf(1, 5), { notes: [], rest: -4 });
  for (let change = 0; change < 2_000_000; change += 13_700) {
    const { notes, rest } = changeOf(change, 0);
    assert.equal(notes.reduce((sum, { note, count }) => sum + note * count, rest), change);
    assert.ok(rest >= 0 && rest < 500 && notes.every(({ count }) => Number.isInteger(count) && count > 0));
  }
});

test("the pad types whole dong and no more than eleven digits", () => {
  const keys = (...pressed) => pressed.reduce(typed, 0);
  assert.equal(keys("2", "0", "0", "000"), 200_000);
  assert.equal(keys("0", "000", "5"), 5);
  assert.equal(keys("1", "2", "3", "back"), 12);
  assert.equal(keys("9", "clear", "4"), 4);
  assert.equal(keys(..."12345678901", "2"), 12_345_678_901);
});
