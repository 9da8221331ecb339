import assert from "node:assert/strict";
import { test } from "node:test";

import { wedgeReader } from "../../static/kiosk/selling/wedge.js";

/** Types the text with a pause between the keys and answers what was read, Enter being the last key. */
function read(text, pause, { key = (sign) => ({ key: sign, code: "" }), reader = wedgeReader(), from = 0 } = {}) {
  let at = from;
  for (const sign of text) assert.equal(reader.read(key(sign), (at += pause)), null);
  return reader.read({ key: "Enter", code: "Enter" }, at + pause);
}

test("a scanner's quick keys are a code, a person's are not", () => {
  assert.equal(read("8938505974194", 8), "8938505974194");
  assert.equal(read("8938505974194", 40), "8938505974194");
  assert.equal(read("8938505974194", 90), null);
  assert.equal(read("12345", 8), null);
});

test("what a person typed before does not stick to a code", () => {
  const reader = wedgeReader();
  reader.read({ key: "4", code: "Digit4" }, 0);
  assert.equal(read("8938505974194", 10, { reader, from: 500 }), "8938505974194");
  assert.equal(read("8938505974194", 10, { reader, from: 2000 }), "8938505974194");
});

test("an Enter after a pause ends nothing", () => {
  const reader = wedgeReader();
  for (const [place, sign] of [..."893850597"].entries()) reader.read({ key: sign, code: "" }, place * 5);
  assert.equal(reader.isReading, true);
  assert.equal(reader.read({ key: "Enter", code: "Enter" }, 900), null);
  assert.equal(reader.isReading, false);
});

test("shift does not break a code, and a composing keyboard still tells its digits", () => {
  const reader = wedgeReader();
  let at = 0;
  const press = (key, code = "") => reader.read({ key, code }, (at += 5));
  for (const sign of "HC333346KA") {
    press("Shift", "ShiftLeft");
    press(sign);
  }
  assert.equal(press("Enter"), "HC333346KA");
  const composing = (sign) => ({ key: "Process", code: `Digit${sign}` });
  assert.equal(read("8938505974194", 5, { key: composing }), "8938505974194");
});
