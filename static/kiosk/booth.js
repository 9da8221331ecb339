// What every screen is given: the tablet's store, log, clock and goods, who sells, and the words.
import { exportedQueue } from "./files.js";

export function makeBooth({ store, queue, sync, api, clock, goods, sessions, space, words, events, dialogs }) {
  let device = null;
  let cashier = null;
  let session = null;
  let busy = false;
  const memories = new Map();

  const booth = {
    store, queue, sync, clock, sessions,
    storage: space,
    album: { done: 0, all: 0 },
    say: words.say,
    on: events.onWhileOpen,
    toast: dialogs.toast,
    ask: dialogs.ask,
    mayRecord: space.mayRecord,
    remaining: goods.remaining,
    isCertified: goods.isCertified,
    snapshotIsOld: goods.isOld,
    get snapshot() { return goods.snapshot; },
    get goods() { return goods.byVariant; },
    get device() { return device; },
    get cashier() { return cashier; },
    get session() { return session; },
    get isBusy() { return busy; },
    get language() { return words.language; },

    /** What lies on the tablet from earlier runs. */
    async load() {
      device = (await kept("device"))?.device ?? null;
      session = await sessions.open();
      await queue.count();
      await goods.load();
    },

    /** A one-time code for a token, which this tablet keeps; Refused with 404 when the code is not good, Offline. */
    async pair(code, name = "") {
      const { token, ...about } = await api("POST", "/kiosk/api/pair", { body: { code, ...(name ? { name } : {}) } });
      device = { ...about.device, booth: about.booth, fair: about.fair, token };
      await store.change(["kept"], (t) => t.put("kept", { name: "device", device }));
      await space.look({ ask: true });
      events.tell("device", device);
      return sync.now();
    },

    /** Leaves the booth; false while sales lie here that the shop does not have. */
    async forget() {
      const isForgotten = await store.change(["kept", "sales", "sessions", "notes"], async (t) => {
        // Looked at in the same breath: another tab may sell at this moment.
        for (const name of ["sales", "sessions"]) if (await t.count(name, "unsent")) return false;
        for (const name of ["device", "snapshot", "head", "codes", "allotment"]) await t.remove("kept", name);
        for (const row of await t.list("sales")) await t.remove("sales", row.seq);
        for (const row of await t.list("sessions")) await t.remove("sessions", row.session_id);
        for (const row of await t.list("notes")) if (row.name !== "language") await t.remove("notes", row.name);
        return true;
      });
      if (!isForgotten) return false;
      device = null;
      session = null;
      goods.forget();
      events.tell("device", null);
      return true;
    },

    setCashier(who) {
      cashier = who;
      events.tell("cashier", who);
    },

    /** Writes a session down strictly and sends it; a closed one is no longer the present. */
    async keepSession(row) {
      const keptRow = await sessions.keep(row);
      booth.reloadSession(keptRow);
      sync.soon();
      return keptRow;
    },

    /** A session was written, here or in another tab. */
    reloadSession(row) {
      if (row.closed) session = session?.session_id === row.session_id ? null : session;
      else session = row;
      events.tell("session", session);
    },

    /** The moment by the tablet's own clock with what must be added to it, as sessions and drawers are sent. */
    stamp: () => ({ at: new Date(clock.wall()).toISOString(), clock_offset_ms: clock.offset() }),

    /** A plain object for each screen; it lives until the kiosk is closed. */
    memory(name) {
      if (!memories.has(name)) memories.set(name, {});
      return memories.get(name);
    },

    /** Something is in hand: no renewal, no return to the start. */
    busy(is) {
      busy = is;
      events.tell("busy", is);
    },

    async setLanguage(language) {
      await words.speak(language);
      document.documentElement.lang = language;
      await booth.keepNote("language", language);
      events.tell("language", language);
    },

    note: async (name) => (await store.read(["notes"], (t) => t.get("notes", name)))?.value,
    keepNote: (name, value) => store.change(["notes"], (t) => t.put("notes", { name, value })),
    exported: () => exportedQueue({ queue, sessions, device, clock }),
  };
  return booth;

  function kept(name) {
    return store.read(["kept"], (t) => t.get("kept", name));
  }
}
