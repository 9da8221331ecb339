// The drawer of a session, in whole dong: what must lie in it, what was counted, and what differs.
// A session is {float_vnd, drawer: [{kind: "in" | "out", amount_vnd}]}; its sales carry kind, tender and lines.

/** Notes that are in use, the largest first. */
export const DENOMINATIONS = [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500];

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** The money of one sale: for a void or a return below zero. What was tasted or broken costs nobody anything. */
export function moneyOf(sale) {
  const worth = sum(sale.lines.filter((line) => line.kind === "sale").map((line) => line.quantity * line.unit_vnd));
  return (sale.kind ?? "sale") === "sale" ? worth : -worth || 0;
}

/** The worth of counted notes: {"500000": 2, "1000": 7}. */
export function countedSum(pieces) {
  return sum(Object.entries(pieces).map(([note, count]) => Number(note) * count));
}

/** What moved the cash of a session, and what must lie in the drawer after it; `cash` are a report's figures of cash. */
export function drawerFigures(session, cash = { taken: 0, given_back: 0 }) {
  const drawer = (kind) => sum(session.drawer.filter((entry) => entry.kind === kind).map((entry) => entry.amount_vnd));
  const figures = {
    float: session.float_vnd,
    taken: cash.taken,
    given_back: cash.given_back,
    put_in: drawer("in"),
    taken_out: drawer("out"),
  };
  const expected = figures.float + figures.taken - figures.given_back + figures.put_in - figures.taken_out;
  return { ...figures, expected };
}

/** What keeps a session from being closed: "sales_unsent", "difference_unexplained" or "no_count"; empty when nothing. */
export function closingFaults({ counted_vnd, expected_vnd, difference_reason, unsent, unsent_reason }) {
  const faults = [];
  if (!Number.isSafeInteger(counted_vnd) || counted_vnd < 0) faults.push("no_count");
  else if (counted_vnd !== expected_vnd && !difference_reason.trim()) faults.push("difference_unexplained");
  if (unsent > 0 && !unsent_reason.trim()) faults.push("sales_unsent");
  return faults;
}

/** A typed amount as whole dong: "1.250.000", "1 250 000" and "1250000 ₫" are the same; null for anything else. */
export function typedAmount(text) {
  const digits = text.replace(/[\s.,₫đ]/gu, "");
  return /^\d{1,11}$/.test(digits) ? Number(digits) : null;
}
