import assert from "node:assert/strict";
import { test } from "node:test";

import { canonical, isSigned, sha256, sign } from "../../static/kiosk/canonical.js";

test("keys are sorted, nothing stands between", () =>
  assert.equal(canonical({ b: [1, true, null], a: { d: "x", c: -2 } }), '{"a":{"c":-2,"d":"x"},"b":[1,true,null]}'));

test("Vietnamese stays as it is, signs of control are escaped as Python does", () =>
  assert.equal(canonical("Mật ong\n\"Sa Pa\"\u0007 – 🍯"), '"Mật ong\\n\\"Sa Pa\\"\\u0007 – 🍯"'));

test("keys are sorted by letters, not by halves of letters", () =>
  assert.equal(canonical({ "\u{1F36F}": 1, "\uFF5E": 2 }), '{"\uFF5E":2,"\u{1F36F}":1}'));

for (const bad of [1.5, NaN, 2 ** 53, undefined, () => 1]) {
  test(`${String(bad)} cannot be written down`, () => assert.throws(() => canonical({ a: bad }), TypeError));
}

test("a hash as everybody's", async () =>
  assert.equal(await sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));

test("what is signed is known again, what was changed is not", async () => {
  const content = { booth: "Quầy", variants: [1, 2] };
  const signed = { ...content, signature: await sign("token", canonical(content)) };
  assert.ok(await isSigned("token", signed));
  assert.ok(!(await isSigned("other", signed)));
  assert.ok(!(await isSigned("token", { ...signed, variants: [1, 3] })));
  assert.ok(!(await isSigned("token", content)));
});
