// The report at the end of a session (Z report): what each cashier took by each tender, and the drawer.
// Sales are counted one by one, so that a long day can be read in slices; what is written in it are the queue's rows.
import { moneyOf } from "./till.js";

const nothing = () => ({ count: 0, taken: 0, given_back: 0, net: 0 });

/** A report of no sales yet. */
export function emptyReport() {
  return {
    total: nothing(),
    cashiers: {},
    counts: { sale: 0, void: 0, return: 0 },
    pieces: { sale: 0, tasting: 0, damage: 0 },
    first: null,
    last: null,
  };
}

function count(figures, amount) {
  figures.count += 1;
  figures.net += amount;
  if (amount > 0) figures.taken += amount;
  else figures.given_back -= amount;
}

/** Counts one row of the queue, {seq, code, sale}, into the report. */
export function countRow(report, { seq, code, sale }) {
  const amount = moneyOf(sale);
  const kind = sale.kind ?? "sale";
  const own = ((report.cashiers[sale.cashier] ??= {})[sale.tender] ??= nothing());
  count(own, amount);
  count(report.total, amount);
  report.counts[kind] += 1;
  if (kind === "sale") for (const line of sale.lines) report.pieces[line.kind] += line.quantity;
  if (!report.first || seq < report.first.seq) report.first = { seq, code };
  if (!report.last || seq > report.last.seq) report.last = { seq, code };
}

/** The figures of each tender over all cashiers. */
export function tendersOf(report) {
  const tenders = {};
  for (const own of Object.values(report.cashiers)) {
    for (const [tender, figures] of Object.entries(own)) {
      const sum = (tenders[tender] ??= nothing());
      for (const name of Object.keys(sum)) sum[name] += figures[name];
    }
  }
  return tenders;
}
