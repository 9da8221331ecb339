import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged, certifiedAt, choicesOf, goodsOf, loopOrder } from "../../static/kiosk/browse.js";

const NOON = Date.parse("2026-11-22T12:00:00+07:00");
const MIDNIGHT = Date.parse("2026-11-23T00:00:00+07:00");
let number = 0;
const variant = (product, changes = {}) => ({
  variant_id: (number += 1),
  product_id: product,
  product,
  producer: "HTX Vĩnh Yên",
  province: "Lào Cai",
  place: "xã Vĩnh Yên",
  kind: "honey",
  stars: 3,
  price_vnd: 100_000,
  certified_from_ms: 0,
  certified_until_ms: MIDNIGHT,
  ...changes,
});

test("a pack is certified from its first instant until the midnight that ends its last day", () => {
  const pack = variant("Mật ong", { certified_from_ms: NOON });
  assert.ok(!certifiedAt(pack, NOON - 1));
  assert.ok(certifiedAt(pack, NOON));
  assert.ok(certifiedAt(pack, MIDNIGHT - 1));
  assert.ok(!certifiedAt(pack, MIDNIGHT));
});

test("packs of one product are one good, the cheapest first; what lapsed is not there", () => {
  const goods = goodsOf(
    [
      variant("Mật ong", { price_vnd: 200_000 }),
      variant("Mật ong", { price_vnd: 90_000 }),
      variant("Chè", { certified_until_ms: NOON }),
    ],
    NOON,
  );
  assert.deepEqual(goods.map((good) => [good.product, good.packs.map((pack) => pack.price_vnd)]), [["Mật ong", [90_000, 200_000]]]);
});

const shelf = () =>
  goodsOf(
    [
      variant("Ếch sấy", { kind: "dried-meat" }),
      variant("Chè dây", { kind: "tea", stars: 4 }),
      variant("Đào cảnh", { province: "Tuyên Quang" }),
      variant("Dầu sả", { kind: "oil", producer: "HTX Chè Đại Hưng" }),
    ],
    NOON,
  );
const names = (goods) => goods.map((good) => good.product);

test("more stars first, then the Vietnamese alphabet", () =>
  assert.deepEqual(names(arranged(shelf())), ["Chè dây", "Dầu sả", "Đào cảnh", "Ếch sấy"]));

test("words that begin the name come before words found elsewhere, marks or not", () => {
  assert.deepEqual(names(arranged(shelf(), { words: "che" })), ["Chè dây", "Dầu sả"]);
  assert.deepEqual(names(arranged(shelf(), { words: "dao canh" })), ["Đào cảnh"]);
  assert.deepEqual(names(arranged(shelf(), { words: "vinh yen" })), ["Chè dây", "Dầu sả", "Đào cảnh", "Ếch sấy"]);
});

test("choices fit together", () => {
  assert.deepEqual(names(arranged(shelf(), { province: "Tuyên Quang" })), ["Đào cảnh"]);
  assert.deepEqual(names(arranged(shelf(), { province: "Tuyên Quang", kind: "tea" })), []);
  assert.deepEqual(names(arranged(shelf(), { stars: 4 })), ["Chè dây"]);
});

test("each choice says how many goods it leaves, and keeps its word", () => {
  for (const chosen of [{}, { province: "Lào Cai" }, { kind: "tea" }, { words: "dong" }]) {
    for (const [field, counts] of Object.entries(choicesOf(shelf(), chosen))) {
      for (const [choice, count] of counts) {
        assert.equal(arranged(shelf(), { ...chosen, [field]: choice }).length, count, `${field} ${choice}`);
      }
    }
  }
});

test("spirits are found by who asks, never cried out", () => {
  const goods = goodsOf([variant("Rượu", { needs_age: true }), variant("Chè")], NOON);
  assert.deepEqual(names(loopOrder(goods, "2026-11-22")), ["Chè"]);
  assert.deepEqual(names(arranged(goods, { words: "ruou" })), ["Rượu"]);
});

test("the loop shows every good once and parts goods of one producer", () => {
  const goods = goodsOf(["A", "B", "C", "D", "E", "F"].map((name, at) => variant(name, { producer: at < 3 ? "một" : `${at}` })), NOON);
  const order = loopOrder(goods, "2026-11-22");
  assert.deepEqual(names(order).sort(), ["A", "B", "C", "D", "E", "F"]);
  const makers = order.map((good) => good.producer);
  assert.ok(makers.every((maker, at) => at === 0 || maker !== makers[at - 1]), makers.join());
  assert.deepEqual(names(loopOrder(goods, "2026-11-22")), names(order));
});
