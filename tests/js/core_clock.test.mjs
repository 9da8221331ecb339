import assert from "node:assert/strict";
import { test } from "node:test";

import { makeClock } from "../../static/kiosk/clock.js";

const TRUE = Date.parse("2026-11-22T09:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A tablet whose clock and counter the test moves; `off` is how far its clock is wrong. */
function tablet({ off = 0, kept, hidden = false } = {}) {
  const here = { wall: TRUE + off, steady: 1_000, hidden, true: TRUE };
  here.clock = makeClock({ wall: () => here.wall, steady: () => here.steady, kept, wasHidden: () => here.hidden });
  here.pass = (span) => {
    here.wall += span;
    here.steady += span;
    here.true += span;
  };
  here.hear = (roundTrip = 0) => {
    const sent = here.steady;
    here.pass(roundTrip / 2);
    const server_time = new Date(here.true).toISOString();
    here.pass(roundTrip / 2);
    return here.clock.heard({ server_time, sent, received: here.steady });
  };
  return here;
}

test("before the server was heard, the tablet's clock is all there is", () => {
  const { clock } = tablet({ off: 5 * MINUTE });
  assert.equal(clock.now(), TRUE + 5 * MINUTE);
  assert.equal(clock.offset(), null);
  assert.equal(clock.warning(), "unknown");
});

for (const off of [0, 5 * MINUTE, -5 * MINUTE, 7 * HOUR, -7 * HOUR, 72 * HOUR, -72 * HOUR, -TRUE]) {
  test(`a clock wrong by ${off} ms is put right by one contact`, () => {
    const here = tablet({ off });
    here.hear(400);
    here.pass(3 * HOUR);
    assert.equal(here.clock.now(), here.true);
    assert.equal(here.wall + here.clock.offset(), here.true);
    assert.equal(here.clock.warning(), Math.abs(off) > 2 * MINUTE ? "wrong" : null);
  });
}

test("a clock that jumps before our eyes changes nothing", () => {
  const here = tablet();
  here.hear();
  here.pass(MINUTE);
  here.wall += 7 * HOUR;
  here.pass(MINUTE);
  assert.equal(here.clock.now(), here.true);
  assert.equal(here.clock.offset(), -7 * HOUR);
  assert.equal(here.clock.warning(), "wrong");
  here.wall -= 72 * HOUR;
  assert.equal(here.clock.now(), here.true);
});

test("a tablet that slept is not a tablet whose clock jumped", () => {
  const here = tablet({ hidden: true });
  here.hear();
  here.wall += 9 * HOUR;
  here.true += 9 * HOUR;
  assert.equal(here.clock.now(), here.true);
  here.hidden = false;
  here.pass(MINUTE);
  assert.equal(here.clock.now(), here.true);
  assert.equal(here.clock.warning(), null);
});

test("a clock put back while the screen was dark does not turn time back", () => {
  const here = tablet({ hidden: true });
  here.hear();
  here.wall -= 9 * HOUR;
  assert.equal(here.clock.now(), here.true);
});

test("after a restart the last offset holds", () => {
  const here = tablet({ off: 72 * HOUR });
  here.hear();
  const kept = here.clock.kept();
  const again = tablet({ off: 72 * HOUR, kept });
  again.pass(20 * MINUTE);
  assert.equal(again.clock.now(), again.true);
  assert.equal(again.clock.offset(), -72 * HOUR);
  assert.ok(again.clock.isKnown());
});

test("time never falls below the highest that was seen, whatever the battery forgot", () => {
  const here = tablet();
  here.hear();
  here.pass(5 * HOUR);
  const again = tablet({ off: -TRUE, kept: here.clock.kept() });
  assert.equal(again.clock.now(), here.true);
});

test("a snapshot was made by a server: it is not earlier", () => {
  const here = tablet({ off: -TRUE });
  here.clock.notBefore(TRUE - HOUR);
  assert.equal(here.clock.now(), TRUE - HOUR);
  here.clock.notBefore(TRUE - 2 * HOUR);
  assert.equal(here.clock.now(), TRUE - HOUR);
});

test("a very slow answer tells less than the counter knows, and more than nothing", () => {
  const here = tablet({ off: 7 * HOUR });
  assert.ok(here.hear(90_000));
  assert.ok(Math.abs(here.clock.now() - here.true) <= 45_000);
  assert.ok(here.hear(2_000));
  const before = here.clock.now() - here.true;
  assert.ok(!here.hear(100_000));
  assert.equal(here.clock.now() - here.true, before);
});

test("a senseless time is not believed", () => {
  const here = tablet();
  assert.ok(!here.clock.heard({ server_time: "soon", sent: 1_000, received: 1_000 }));
  assert.equal(here.clock.offset(), null);
});

test("the Vietnamese day ends at 17:00 UTC", () => {
  const here = tablet();
  assert.equal(here.clock.today(), "2026-11-22");
  assert.equal(here.clock.midnight(), Date.parse("2026-11-22T17:00:00Z"));
  here.pass(8 * HOUR);
  assert.equal(here.clock.today(), "2026-11-23");
  assert.equal(here.clock.midnight(), Date.parse("2026-11-23T17:00:00Z"));
});
