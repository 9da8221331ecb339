import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyCart, withAge, withQuantity, withReason } from "../../static/kiosk/selling/cart.js";
import { backOf, givenAway, leftToReturn, saleOf } from "../../static/kiosk/selling/making.js";

const honey = { variant_id: 1, price_vnd: 185_000 };
const spirit = { variant_id: 2, price_vnd: 90_000 };
const who = { cashier: { code: "01", name: "Lan" }, session: { session_id: "s-1" } };
const cart = withAge(withQuantity(withQuantity(emptyCart(), honey, 2), spirit, 1));
const remaining = (id) => (id === 1 ? 1 : 5);

test("a cash sale says what was handed over and what went back", () => {
  const sale = saleOf(cart, who, { tender: "cash", received_vnd: 500_000, remaining: () => 9 });
  assert.deepEqual(sale, {
    cashier: "01",
    session_id: "s-1",
    kind: "sale",
    tender: "cash",
    received_vnd: 500_000,
    change_vnd: 40_000,
    age_confirmed: true,
    lines: [
      { variant_id: 1, quantity: 2, unit_vnd: 185_000, kind: "sale" },
      { variant_id: 2, quantity: 1, unit_vnd: 90_000, kind: "sale" },
    ],
  });
});

test("a transfer names who saw it and the code of its memo", () => {
  const sale = saleOf(cart, who, { tender: "vietqr", seen_by: "02", code: "HC333346KA", remaining });
  assert.deepEqual([sale.tender, sale.received_vnd, sale.change_vnd], ["vietqr", 460_000, 0]);
  assert.deepEqual([sale.seen_by, sale.code], ["02", "HC333346KA"]);
});

test("a line beyond the allotment says so, with the reason", () => {
  const { lines } = saleOf(withReason(cart, 1, "thêm hàng"), who, { tender: "cash", received_vnd: 460_000, remaining });
  assert.deepEqual(lines[0], {
    variant_id: 1, quantity: 2, unit_vnd: 185_000, kind: "sale", over_allotment: true, reason: "thêm hàng",
  });
  assert.equal("over_allotment" in lines[1], false);
});

test("what came back already cannot come back again", () => {
  const sale = { sale_id: "a", ...saleOf(cart, who, { tender: "cash", received_vnd: 460_000, remaining }) };
  const one = backOf(sale, new Map([[1, 1]]), who, { kind: "return", tender: "cash", reason: "vỡ nắp" });
  assert.deepEqual([one.kind, one.of_sale_id, one.change_vnd, one.received_vnd], ["return", "a", 185_000, 0]);
  assert.deepEqual([...leftToReturn(sale, [one])], [[1, 1], [2, 1]]);
  assert.deepEqual([...leftToReturn(sale, [one, one])], [[1, 0], [2, 1]]);
});

test("a void takes back everything, never more than was sold", () => {
  const sale = { sale_id: "a", ...saleOf(cart, who, { tender: "cash", received_vnd: 460_000, remaining }) };
  const all = backOf(sale, new Map([[1, 7], [2, 7]]), who, { kind: "void", tender: "cash", reason: "bấm nhầm" });
  assert.equal(all.change_vnd, 460_000);
  assert.deepEqual(all.lines.map((line) => line.quantity), [2, 1]);
});

test("tasting and damage move goods and no money", () => {
  const draft = givenAway(cart, who, { kind: "tasting", reason: "mời khách" });
  assert.deepEqual([draft.tender, draft.received_vnd, draft.change_vnd], ["none", 0, 0]);
  assert.deepEqual(draft.lines[1], { variant_id: 2, quantity: 1, unit_vnd: 0, kind: "tasting", reason: "mời khách" });
});
