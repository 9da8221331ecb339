// Sessions of selling as the tablet keeps and sends them. What a screen writes is the contract's fields; `unsent`,
// `edition` and `answer` are the tablet's own.
const MOST = 100;
const OWN = ["unsent", "edition", "answer"];

export function makeSessions({ store, queue, onChange = () => {} }) {
  const sessions = {
    /** Writes a session down strictly, to be sent. */
    async keep(row) {
      const kept = await store.change(["sessions"], async (t) => {
        const there = await t.get("sessions", row.session_id);
        const next = { ...row, unsent: 1, edition: (there?.edition ?? 0) + 1 };
        await t.put("sessions", next);
        return next;
      });
      onChange(kept);
      return kept;
    },
    find: (id) => store.read(["sessions"], (t) => t.get("sessions", id)),
    list: () => store.read(["sessions"], (t) => t.list("sessions")),
    countUnsent: () => store.read(["sessions"], (t) => t.count("sessions", "unsent")),
    /** The one that is open on this tablet, or null. */
    async open() {
      return (await sessions.list()).find((row) => !row.closed) ?? null;
    },

    /** Sends what is new; a closing is compared by the server, and sales that it misses are sent once more. */
    async send(api) {
      const rows = await store.read(["sessions"], (t) => t.list("sessions", { index: "unsent", only: 1, limit: MOST }));
      if (!rows.length) return;
      const answer = await api("POST", "/kiosk/api/sessions", { body: { sessions: rows.map(asSent) } });
      for (const entry of answer.sessions ?? []) await answered(rows, entry);
      if (rows.length === MOST) await sessions.send(api);
    },
  };
  return sessions;

  async function answered(rows, entry) {
    const sent = rows.find((row) => row.session_id === entry.session_id);
    if (!sent) return;
    const missing = entry.manifest?.agrees === false ? (entry.manifest.missing ?? []) : [];
    const found = missing.length ? await queue.sendAgain(missing) : 0;
    const kept = await store.change(["sessions"], async (t) => {
      const row = await t.get("sessions", sent.session_id);
      row.answer = { status: entry.status, manifest: entry.manifest ?? null };
      // What was added meanwhile is not sent yet; and who sends sales again asks for the comparison again.
      if (row.edition === sent.edition && !found) delete row.unsent;
      await t.put("sessions", row);
      return row;
    });
    onChange(kept);
  }
}

/** The contract's fields alone. */
export function asSent(row) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !OWN.includes(name)));
}
