// From what is on the screen to what the queue keeps: the drafts of sales, voids, returns, tastings and damages.
import { beyond, totalOf } from "./cart.js";

const common = ({ cashier, session }) => ({ cashier: cashier.code, session_id: session?.session_id ?? null });

/**
 * The draft of a sale. `tender` is "cash" with `received_vnd`, or "vietqr" with `seen_by` (who saw the transfer) and the
 * `code` that stood in its memo.
 */
export function saleOf(cart, who, { tender, received_vnd = 0, seen_by = null, code, remaining }) {
  const total = totalOf(cart);
  const isCash = tender === "cash";
  return {
    ...common(who),
    kind: "sale",
    tender,
    received_vnd: isCash ? received_vnd : total,
    change_vnd: isCash ? received_vnd - total : 0,
    ...(seen_by ? { seen_by } : {}),
    ...(code ? { code } : {}),
    age_confirmed: cart.age_confirmed,
    lines: cart.lines.map((line) => {
      const over = beyond(line, remaining);
      return {
        variant_id: line.variant_id,
        quantity: line.quantity,
        unit_vnd: line.unit_vnd,
        kind: "sale",
        ...(over ? { over_allotment: true, reason: line.reason } : {}),
      };
    }),
  };
}

/** How many pieces of each good of a sale can still come back, given its earlier voids and returns. */
export function leftToReturn(sale, backs) {
  const left = new Map();
  const add = (line, times) =>
    left.set(line.variant_id, (left.get(line.variant_id) ?? 0) + times * line.quantity);
  for (const line of sale.lines) if (line.kind === "sale") add(line, 1);
  for (const back of backs) for (const line of back.lines) if (line.kind === "sale") add(line, -1);
  return left;
}

/**
 * The draft that takes pieces back: `quantities` is a Map variant_id -> pieces. A "void" takes back the whole sale, as if
 * it had never been; a "return" some or all of its pieces. The money goes back as `tender` says.
 */
export function backOf(sale, quantities, who, { kind, tender, reason }) {
  const lines = [];
  const wanted = new Map(quantities);
  for (const line of sale.lines) {
    const quantity = Math.min(line.quantity, wanted.get(line.variant_id) ?? 0);
    if (line.kind !== "sale" || quantity <= 0) continue;
    wanted.set(line.variant_id, wanted.get(line.variant_id) - quantity);
    lines.push({ variant_id: line.variant_id, quantity, unit_vnd: line.unit_vnd, kind: "sale" });
  }
  const change_vnd = lines.reduce((sum, line) => sum + line.quantity * line.unit_vnd, 0);
  return {
    ...common(who),
    kind,
    of_sale_id: sale.sale_id,
    tender,
    received_vnd: 0,
    change_vnd,
    reason,
    lines,
  };
}

/** The draft of what left the booth without money: `kind` is "tasting" or "damage", with a reason. */
export const givenAway = (cart, who, { kind, reason }) => ({
  ...common(who),
  kind: "sale",
  tender: "none",
  received_vnd: 0,
  change_vnd: 0,
  reason,
  lines: cart.lines.map(({ variant_id, quantity }) => ({ variant_id, quantity, unit_vnd: 0, kind, reason })),
});
