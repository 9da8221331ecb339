// What visitors find at the booth: packs of one product gathered into one good, filtered and in order.
import { byName, finder, fold } from "./folding.js";

/** Is this pack certified at the instant? The same half-open interval as on the server. */
export const certifiedAt = (variant, now_ms) => variant.certified_from_ms <= now_ms && now_ms < variant.certified_until_ms;

/** The goods of a snapshot that are certified now, most stars first, then by name; a good's packs from cheap to dear. */
export function goodsOf(variants, now_ms) {
  const goods = new Map();
  for (const variant of variants) {
    if (!certifiedAt(variant, now_ms)) continue;
    const good = goods.get(variant.product_id) ?? { ...variant, packs: [] };
    good.packs.push(variant);
    goods.set(variant.product_id, good);
  }
  for (const good of goods.values()) {
    good.packs.sort((one, other) => one.price_vnd - other.price_vnd);
    const { product, product_en, producer, place, province } = good;
    good.key = fold([product, product_en, producer, place, province].filter(Boolean).join(" "));
  }
  return [...goods.values()].sort((one, other) => other.stars - one.stars || byName(one.product, other.product));
}

/** The goods that fit, in their order; those whose name begins with the typed words come first. */
export function arranged(goods, { kind = "", province = "", stars = 0, words = "" } = {}) {
  const typed = fold(words);
  const isFound = finder(words);
  const fitting = goods.filter(
    (good) =>
      (!kind || good.kind === kind) &&
      (!province || good.province === province) &&
      (!stars || good.stars === stars) &&
      isFound(good.key),
  );
  if (!typed) return fitting;
  const begins = (good) => good.key.startsWith(typed);
  return [...fitting.filter(begins), ...fitting.filter((good) => !begins(good))];
}

/** What can be chosen and how many goods each choice would leave, given the other choices. */
export function choicesOf(goods, chosen = {}) {
  const counted = (field) => {
    const counts = new Map();
    for (const good of arranged(goods, { ...chosen, [field]: "" })) {
      if (good[field]) counts.set(good[field], (counts.get(good[field]) ?? 0) + 1);
    }
    return counts;
  };
  return { kind: counted("kind"), province: counted("province"), stars: counted("stars") };
}

/**
 * The order of the idle loop: goods of one producer stand apart while others are left; another order every day.
 * Spirits are not cried out to passers-by, for strong ones may not be advertised: who looks for them finds them.
 */
export function loopOrder(all, day) {
  const goods = all.filter((good) => !good.needs_age);
  const waiting = new Map();
  for (const good of [...goods].sort((one, other) => scattered(one.product, day) - scattered(other.product, day))) {
    waiting.set(good.producer, [...(waiting.get(good.producer) ?? []), good]);
  }
  const order = [];
  while (order.length < goods.length) {
    const others = [...waiting.values()].filter((own) => own.length && own[0].producer !== order.at(-1)?.producer);
    const candidates = others.length ? others : [...waiting.values()].filter((own) => own.length);
    order.push(candidates.reduce((most, own) => (own.length > most.length ? own : most)).shift());
  }
  return order;
}

/** A number that stands still for a day and scatters names that are alike. */
function scattered(text, day) {
  let hash = 2166136261;
  for (const letter of `${day} ${text}`) hash = Math.imul(hash ^ letter.codePointAt(0), 16777619) >>> 0;
  return hash;
}
