import assert from "node:assert/strict";
import { test } from "node:test";

import { findGoods, grouped, keyOf, meantBy } from "../../static/kiosk/selling/find.js";

const goods = [
  { variant_id: 1, name: "Mật ong bạc hà 500 ml", name_en: "Mint honey", producer: "HTX Đồng Văn", province: "Tuyên Quang",
    kind: "honey", gtin: "8938505974194", slug: "mat-ong-bac-ha", certificate: "OCOP-1" },
  { variant_id: 2, name: "Chè dây Tân Tiến", name_en: "Vine tea", producer: "HTX Ong Vàng", province: "Lào Cai",
    kind: "tea", gtin: null, slug: "che-day", certificate: "OCOP-2" },
  { variant_id: 3, name: "Chè dây Tân Tiến, gói 1 kg", name_en: "Vine tea, 1 kg", producer: "HTX Ong Vàng",
    province: "Lào Cai", kind: "tea", gtin: "00012345678905", slug: "che-day", certificate: "OCOP-2" },
];
const keys = new Map(goods.map((good) => [good.variant_id, keyOf(good)]));
const found = (words) => findGoods(goods, keys, words).map((good) => good.variant_id);
const meant = (text) => meantBy(text, goods).variants?.map((good) => good.variant_id);

test("words without marks find goods; what begins with them comes first", () => {
  assert.deepEqual(found("mat ong"), [1]);
  assert.deepEqual(found("ong"), [1, 2, 3]);
  assert.deepEqual(found("CHÈ lào"), [2, 3]);
  assert.deepEqual(found("che d"), [2, 3]);
  assert.deepEqual(found("vine"), [2, 3]);
  assert.deepEqual(found("rượu"), []);
  assert.deepEqual(found("  "), [1, 2, 3]);
  assert.deepEqual(found("8938505974194"), [1]);
});

test("goods stand under headings in the order of dictionaries", () => {
  const heads = (by) => grouped(goods, by).map(({ name, goods: some }) => [name, some.length]);
  assert.deepEqual(heads("producer"), [["HTX Đồng Văn", 1], ["HTX Ong Vàng", 2]]);
  assert.deepEqual(heads("kind"), [["honey", 1], ["tea", 2]]);
});

test("bars on a pack are its GTIN whatever its length, a product's QR all its packs", () => {
  assert.deepEqual(meant("8938505974194"), [1]);
  assert.deepEqual(meant("08938505974194\n"), [1]);
  assert.deepEqual(meant("012345678905"), [3]);
  assert.deepEqual(meant("4006381333931"), []);
  assert.deepEqual(meant("https://shop.example/en/san-pham/che-day?from=label"), [2, 3]);
  assert.deepEqual(meant("https://shop.example/chung-nhan/OCOP-1/"), [1]);
  assert.deepEqual(meant("https://elsewhere.example/x"), []);
  assert.deepEqual(meant("nothing known"), []);
});

test("a receipt's QR means that receipt", () => {
  assert.deepEqual(meantBy("HC333346KA\n22/11/2026", goods), { receipt: "HC333346KA" });
  assert.deepEqual(meantBy("HC33334", goods), { variants: [] });
});
