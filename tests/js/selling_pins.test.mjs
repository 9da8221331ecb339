import assert from "node:assert/strict";
import { test } from "node:test";

import { pinIsRight, waitAfter } from "../../static/kiosk/selling/pins.js";

// hashlib.pbkdf2_hmac("sha256", b"2468", salt, 1000) of Python.
const lan = {
  salt: "00112233445566778899aabbccddeeff",
  pin_hash: "23ad2daa4e59be477bd7ef0eb0dc22c3e4f52a97976a7824b1a17a910ff6bc66",
  iterations: 1000,
};

test("the right PIN opens, others do not", async () => {
  assert.equal(await pinIsRight(lan, "2468"), true);
  for (const pin of ["2469", "246", "24688", ""]) assert.equal(await pinIsRight(lan, pin), false, pin);
  assert.equal(await pinIsRight({ ...lan, pin_hash: lan.pin_hash.slice(0, 62) }, "2468"), false);
  assert.equal(await pinIsRight({ ...lan, pin_hash: "" }, "2468"), false);
  assert.equal(await pinIsRight({ ...lan, pin_hash: `${lan.pin_hash}00` }, "2468"), false);
});

test("guessing gets slower and slower, a slip of the finger does not", () => {
  assert.deepEqual([0, 1, 4, 5, 6, 7, 20].map(waitAfter), [0, 0, 0, 30_000, 60_000, 120_000, 300_000]);
});
