// The tables of the tablet's store, step by step. A step is never changed once a tablet may have taken it; a new one is
// added at the end, and rows that lie there are kept.

export const STEPS = [
  (database) => {
    const sales = database.createObjectStore("sales", { keyPath: "seq" });
    sales.createIndex("sale_id", "sale_id", { unique: true });
    for (const name of ["code", "session_id", "of_sale_id", "unsent"]) sales.createIndex(name, name);
    const sessions = database.createObjectStore("sessions", { keyPath: "session_id" });
    sessions.createIndex("unsent", "unsent");
    for (const name of ["kept", "notes"]) database.createObjectStore(name, { keyPath: "name" });
  },
];

export const VERSION = STEPS.length;
