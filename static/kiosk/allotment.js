// What lies at the booth: the pieces of the snapshot less what this tablet sold since. Pure.
const WORTH_KEEPING = 100;

/** `queue` gives sales after a number in slices; in `store` lies how far was counted, so that a start reads few. */
export function makeAllotment({ queue, store }) {
  let taken = new Map();
  let from = 0;
  let highest = 0;
  let kept = 0;
  let reading = null;

  function take(row) {
    const sign = (row.sale.kind ?? "sale") === "sale" ? 1 : -1;
    for (const { variant_id, quantity } of row.sale.lines) {
      taken.set(variant_id, (taken.get(variant_id) ?? 0) + sign * quantity);
    }
    highest = row.seq;
  }

  async function catchUp() {
    while (reading) await reading;
    reading = queue.eachAfter(highest, take);
    try {
      await reading;
    } finally {
      reading = null;
    }
  }

  const allotment = {
    /** Counts what went after a number that the snapshot knows of. */
    async begin(lastSeq) {
      const found = await store.read(["kept"], (t) => t.get("kept", "allotment"));
      const holds = found?.from === lastSeq;
      from = lastSeq;
      taken = new Map(holds ? found.taken : []);
      highest = kept = holds ? found.highest : lastSeq;
      await catchUp();
      await allotment.keep();
    },

    /** New sales of this tab or another; where one was not heard of yet, the log is read instead. */
    async add(rows) {
      for (const row of rows) {
        if (row.seq <= highest) continue;
        if (row.seq === highest + 1 && !reading) take(row);
        else await catchUp();
      }
    },

    /** Keeps how far was counted, when it is worth it; the sales themselves are the truth. */
    async keep() {
      if (highest - kept < WORTH_KEEPING) return;
      kept = highest;
      await store.change(["kept"], (t) => t.put("kept", { name: "allotment", from, highest, taken: [...taken] }));
    },

    takenOf: (variantId) => taken.get(variantId) ?? 0,
  };
  return allotment;
}
