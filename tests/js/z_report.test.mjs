import assert from "node:assert/strict";
import { test } from "node:test";

import { drawerFigures } from "../../static/kiosk/till.js";
import { countRow, emptyReport, tendersOf } from "../../static/kiosk/z_report.js";

const line = (quantity, unit_vnd, kind = "sale") => ({ variant_id: 1, quantity, unit_vnd, kind });
const row = (seq, changes) => ({
  seq,
  code: `HC${seq}`,
  sale: { kind: "sale", tender: "cash", cashier: "01", lines: [line(1, 10_000)], ...changes },
});

const day = () => [
  row(1, { lines: [line(2, 125_000)] }),
  row(2, { cashier: "02", tender: "vietqr", lines: [line(1, 60_000)] }),
  row(3, { cashier: "02", lines: [line(3, 20_000), line(1, 0, "tasting")] }),
  row(4, { kind: "void", cashier: "02", tender: "vietqr", lines: [line(1, 60_000)] }),
  row(5, { kind: "return", lines: [line(1, 125_000)] }),
  row(6, { tender: "none", lines: [line(2, 0, "damage"), line(1, 0, "tasting")] }),
];

function reportOf(rows) {
  const report = emptyReport();
  for (const one of rows) countRow(report, one);
  return report;
}

test("each cashier by each tender", () => {
  assert.deepEqual(reportOf(day()).cashiers, {
    "01": {
      cash: { count: 2, taken: 250_000, given_back: 125_000, net: 125_000 },
      none: { count: 1, taken: 0, given_back: 0, net: 0 },
    },
    "02": {
      vietqr: { count: 2, taken: 60_000, given_back: 60_000, net: 0 },
      cash: { count: 1, taken: 60_000, given_back: 0, net: 60_000 },
    },
  });
});

test("the tenders add up to the total", () => {
  const report = reportOf(day());
  assert.deepEqual(report.total, { count: 6, taken: 370_000, given_back: 185_000, net: 185_000 });
  const tenders = tendersOf(report);
  assert.deepEqual(tenders.cash, { count: 3, taken: 310_000, given_back: 125_000, net: 185_000 });
  for (const name of Object.keys(report.total)) {
    assert.equal(Object.values(tenders).reduce((sum, figures) => sum + figures[name], 0), report.total[name], name);
  }
});

test("the drawer is told by the report's cash alone", () => {
  const session = { float_vnd: 500_000, drawer: [{ kind: "out", amount_vnd: 100_000 }] };
  assert.equal(drawerFigures(session, tendersOf(reportOf(day())).cash).expected, 500_000 + 310_000 - 125_000 - 100_000);
});

test("kinds, pieces, first and last receipt", () => {
  const report = reportOf(day());
  assert.deepEqual(report.counts, { sale: 4, void: 1, return: 1 });
  assert.deepEqual(report.pieces, { sale: 6, tasting: 2, damage: 2 });
  assert.deepEqual([report.first, report.last], [{ seq: 1, code: "HC1" }, { seq: 6, code: "HC6" }]);
});

test("the order in which rows are read changes nothing", () => {
  const { cashiers, ...others } = reportOf(day());
  const { cashiers: turned, ...turnedOthers } = reportOf(day().reverse());
  assert.deepEqual(turnedOthers, others);
  assert.deepEqual(turned, cashiers);
});

test("a session without a sale is a report of nothing", () => {
  assert.deepEqual(reportOf([]).total, { count: 0, taken: 0, given_back: 0, net: 0 });
  assert.deepEqual(tendersOf(emptyReport()), {});
  assert.equal(reportOf([]).first, null);
});
