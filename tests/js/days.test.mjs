import assert from "node:assert/strict";
import { test } from "node:test";

import { dayAfter, formatDay, formatInstant, formatTime, isoDay, startOfDay } from "../../static/kiosk/days.js";

const MIDNIGHT = Date.UTC(2026, 10, 22, 17);

test("the day changes at midnight in Viet Nam", () => {
  assert.equal(isoDay(MIDNIGHT - 1), "2026-11-22");
  assert.equal(isoDay(MIDNIGHT), "2026-11-23");
  assert.equal(startOfDay("2026-11-23"), MIDNIGHT);
});

test("days and times as people write them", () => {
  assert.equal(formatDay(MIDNIGHT - 1), "22/11/2026");
  assert.equal(formatTime(MIDNIGHT - 60_000), "23:59");
  assert.equal(formatInstant(MIDNIGHT + 5 * 60_000), "00:05 23/11/2026");
});

test("days before and after", () => {
  assert.equal(dayAfter("2026-11-30"), "2026-12-01");
  assert.equal(dayAfter("2026-01-01", -1), "2025-12-31");
});
