// What can be read of the sales on this tablet: by index and in slices, never all at once.
// What a slow tablet reads within a frame or two.
const SLICE = 200;

/** The reads of a queue. */
export function readsOf(store) {
  const list = (wanted) => store.read(["sales"], (t) => t.list("sales", wanted));
  const first = async (index, value) => (await list({ index, only: value, limit: 1 }))[0] ?? null;
  const reads = {
    find: (saleId) => first("sale_id", saleId),
    findByCode: (code) => first("code", code),
    /** What was taken back of a sale: its void, its returns. */
    backOf: (saleId) => list({ index: "of_sale_id", only: saleId }),
    /** The last `limit` sales before a number, the latest first. */
    recent: (limit, before) => list({ before, limit, reverse: true }),
    /** Sales of a session by number, a part at a time. */
    ofSession: (id, { after, limit } = {}) => list({ index: "session_id", only: id, after, limit }),
    /** Sales after a number, a part at a time. */
    after: (seq, limit) => list({ after: seq, limit }),
    /** Goes through a session's sales by number, in slices: thousands do not hold up the screen. */
    eachOf: (id, visit) => inSlices((after) => reads.ofSession(id, { after, limit: SLICE }), visit),
    /** Goes through all sales after a number in the same way. */
    eachAfter: (seq, visit) => inSlices((after) => reads.after(after ?? seq, SLICE), visit),

    /** What the tablet says of a session, held against what the server has. */
    async manifest(sessionId) {
      const sum = { count: 0, sum_vnd: 0, first_seq: 0, last_seq: 0, hash: "" };
      await reads.eachOf(sessionId, (row) => {
        sum.count += 1;
        sum.sum_vnd += row.total_vnd;
        sum.first_seq ||= row.seq;
        sum.last_seq = row.seq;
        sum.hash = row.sale.hash;
      });
      return sum;
    },
  };
  return reads;
}

async function inSlices(slice, visit) {
  let after;
  for (;;) {
    const rows = await slice(after);
    rows.forEach(visit);
    if (rows.length < SLICE) return;
    after = rows.at(-1).seq;
  }
}
