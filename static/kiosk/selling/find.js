// Which goods a person means: by typed words without marks, or by what a scanner read.
import { byName, fold, foundIn } from "../folding.js";

const RECEIPT = /^HC[346789ACDEFHJKMNPRTVWXY]{8}$/;

/** Everything by which a good is looked for, folded once a snapshot. */
export const keyOf = (variant) =>
  fold(
    [variant.name, variant.name_en, variant.producer, variant.place, variant.province, variant.gtin]
      .filter(Boolean)
      .join(" "),
  );

/** The goods that fit, those first whose name begins with the words; `keys` is a Map variant_id -> keyOf. */
export function findGoods(variants, keys, words) {
  const wanted = fold(words);
  if (!wanted) return variants;
  const rank = (variant) => (keys.get(variant.variant_id).startsWith(wanted) ? 0 : 1);
  return variants
    .filter((variant) => foundIn(wanted, keys.get(variant.variant_id)))
    .sort((one, other) => rank(one) - rank(other));
}

/** The goods under headings by "producer" or by "kind", both in the order of Vietnamese dictionaries. */
export function grouped(variants, by, labelOf = (value) => value) {
  const groups = new Map();
  for (const variant of variants) {
    const name = variant[by] ?? "";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(variant);
  }
  for (const goods of groups.values()) goods.sort((one, other) => byName(one.name, other.name));
  return [...groups]
    .map(([value, goods]) => ({ value, name: labelOf(value), goods }))
    .sort((one, other) => byName(one.name, other.name));
}

const gtin14 = (digits) => digits.padStart(14, "0");

/** The path of an address without its language: "/en/san-pham/x?y" and "/san-pham/x" agree; null for other texts. */
function pathOf(text) {
  try {
    return new URL(text).pathname.replace(/^\/en(?=\/)/, "").replace(/\/$/, "");
  } catch {
    return null;
  }
}

/**
 * What a scanned text stands for: {receipt: "HC..."} for a receipt of a booth, else {variants: [...]}: the packs with
 * that GTIN, of that product page or of that certificate; empty when nothing here is known by it.
 */
export function meantBy(text, variants) {
  const clean = text.trim();
  const [first] = clean.split(/\s/, 1);
  if (RECEIPT.test(first)) return { receipt: first };
  if (/^(\d{8}|\d{12,14})$/.test(clean)) {
    return { variants: variants.filter(({ gtin }) => gtin && gtin14(gtin) === gtin14(clean)) };
  }
  const path = pathOf(clean);
  if (!path) return { variants: [] };
  const isMeant = ({ slug, certificate }) => path === `/san-pham/${slug}` || path === `/chung-nhan/${certificate}`;
  return { variants: variants.filter(isMeant) };
}
