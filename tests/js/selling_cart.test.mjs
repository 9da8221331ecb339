import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MOST_PIECES, asksAge, beyond, codeShown, emptyCart, faultsOf, nextLapse, piecesOf, quantityOf, totalOf, touchedBy,
  withAge, withCode, withPricesOf, withQuantity, withReason,
} from "../../static/kiosk/selling/cart.js";

const MIDNIGHT = Date.parse("2026-11-23T00:00:00+07:00");
const honey = { variant_id: 1, price_vnd: 185_000, certified_from_ms: 0, certified_until_ms: MIDNIGHT };
const spirit = { variant_id: 2, price_vnd: 90_500, certified_from_ms: 0, certified_until_ms: 9e15, needs_age: true };
const goods = new Map([honey, spirit].map((variant) => [variant.variant_id, variant]));
const plenty = () => 99;

test("pressing puts goods in, changes their number and takes them out; the cart before stays as it was", () => {
  const before = withQuantity(emptyCart(), honey, 2);
  const after = withQuantity(withQuantity(before, spirit, 1), honey, 3);
  assert.deepEqual([totalOf(before), totalOf(after), piecesOf(after)], [370_000, 645_500, 4]);
  assert.deepEqual(after.lines.map((line) => line.variant_id), [1, 2]);
  assert.equal(quantityOf(withQuantity(after, honey, 0), 1), 0);
  assert.deepEqual(withQuantity(withAge(before), honey, 0), emptyCart());
});

test("only the goods whose number changed are drawn anew", () => {
  const one = withQuantity(emptyCart(), honey, 2);
  assert.deepEqual([...touchedBy(one, withQuantity(one, spirit, 1))], [2]);
  assert.deepEqual([...touchedBy(one, emptyCart())], [1]);
  assert.deepEqual([...touchedBy(one, one)], []);
});

test("a number is whole, never below nothing, never beyond what a hand can mean", () => {
  for (const [typed, kept] of [[2.9, 2], [-1, 0], [NaN, 0], [5000, MOST_PIECES]]) {
    assert.equal(quantityOf(withQuantity(emptyCart(), honey, typed), 1), kept, String(typed));
  }
});

test("beyond what the booth has left, somebody says why", () => {
  const cart = withQuantity(emptyCart(), honey, 3);
  const at = MIDNIGHT - 1;
  assert.deepEqual(faultsOf(cart, { goods, at, remaining: () => 3 }), []);
  assert.deepEqual(faultsOf(cart, { goods, at, remaining: () => 2 }), [{ variant_id: 1, fault: "beyond" }]);
  assert.deepEqual(faultsOf(withReason(cart, 1, "  "), { goods, at, remaining: () => 2 }).length, 1);
  assert.deepEqual(faultsOf(withReason(cart, 1, "thêm một thùng"), { goods, at, remaining: () => 2 }), []);
  assert.deepEqual([2, 3, 0, -4].map((left) => beyond(cart.lines[0], () => left)), [1, 0, 3, 3]);
});

test("what lapses at midnight cannot be paid from that midnight on, each line by itself", () => {
  const cart = withQuantity(withQuantity(emptyCart(), honey, 1), spirit, 1);
  assert.deepEqual(faultsOf(cart, { goods, at: MIDNIGHT - 1, remaining: plenty }), []);
  assert.deepEqual(faultsOf(cart, { goods, at: MIDNIGHT, remaining: plenty }), [{ variant_id: 1, fault: "lapsed" }]);
});

test("what the next snapshot no longer holds cannot be paid", () => {
  const cart = withQuantity(emptyCart(), honey, 1);
  assert.deepEqual(faultsOf(cart, { goods: new Map(), at: 0, remaining: plenty }), [{ variant_id: 1, fault: "gone" }]);
});

test("the next lapse is the earliest end still to come", () => {
  assert.equal(nextLapse(goods.values(), 0), MIDNIGHT);
  assert.equal(nextLapse(goods.values(), MIDNIGHT), 9e15);
  assert.equal(nextLapse([honey], MIDNIGHT), null);
});

test("spirits ask the age once a sale", () => {
  const cart = withQuantity(emptyCart(), spirit, 1);
  assert.equal(asksAge(withQuantity(emptyCart(), honey, 1), goods), false);
  assert.equal(asksAge(cart, goods), true);
  assert.equal(asksAge(withAge(cart), goods), false);
  assert.equal(asksAge(withQuantity(withQuantity(withAge(cart), spirit, 0), spirit, 1), goods), true);
});

test("a newer snapshot's prices count", () => {
  const dearer = new Map([[1, { ...honey, price_vnd: 190_000 }]]);
  const cart = withQuantity(withQuantity(emptyCart(), honey, 2), spirit, 1);
  assert.equal(totalOf(withPricesOf(cart, dearer)), 2 * 190_000 + 90_500);
});

test("a code that a buyer was shown stays with this cart at this sum; the next buyer is shown another", () => {
  const shown = withCode(withQuantity(emptyCart(), honey, 1), "HCABCDEFGH");
  assert.equal(codeShown(withAge(shown)), "HCABCDEFGH");
  assert.equal(codeShown(withQuantity(shown, honey, 2)), undefined);
  const next = withQuantity(withQuantity(shown, honey, 0), honey, 1);
  assert.equal(totalOf(next), totalOf(shown));
  assert.equal(codeShown(next), undefined);
});
