import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ALPHABET, findReceiptCodes, receiptCode } from "../../static/kiosk/codes.js";
import { formatVnd, groupDigits } from "../../static/kiosk/money.js";
import { BadQrField, crc16, vietqrPayload } from "../../static/kiosk/vietqr.js";

const vectors = JSON.parse(readFileSync(new URL("vectors/vietqr.json", import.meta.url)));

test("the checksum is the agreed one", () => assert.equal(crc16("123456789"), 0x29b1));

for (const { values, payload } of vectors.payloads) {
  test(`the text of a code for ${values.memo || "any payment"}`, () => assert.equal(vietqrPayload(values), payload));
}

for (const { field, values } of vectors.refused) {
  test(`no code with ${field} ${JSON.stringify(values)}`, () =>
    assert.throws(() => vietqrPayload({ bin: "970416", account: "257678859", ...values }), (error) => error instanceof BadQrField && error.field === field));
}

test("a receipt's code: device, number, and a letter that makes it sound", () => {
  const code = receiptCode(7, 1);
  assert.match(code, /^HC33C3334.$/);
  assert.deepEqual(findReceiptCodes(code), [code]);
});

test("every single wrong letter and every two swapped ones are noticed", () => {
  const code = receiptCode(12_166, 279_840);
  const letters = [...code.slice(2)];
  letters.forEach((letter, place) => {
    for (const other of ALPHABET) {
      if (other === letter) continue;
      const wrong = "HC" + letters.with(place, other).join("");
      assert.deepEqual(findReceiptCodes(wrong), [], wrong);
    }
    if (place === letters.length - 1) return;
    const swapped = letters.with(place, letters[place + 1]).with(place + 1, letter);
    if (letters[place + 1] !== letter) assert.deepEqual(findReceiptCodes("HC" + swapped.join("")), []);
  });
});

test("codes are found however a bank writes them", () => {
  const [one, other] = [receiptCode(1, 5), receiptCode(1, 6)];
  const memo = `MBVCB.123 ${one.toLowerCase().slice(0, 5)} ${one.toLowerCase().slice(5)}; ${other} ${other}`;
  assert.deepEqual(findReceiptCodes(memo), [one, other]);
});

test("a number without letters is refused", () => {
  for (const [device, number] of [[-1, 1], [12_167, 1], [1, 279_841], [1.5, 1]]) assert.throws(() => receiptCode(device, number), RangeError);
});

test("dong as the shop writes them", () => {
  assert.equal(formatVnd(1_250_000), "1.250.000\u00a0₫");
  assert.equal(formatVnd(-1_000), "-1.000\u00a0₫");
  assert.equal(formatVnd(125_000, "en"), "₫125,000");
  assert.equal(groupDigits(999), "999");
  assert.equal(groupDigits(0), "0");
});
