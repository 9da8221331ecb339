// The log of this tablet's sales: only ever longer, numbered without gaps, each entry chained to the one before. Pure:
// store, clock and the rest are passed in.
import { canonical } from "./canonical.js";
import { receiptCode } from "./codes.js";
import { readsOf } from "./sales_log.js";

const TRIES = 5;
const UNSENT = 1;
// The server could not even read the request that held this one alone; it waits for a person.
const STUCK = 2;

/**
 * `device()` tells {number}; `snapshot()` the booth's goods or null; `session()` the number of the open session.
 * `onChange(rows)` is told of rows that were written.
 */
export function makeQueue({ store, clock, sha256, uuid, device, snapshot = () => null, onChange = () => {} }) {
  const queue = {
    ...readsOf(store),
    /** How many sales the server does not have. */
    unsent: 0,

    async count() {
      queue.unsent = await store.read(["sales"], (t) => t.count("sales", "unsent"));
      return queue.unsent;
    },

    /** A code for a sale that is not finished yet, never given again: somebody may pay by it after all. */
    async reserveCode() {
      const number = await store.change(["kept"], async (t) => {
        const codes = (await t.get("kept", "codes")) ?? { name: "codes", number: 0 };
        codes.number += 1;
        await t.put("kept", codes);
        return codes.number;
      });
      return receiptCode(device().number, number);
    },

    /** Writes a finished sale down; resolves once it lies on the disk. A receipt may be given then, never before. */
    async record(draft) {
      for (let turn = 0; turn < TRIES; turn += 1) {
        const row = await next(draft);
        if (await append(row)) {
          queue.unsent += 1;
          onChange([row.kept]);
          return row.kept;
        }
      }
      throw new Error("other tabs wrote at the same time, again and again");
    },

    /** The next sales to send, in order. */
    batch: (limit) => store.read(["sales"], (t) => t.list("sales", { index: "unsent", only: UNSENT, limit })),

    /** Keeps what the server said of sales; those that it did not name stay unsent. */
    async answered(entries) {
      const rows = await store.change(["sales"], async (t) => {
        const changed = [];
        for (const entry of entries) {
          const [row] = await t.list("sales", { index: "sale_id", only: entry.sale_id, limit: 1 });
          if (!row || !row.unsent || !ANSWERS.has(entry.status)) continue;
          delete row.unsent;
          Object.assign(row, {
            status: entry.status, receipt: entry.receipt ?? null, exceptions: entry.exceptions ?? [], answered_ms: clock.now(),
          });
          await t.put("sales", row);
          changed.push(row);
        }
        return changed;
      });
      queue.unsent -= rows.length;
      onChange(rows);
      return rows.length;
    },

    /** This one alone cannot be sent; the others go on. A person tries again, or takes the queue out as a file. */
    async setAside(saleId, reason) {
      await mark(saleId, (row) => Object.assign(row, { unsent: STUCK, stuck: reason }));
    },

    /** What was set aside is tried once more. */
    async tryAgain() {
      const stuck = await store.read(["sales"], (t) => t.list("sales", { index: "unsent", only: STUCK }));
      for (const row of stuck) await mark(row.sale_id, (there) => Object.assign(there, { unsent: UNSENT }));
    },

    /** The server does not have these numbers after all (it may have been put back to an older day). */
    async sendAgain(numbers) {
      let found = 0;
      for (const seq of numbers) {
        found += await store.change(["sales"], async (t) => {
          const row = await t.get("sales", seq);
          if (!row || row.unsent) return 0;
          await t.put("sales", { ...row, unsent: UNSENT });
          return 1;
        });
      }
      if (found) await queue.count();
      return found;
    },
  };
  return queue;

  async function next(draft) {
    const [head, codes] = await store.read(["kept"], heads);
    // A tablet whose store was put back to an older day goes on after what the server has of it.
    const seq = Math.max(head.seq, snapshot()?.last_seq ?? 0) + 1;
    const number = draft.code ? codes.number : codes.number + 1;
    const sale = {
      ...fields(draft), seq, sale_id: uuid(), previous_hash: head.hash, code: draft.code ?? receiptCode(device().number, number),
      sold_at: new Date(clock.wall()).toISOString(), clock_offset_ms: clock.offset(), known_at_ms: clock.heardAt(),
      snapshot_made_at: snapshot()?.made_at ?? null,
    };
    sale.hash = await sha256(head.hash + canonical(sale));
    const kept = {
      seq, sale_id: sale.sale_id, code: sale.code, session_id: sale.session_id ?? "", at_ms: clock.now(),
      total_vnd: totalOf(sale), sale, unsent: UNSENT, status: null,
    };
    if (sale.of_sale_id) kept.of_sale_id = sale.of_sale_id;
    return { kept, before: { head, codes }, number };
  }

  /** Writes it down unless another tab was quicker. */
  function append({ kept, before, number }) {
    return store.change(["sales", "kept"], async (t) => {
      const [head, codes] = await heads(t);
      if (head.seq !== before.head.seq || head.hash !== before.head.hash || codes.number !== before.codes.number) return false;
      await t.add("sales", kept);
      await t.put("kept", { name: "head", seq: kept.seq, hash: kept.sale.hash });
      await t.put("kept", { name: "codes", number });
      await t.put("kept", { name: "clock", ...clock.kept() });
      return true;
    });
  }

  function mark(saleId, change) {
    return store.change(["sales"], async (t) => {
      const [row] = await t.list("sales", { index: "sale_id", only: saleId, limit: 1 });
      if (row?.unsent) await t.put("sales", change(row));
    });
  }
}

const ANSWERS = new Set(["recorded", "already_recorded", "quarantined"]);

async function heads(t) {
  return [(await t.get("kept", "head")) ?? { name: "head", seq: 0, hash: "" }, (await t.get("kept", "codes")) ?? { name: "codes", number: 0 }];
}

/** A draft as it will be sent: what is undefined is left out, as the hash tells it from null. */
function fields(draft) {
  return JSON.parse(JSON.stringify(draft));
}

/** Dong that a sale brought in: what was sold; a void and a return give it back; tasting and damage cost nothing. */
export function totalOf({ kind = "sale", lines }) {
  const sum = lines.filter((line) => line.kind === "sale").reduce((all, line) => all + line.quantity * line.unit_vnd, 0);
  return kind === "sale" ? sum : 0 - sum;
}
