import assert from "node:assert/strict";
import { test } from "node:test";

import { receiptText } from "../../static/kiosk/selling/receipt_text.js";

const line = (quantity, unit_vnd, kind = "sale") => ({ variant_id: 7, quantity, unit_vnd, kind });
const row = (lines, total_vnd) => ({
  code: "HC333346KA", at_ms: Date.parse("2026-11-22T23:30:00+07:00"), total_vnd, sale: { lines },
});
const how = {
  shop: "Chợ Phiên OCOP · Quầy 1", nameOf: () => "Mật ong bạc hà Đồng Văn, hũ 500 ml", totalWords: "Tổng cộng",
  moreWords: (n) => `và ${n} món nữa`, language: "vi", address: "https://shop.example/",
};
const plain = (text) => text.replaceAll("\u00a0", " ").split("\n");

test("a receipt as text begins with its code, by which a booth's scanner knows it", () => {
  assert.deepEqual(plain(receiptText(row([line(2, 185_000)], 370_000), how)), [
    "HC333346KA",
    "Chợ Phiên OCOP · Quầy 1",
    "23:30 22/11/2026",
    "2 × Mật ong bạc hà Đồng Văn, hũ… 370.000 ₫",
    "Tổng cộng: 370.000 ₫",
    "https://shop.example/",
  ]);
});

test("a long receipt still fits into a code that telephones read", () => {
  const text = receiptText(row(Array.from({ length: 30 }, () => line(9, 185_000)), 49_950_000), how);
  assert.ok(plain(text).includes("và 22 món nữa"));
  assert.ok(new TextEncoder().encode(text).length < 700);
});

test("what was tasted has no price", () => {
  assert.ok(plain(receiptText(row([line(1, 0, "tasting")], 0), how)).includes("1 × Mật ong bạc hà Đồng Văn, hũ…"));
});
