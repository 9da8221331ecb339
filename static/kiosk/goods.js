// The booth's goods: a signed snapshot of what was handed out, with prices and the end of each certificate.
import { isSigned } from "./canonical.js";

/** The server's signature does not fit: this did not come from the shop, or not whole. */
export class NotSigned extends Error {}

/** `onNew(snapshot)` is told of a snapshot that was kept. */
export function makeGoods({ store, clock, token, allotment, onNew = () => {} }) {
  const goods = {
    snapshot: null,
    byVariant: new Map(),

    async load() {
      const kept = await store.read(["kept"], (t) => t.get("kept", "snapshot"));
      if (kept) await use(kept.snapshot);
    },

    /** Asks for newer goods; the answer counts only when it is signed with this device's token. */
    async fetch(api) {
      const kept = await store.read(["kept"], (t) => t.get("kept", "snapshot"));
      const headers = kept?.etag ? { "If-None-Match": kept.etag } : {};
      const { etag, http_status, ...snapshot } = await api("GET", "/kiosk/api/snapshot", { headers });
      if (http_status === 304) return false;
      if (!(await isSigned(token(), snapshot))) throw new NotSigned("the snapshot is not signed for this device");
      await store.change(["kept"], (t) => t.put("kept", { name: "snapshot", etag, snapshot }));
      await use(snapshot);
      onNew(snapshot);
      return true;
    },

    forget() {
      goods.snapshot = null;
      goods.byVariant = new Map();
    },

    /** Pieces that still lie here. */
    remaining: (variantId) => (goods.byVariant.get(variantId)?.on_hand ?? 0) - allotment.takenOf(variantId),

    /** May it be sold at this moment, by the time that counts? */
    isCertified(variant) {
      const now = clock.now();
      return (variant.certified_from_ms ?? 0) <= now && now < variant.certified_until_ms;
    },

    /** Older than the shop wants it: prices may have changed. Selling goes on. */
    isOld: () => goods.snapshot !== null && clock.now() > Date.parse(goods.snapshot.expires_at),
  };
  return goods;

  async function use(snapshot) {
    goods.snapshot = snapshot;
    goods.byVariant = new Map(snapshot.variants.map((variant) => [variant.variant_id, variant]));
    clock.notBefore(Date.parse(snapshot.made_at));
    await allotment.begin(snapshot.last_seq ?? 0);
  }
}
