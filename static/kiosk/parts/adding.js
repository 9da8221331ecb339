// Putting goods into a cart: what lapsed is not sold, more than there is asks why, spirits ask the age.
import { certifiedAt } from "../browse.js";
import { MOST_PIECES, asksAge, beyond, emptyCart, quantityOf, withAge, withQuantity, withReason } from "../selling/cart.js";
import { meantBy } from "../selling/find.js";
import { formatVnd } from "../money.js";
import { askReason, choosePack } from "./sheet.js";

/** {change, pick, scanned}: each asks what must be asked and then gives the new cart to `keep(cart)`. */
export function adding(booth, { cart, keep, asks = true }) {
  const { say } = booth;
  const remaining = (variantId) => booth.remaining(variantId);
  const nameOf = (variant) => (booth.language === "en" && variant.name_en) || variant.name;
  let isAsking = false;

  async function change(variant, quantity) {
    if (isAsking) return;
    const wanted = withQuantity(cart(), variant, quantity);
    isAsking = true;
    try {
      keep(await allowed(wanted, variant));
    } finally {
      isAsking = false;
    }
  }

  /** The cart with what must be known of it, or the one before when somebody gave up. */
  async function allowed(wanted, variant) {
    const before = cart();
    const line = wanted.lines.find(({ variant_id: id }) => id === variant.variant_id);
    if (!line || line.quantity <= quantityOf(before, variant.variant_id)) return wanted;
    if (!certifiedAt(variant, booth.clock.now())) {
      booth.toast(say("sell.lapsed", { name: nameOf(variant) }));
      return before;
    }
    let known = wanted;
    if (beyond(line, remaining) && !line.reason) {
      const reason = await askWhyBeyond(variant, line);
      if (!reason) return before;
      known = withReason(known, variant.variant_id, reason);
    }
    return asks && asksAge(known, booth.goods) ? askAge(known, before) : known;
  }

  function askWhyBeyond(variant, line) {
    const left = Math.max(0, remaining(variant.variant_id));
    return askReason(booth, {
      title: say("sell.beyond_title"),
      text: say(left ? "sell.beyond_some" : "sell.beyond_none", { name: nameOf(variant), n: left, wanted: line.quantity }),
      reasons: [say("reason.not_noted"), say("reason.miscounted"), say("reason.from_maker")],
      yes: say("sell.beyond_yes"),
    });
  }

  async function askAge(wanted, before) {
    const isOld = await booth.ask({
      title: say("sell.age_title"), text: say("sell.age_text"), yes: say("sell.age_yes"), no: say("sell.age_no"),
    });
    return isOld ? withAge(wanted) : before;
  }

  const pick = (variant) => {
    const known = quantityOf(cart(), variant.variant_id);
    if (known < MOST_PIECES) change(variant, known + 1);
  };

  /** What a camera, a scanner or a hand gave: a good, one of several packs, or a receipt. */
  async function scanned(text) {
    const { receipt, variants } = meantBy(text, [...booth.goods.values()]);
    if (receipt) return openReceipt(receipt);
    if (!variants.length) return booth.toast(whyNot(text));
    if (variants.length === 1) return pick(variants[0]);
    const chosen = await choosePack(booth, {
      title: say("sell.which_pack"),
      rows: variants.map((variant) => ({
        value: variant, label: nameOf(variant), detail: formatVnd(variant.price_vnd, booth.language),
      })),
    });
    if (chosen) pick(chosen);
  }

  async function openReceipt(code) {
    const row = await booth.queue.findByCode(code);
    if (row) booth.go("receipt", row.sale_id);
    else booth.toast(say("receipts.unknown", { code }));
  }

  /** Goods that lie here but may not be sold say so by name. */
  function whyNot(text) {
    const [withheld] = meantBy(text, booth.snapshot?.withheld ?? []).variants ?? [];
    if (!withheld) return say("sell.unknown_code");
    return say(withheld.why === "not_certified" ? "sell.not_certified" : "sell.not_offered", { name: nameOf(withheld) });
  }

  return { change, pick, scanned, clear: () => keep(emptyCart()) };
}
