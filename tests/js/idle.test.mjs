import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { countTaps, watchIdle } from "../../static/kiosk/idle.js";

function watched(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const target = new EventTarget();
  let silences = 0;
  const watch = watchIdle(target, { after_ms: 60_000, whenIdle: () => (silences += 1) });
  return { target, watch, wait: (ms) => t.mock.timers.tick(ms), silences: () => silences };
}

test("sixty seconds without a touch are a silence, fifty-nine are not", (t) => {
  const { wait, silences } = watched(t);
  wait(59_999);
  assert.equal(silences(), 0);
  wait(1);
  assert.equal(silences(), 1);
});

for (const sign of ["pointerdown", "keydown", "scroll", "wheel", "input"]) {
  test(`${sign} begins the minute anew`, (t) => {
    const { target, wait, silences } = watched(t);
    wait(59_000);
    target.dispatchEvent(new Event(sign));
    wait(59_000);
    assert.equal(silences(), 0);
    wait(1_000);
    assert.equal(silences(), 1);
  });
}

test("a touch after a silence begins another minute", (t) => {
  const { target, wait, silences } = watched(t);
  wait(60_000);
  target.dispatchEvent(new Event("pointerdown"));
  wait(60_000);
  assert.equal(silences(), 2);
});

test("whoever stopped watching hears nothing", (t) => {
  const { target, watch, wait, silences } = watched(t);
  watch.stop();
  target.dispatchEvent(new Event("pointerdown"));
  wait(120_000);
  assert.equal(silences(), 0);
});

test("a watch poked by a language change waits a whole minute again", (t) => {
  const { watch, wait, silences } = watched(t);
  wait(59_000);
  watch.poke();
  wait(59_000);
  assert.equal(silences(), 0);
});

test("only quick taps in a row open the staff's way", () => {
  let at = 0;
  const reached = mock.fn();
  const tap = countTaps({ wanted: 5, within_ms: 3_000, whenReached: reached, now: () => at });
  for (let number = 0; number < 5; number += 1) {
    at += 1_000;
    tap();
  }
  assert.equal(reached.mock.callCount(), 0);
  for (let number = 0; number < 5; number += 1) {
    at += 200;
    tap();
  }
  assert.equal(reached.mock.callCount(), 1);
});
