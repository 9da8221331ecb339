// What one visitor buys: a plain value that every press replaces by a new one. Money is whole dong.
// {lines: [{variant_id, quantity, unit_vnd, reason}], age_confirmed, transfer}; a line's reason is why it goes beyond the
// stock, `transfer` the code that was shown.
import { certifiedAt } from "../browse.js";

export const MOST_PIECES = 999;

export const emptyCart = () => ({ lines: [], age_confirmed: false });

const lineOf = (cart, variantId) => cart.lines.find((line) => line.variant_id === variantId);

export const quantityOf = (cart, variantId) => lineOf(cart, variantId)?.quantity ?? 0;

/** The cart with so many pieces of a good: none takes its line away, a good that is new stands last. */
export function withQuantity(cart, variant, quantity) {
  const wanted = Math.min(MOST_PIECES, Math.max(0, Math.trunc(quantity) || 0));
  const changed = (line) => (line.variant_id === variant.variant_id ? { ...line, quantity: wanted } : line);
  const known = lineOf(cart, variant.variant_id);
  const fresh = { variant_id: variant.variant_id, quantity: wanted, unit_vnd: variant.price_vnd, reason: "" };
  const lines = (known ? cart.lines.map(changed) : [...cart.lines, fresh]).filter((line) => line.quantity > 0);
  return lines.length ? { ...cart, lines } : emptyCart();
}

/** The goods whose number differs between two carts. */
export function touchedBy(before, after) {
  const all = [...before.lines, ...after.lines].map((line) => line.variant_id);
  return new Set(all.filter((id) => quantityOf(before, id) !== quantityOf(after, id)));
}

/** The cart in which a person said why more is sold of a good than the booth was given. */
export const withReason = (cart, variantId, reason) => ({
  ...cart,
  lines: cart.lines.map((line) => (line.variant_id === variantId ? { ...line, reason } : line)),
});

/** The cart whose buyer was shown a code for a transfer of what it costs now. */
export const withCode = (cart, code) => ({ ...cart, transfer: { code, total_vnd: totalOf(cart) } });

/** The code that this buyer was shown for this sum, if any. It goes with the cart: the next buyer is shown another. */
export const codeShown = (cart) => (cart.transfer?.total_vnd === totalOf(cart) ? cart.transfer.code : undefined);

export const withAge = (cart) => ({ ...cart, age_confirmed: true });

/** The cart at the prices of a newer snapshot; goods that it no longer knows keep theirs. */
export const withPricesOf = (cart, goods) => ({
  ...cart,
  lines: cart.lines.map((line) => ({ ...line, unit_vnd: goods.get(line.variant_id)?.price_vnd ?? line.unit_vnd })),
});

/** What is to be paid, in whole dong. */
export const totalOf = (cart) => cart.lines.reduce((sum, line) => sum + line.quantity * line.unit_vnd, 0);

export const piecesOf = (cart) => cart.lines.reduce((sum, line) => sum + line.quantity, 0);

/** How many pieces of a line lie beyond what the booth has left. */
export const beyond = (line, remaining) => Math.max(0, line.quantity - Math.max(0, remaining(line.variant_id)));

/**
 * What keeps a cart from being paid: {variant_id, fault} with "lapsed" (its certificate ended), "gone" (the snapshot
 * knows it no more) or "beyond" (more than there is, and nobody said why); one entry a line, empty when all is well.
 */
export function faultsOf(cart, { goods, at, remaining }) {
  const faultOf = (line) => {
    const variant = goods.get(line.variant_id);
    if (!variant) return "gone";
    if (!certifiedAt(variant, at)) return "lapsed";
    return beyond(line, remaining) && !line.reason.trim() ? "beyond" : null;
  };
  return cart.lines
    .map((line) => ({ variant_id: line.variant_id, fault: faultOf(line) }))
    .filter((entry) => entry.fault);
}

/** Must somebody ask how old the buyer is, and has nobody yet? */
export const asksAge = (cart, goods) =>
  !cart.age_confirmed && cart.lines.some((line) => goods.get(line.variant_id)?.needs_age);

/** The next instant after `at` at which one of these goods stops being sold; null when none does. */
export function nextLapse(variants, at) {
  let next = null;
  for (const { certified_until_ms: until } of variants) if (until > at && (next === null || until < next)) next = until;
  return next;
}
