// What tablet and server must reckon alike: the same file that tests/rules reads.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { canonical, sha256 } from "../../static/kiosk/canonical.js";
import { findReceiptCodes, receiptCode } from "../../static/kiosk/codes.js";

const vectors = JSON.parse(readFileSync(new URL("../rules/data/kiosk_vectors.json", import.meta.url)));

test("receipt codes", () => {
  assert.ok(vectors.codes.length >= 8);
  for (const { device, counter, code } of vectors.codes) {
    assert.equal(receiptCode(device, counter), code);
    assert.deepEqual(findReceiptCodes(code), [code]);
  }
});

test("the one way of writing down", () => {
  assert.ok(vectors.canonical.length >= 9);
  for (const { json, canonical: written } of vectors.canonical) assert.equal(canonical(JSON.parse(json)), written);
});

test("a log's chain", async () => {
  let before = "";
  for (const { hash, ...rest } of vectors.log) {
    assert.equal(rest.previous_hash, before);
    assert.equal(await sha256(before + canonical(rest)), hash);
    before = hash;
  }
});
