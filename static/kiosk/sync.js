// Sends what the tablet sold. One tab at a time, at most a hundred sales a request, each with an answer of its own; a
// sale is sent until the server says that it has it. Pure: everything that it touches is passed in.
import { Offline, Refused } from "./api.js";

export const MOST = 100;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
const HEARTBEAT = 30_000;
// A device that was shut out asks seldom: it may be let in again.
const SHUT_OUT_WAIT = 300_000;
const SOON = 400;

/**
 * `parts` are asked in order after the sales, each `async (api, {manual}) => void`: sessions, contact, goods.
 * `locks` are the browser's Web Locks; `timer` {set, clear}; `random` gives 0 to 1.
 */
export function makeSync({ queue, api, locks, timer, random, clock, parts = [], onState = () => {} }) {
  const state = { phase: "idle", last_contact_ms: null, next_try_ms: null, reason: null };
  let failures = 0;
  let size = MOST;
  let alarm = null;
  let running = null;
  let again = false;
  let stopped = true;

  const sync = {
    state,
    /** Sends now, whatever the back-off; what was set aside is tried once more. Resolves when this turn is over. */
    async now() {
      await queue.tryAgain();
      failures = 0;
      return turn({ manual: true });
    },
    /** A sale was made, or the network came back. */
    soon() {
      if (running) again = true;
      else plan(SOON);
    },
    start() {
      stopped = false;
      plan(0);
    },
    stop() {
      stopped = true;
      timer.clear(alarm);
    },
    /** Another tab says what it is doing. */
    heard(theirs) {
      tell(theirs);
    },
  };
  return sync;

  async function turn({ manual = false } = {}) {
    if (running) {
      again = true;
      return running;
    }
    timer.clear(alarm);
    running = locks.request("kiosk-sync", { ifAvailable: true }, (lock) => (lock ? pass(manual) : elsewhere()));
    try {
      await running;
    } finally {
      running = null;
      if (again) {
        again = false;
        plan(SOON);
      } else plan(waitAfter(state.phase));
    }
    return state.phase;
  }

  async function pass(manual) {
    try {
      tell({ phase: "sending", next_try_ms: null });
      await sendSales();
      for (const part of parts) await part(api, { manual });
      failures = 0;
      tell({ phase: "idle", last_contact_ms: clock.now(), reason: null });
    } catch (error) {
      if (!(error instanceof Offline) && !(error instanceof Refused)) throw error;
      failures += 1;
      tell(troubleOf(error));
    }
  }

  async function sendSales() {
    for (;;) {
      const rows = await queue.batch(Math.min(size, MOST));
      if (!rows.length) return;
      const entries = await sendBatch(rows);
      if (entries) {
        const kept = await queue.answered(entries);
        // An answer that names none of them would be asked for for ever.
        if (!kept) throw new Offline("the answer names no sale that was sent");
        size = Math.min(MOST, size * 2);
        tell({ phase: "sending", last_contact_ms: clock.now() });
      }
    }
  }

  /** What the server says of each, or null when fewer are to be tried at once. */
  async function sendBatch(rows) {
    try {
      const answer = await api("POST", "/kiosk/api/sales", { body: { sales: rows.map((row) => row.sale) } });
      if (!Array.isArray(answer.sales)) throw new Offline("no list of sales came back");
      return answer.sales;
    } catch (error) {
      const tooMuch = error instanceof Refused ? isOfRequest(error.status) : rows.length > 1;
      if (!tooMuch) throw error;
      return fewer(rows, error);
    }
  }

  async function fewer(rows, error) {
    size = Math.max(1, Math.floor(rows.length / 2));
    if (error instanceof Offline) throw error;
    if (rows.length === 1) await queue.setAside(rows[0].sale_id, error.reason || String(error.status));
    return null;
  }

  function elsewhere() {
    tell({ phase: "elsewhere" });
  }

  function troubleOf(error) {
    if (error instanceof Offline) return { phase: "offline", reason: error.message };
    if (error.status === 401) return { phase: "revoked", reason: error.reason };
    return { phase: "waiting", reason: `${error.status} ${error.reason}`.trim(), after_ms: error.after_ms };
  }

  function waitAfter(phase) {
    if (phase === "revoked") return SHUT_OUT_WAIT;
    if (phase === "idle" || phase === "elsewhere") return HEARTBEAT;
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10));
    // Tablets that lost the same network do not all come back in the same moment.
    return Math.max(longest * (0.5 + random() / 2), state.after_ms ?? 0);
  }

  function plan(wait) {
    timer.clear(alarm);
    if (stopped) return;
    state.next_try_ms = clock.now() + wait;
    alarm = timer.set(() => turn().catch((error) => console.error("sync", error)), wait);
  }

  function tell(change) {
    Object.assign(state, { after_ms: 0 }, change);
    onState(state);
  }
}

/** Faults of the request as a whole that a smaller one may not have; the others are about who asks, or when. */
function isOfRequest(status) {
  return status >= 400 && status < 500 && ![401, 403, 404, 408, 425, 429].includes(status);
}
