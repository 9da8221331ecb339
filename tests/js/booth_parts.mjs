// A tablet's parts over a store in memory, with a clock, a line and a timer that tests move.
import { makeApi } from "../../static/kiosk/api.js";
import { sha256 } from "../../static/kiosk/canonical.js";
import { makeClock } from "../../static/kiosk/clock.js";
import { makeQueue } from "../../static/kiosk/queue.js";
import { makeSync } from "../../static/kiosk/sync.js";
import { memoryStore } from "./memory_store.mjs";

export const NOON = Date.parse("2026-11-22T05:00:00Z");

export function makeTablet({ store = memoryStore(), snapshot = null, number = 7, uuids = "sale" } = {}) {
  const here = { store, now: NOON, steady: 0, snapshot, told: [] };
  let made = 0;
  here.clock = makeClock({ wall: () => here.now, steady: () => here.steady });
  here.queue = makeQueue({
    store, clock: here.clock, sha256, uuid: () => `${uuids}-${(made += 1)}`, device: () => ({ number }),
    snapshot: () => here.snapshot, onChange: (rows) => here.told.push(rows.map((row) => row.seq)),
  });
  return here;
}

export const draft = (changes = {}) => ({
  kind: "sale", tender: "cash", received_vnd: 100_000, change_vnd: 50_000, cashier: "lan", seen_by: null, session_id: "day",
  age_confirmed: false, lines: [{ variant_id: 1, quantity: 2, unit_vnd: 25_000, kind: "sale" }], ...changes,
});

/** A server that remembers sales, and whose answers a test may spoil: `spoil(request, answer)` gives a response or throws. */
export function makeServer() {
  const server = { sales: new Map(), requests: [], spoil: null };
  server.fetch = async (path, { method, body, headers }) => {
    const request = { path, method, body: body === undefined ? null : JSON.parse(body), headers };
    server.requests.push(request);
    const before = server.spoil && (await server.spoil({ ...request, when: "before" }));
    if (before) return before;
    const answer = path === "/kiosk/api/sales" ? take(server, request.body.sales) : {};
    const after = server.spoil && (await server.spoil({ ...request, when: "after" }));
    return after || json({ server_time: new Date(NOON).toISOString(), ...answer });
  };
  return server;
}

function take(server, sales) {
  return {
    sales: sales.map((sale) => {
      const status = server.sales.has(sale.sale_id) ? "already_recorded" : "recorded";
      server.sales.set(sale.sale_id, sale);
      return { sale_id: sale.sale_id, status, receipt: sale.code, exceptions: [] };
    }),
  };
}

export function json(content, { status = 200, headers = {} } = {}) {
  return new Response(JSON.stringify(content), { status, headers });
}

/** A timer that rings when the test says so. */
export function makeTimer() {
  const timer = { alarms: new Map(), waits: [] };
  let count = 0;
  timer.set = (act, wait) => {
    timer.alarms.set((count += 1), { act, wait });
    timer.waits.push(wait);
    return count;
  };
  timer.clear = (alarm) => timer.alarms.delete(alarm);
  /** Rings what waits for at most so long. */
  timer.ring = async (longest = Infinity) => {
    for (const [alarm, { act, wait }] of [...timer.alarms]) {
      if (wait > longest) continue;
      timer.alarms.delete(alarm);
      await act();
    }
  };
  return timer;
}

/** Web Locks of one browser. */
export function makeLocks() {
  const held = new Set();
  return {
    async request(name, { ifAvailable }, work) {
      if (held.has(name)) {
        if (ifAvailable) return work(null);
        throw new Error("waits for ever");
      }
      held.add(name);
      try {
        return await work({});
      } finally {
        held.delete(name);
      }
    },
  };
}

/** A tablet that syncs with a server. */
export function makeLine({ tablet = makeTablet(), server = makeServer(), locks = makeLocks(), parts = [], random = () => 0.5 } = {}) {
  const timer = makeTimer();
  const states = [];
  const api = makeApi({ fetch: server.fetch, clock: tablet.clock, steady: () => tablet.steady, token: () => "token", timer });
  const sync = makeSync({
    queue: tablet.queue, api, locks, timer, random, clock: tablet.clock, parts, onState: (state) => states.push({ ...state }),
  });
  return { tablet, server, timer, sync, states, api };
}
