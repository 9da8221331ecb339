import assert from "node:assert/strict";
import { test } from "node:test";

import { closingFaults, countedSum, DENOMINATIONS, drawerFigures, moneyOf, typedAmount } from "../../static/kiosk/till.js";

const line = (quantity, unit_vnd, kind = "sale") => ({ variant_id: 1, quantity, unit_vnd, kind });
const sale = (changes) => ({ kind: "sale", tender: "cash", lines: [line(1, 50_000)], ...changes });

test("a sale brings money, a void and a return give it back", () => {
  assert.equal(moneyOf(sale({ lines: [line(2, 125_000), line(1, 30_000)] })), 280_000);
  assert.equal(moneyOf(sale({ kind: "void" })), -50_000);
  assert.equal(moneyOf(sale({ kind: "return", lines: [line(3, 10_000)] })), -30_000);
});

test("a sale without a kind is a sale", () => assert.equal(moneyOf({ tender: "cash", lines: [line(1, 7_000)] }), 7_000));

test("what was tasted or broken costs nothing, whatever price stands there", () => {
  assert.equal(moneyOf(sale({ lines: [line(1, 90_000, "tasting"), line(2, 90_000, "damage")] })), 0);
  assert.ok(Object.is(moneyOf(sale({ kind: "void", lines: [] })), 0));
});

test("counted notes", () => {
  assert.equal(countedSum({ 500000: 2, 100000: 3, 1000: 7 }), 1_307_000);
  assert.equal(countedSum({}), 0);
});

test("the largest note comes first", () =>
  assert.deepEqual([...DENOMINATIONS].sort((one, other) => other - one), DENOMINATIONS));

test("what must lie in the drawer", () => {
  const session = {
    float_vnd: 1_000_000,
    drawer: [
      { kind: "in", amount_vnd: 200_000 },
      { kind: "out", amount_vnd: 500_000 },
      { kind: "out", amount_vnd: 30_000 },
    ],
  };
  assert.deepEqual(drawerFigures(session, { taken: 250_000, given_back: 125_000 }), {
    float: 1_000_000,
    taken: 250_000,
    given_back: 125_000,
    put_in: 200_000,
    taken_out: 530_000,
    expected: 795_000,
  });
});

test("a day without cash leaves the float", () =>
  assert.equal(drawerFigures({ float_vnd: 300_000, drawer: [] }).expected, 300_000));

const right = { counted_vnd: 5, expected_vnd: 5, difference_reason: "", unsent: 0, unsent_reason: "" };
for (const [what, changes, faults] of [
  ["equal, all sent", {}, []],
  ["nothing counted", { counted_vnd: null }, ["no_count"]],
  ["less than nothing", { counted_vnd: -1 }, ["no_count"]],
  ["a difference without a word", { counted_vnd: 4 }, ["difference_unexplained"]],
  ["a difference with blanks", { counted_vnd: 4, difference_reason: "  " }, ["difference_unexplained"]],
  ["a difference explained", { counted_vnd: 4, difference_reason: "Thối nhầm" }, []],
  ["sales unsent", { unsent: 1 }, ["sales_unsent"]],
  ["sales unsent, a person says why", { unsent: 12, unsent_reason: "Chợ mất mạng" }, []],
  ["both", { counted_vnd: 6, unsent: 1 }, ["difference_unexplained", "sales_unsent"]],
]) {
  test(`closing: ${what}`, () => assert.deepEqual(closingFaults({ ...right, ...changes }), faults));
}

for (const [typed, amount] of [
  ["1.250.000", 1_250_000],
  ["1 250 000 ₫", 1_250_000],
  ["1,250,000đ", 1_250_000],
  ["0", 0],
  ["", null],
  ["-5", null],
  ["12e3", null],
  ["999999999999", null],
]) {
  test(`typed amount ${JSON.stringify(typed)}`, () => assert.equal(typedAmount(typed), amount));
}
