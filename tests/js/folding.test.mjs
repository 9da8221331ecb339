import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { byName, fold, foundIn } from "../../static/kiosk/folding.js";

const { folded } = JSON.parse(readFileSync(new URL("vectors/folding.json", import.meta.url), "utf8"));

for (const [text, key] of folded) {
  test(`fold ${JSON.stringify(text)}`, () => assert.equal(fold(text), key));
}

test("broken marks fold as whole letters do", () => assert.equal(fold("Đồng Văn".normalize("NFD")), "dong van"));

test("typed words are found at the beginnings of words, in any order", () => {
  const key = fold("Mật ong hoa bạc hà Đồng Văn");
  assert.ok(foundIn("bạc hà mật", key));
  assert.ok(foundIn("DONG v", key));
  assert.ok(foundIn("", key));
  assert.ok(!foundIn("ng", key));
  assert.ok(!foundIn("mat xyz", key));
});

test("names stand as in Vietnamese dictionaries", () => {
  const names = ["Ếch sấy", "Đào", "Dầu", "Ấm", "Bưởi", "Ổi", "An"];
  assert.deepEqual(names.sort(byName), ["An", "Ấm", "Bưởi", "Dầu", "Đào", "Ếch sấy", "Ổi"]);
});
