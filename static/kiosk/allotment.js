// What lies at the booth: the pieces of the snapshot less what this tablet sold since. Pure.

/** `queue` gives sales after a number in slices. */
export function makeAllotment({ queue }) {
  let taken = new Map();
  let from = 0;
  let highest = 0;

  function take(row) {
    if (row.seq <= from) return;
    const sign = (row.sale.kind ?? "sale") === "sale" ? 1 : -1;
    for (const { variant_id, quantity } of row.sale.lines) {
      taken.set(variant_id, (taken.get(variant_id) ?? 0) + sign * quantity);
    }
    highest = Math.max(highest, row.seq);
  }

  return {
    /** Counts anew what went after a number that the snapshot knows of. */
    async begin(lastSeq) {
      taken = new Map();
      from = lastSeq;
      highest = lastSeq;
      await queue.eachAfter(lastSeq, take);
    },
    /** New sales, each told once. */
    add(rows) {
      for (const row of rows) if (row.seq > highest) take(row);
    },
    takenOf: (variantId) => taken.get(variantId) ?? 0,
  };
}
