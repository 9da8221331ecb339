// Notes over the counter: what a visitor is likely to hand over, and what goes back. Whole dong only.
import { DENOMINATIONS } from "../till.js";

const MOST_OFFERED = 5;
const SMALLEST_ROUND = 10_000;

/** The sums that a buyer is likely to hand over, from the exact one up: full notes and simple piles of them. */
export function likelyAmounts(total) {
  const piles = DENOMINATIONS.filter((note) => note >= SMALLEST_ROUND).map((note) => Math.ceil(total / note) * note);
  const larger = [...new Set(piles)].filter((sum) => sum > total).sort((one, other) => one - other);
  return [total, ...larger.slice(0, MOST_OFFERED)];
}

/** What goes back as few notes: [{note, count}], and what no note is small enough for. */
export function changeOf(received, total) {
  let rest = received - total;
  const notes = [];
  for (const note of rest > 0 ? DENOMINATIONS : []) {
    const count = Math.floor(rest / note);
    if (count) notes.push({ note, count });
    rest -= count * note;
  }
  return { notes, rest };
}

/** What the number pad shows after one more key: digits, "000" or "back"; never more than eleven digits. */
export function typed(amount, key) {
  if (key === "clear") return 0;
  if (key === "back") return Math.floor(amount / 10);
  const next = Number(`${amount}${key}`);
  return String(next).length <= 11 ? next : amount;
}
