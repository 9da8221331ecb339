// A store as store.js is one, in memory: tables with keys and indexes, transactions that roll back. `failing` makes the
// next write fail in a way of its own.
const KEYS = { sales: "seq", sessions: "session_id", kept: "name", notes: "name" };

export function memoryStore() {
  let tables = Object.fromEntries(Object.keys(KEYS).map((name) => [name, new Map()]));
  let turn = Promise.resolve();
  const store = {
    writes: 0,
    reads: 0,
    rowsRead: 0,
    failing: null,
    read: (names, work) => inTurn(() => {
      store.reads += 1;
      return work(access(tables, store));
    }),
    change: (names, work) => inTurn(async () => {
      const copy = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, new Map(rows)]));
      const answer = await work(access(copy, store));
      if (store.failing) {
        const error = store.failing;
        store.failing = null;
        throw error;
      }
      store.writes += 1;
      tables = copy;
      return answer;
    }),
  };
  return store;

  function inTurn(work) {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  }
}

function access(tables, store) {
  const sorted = (name) => [...tables[name].values()].sort((one, other) => (one[KEYS[name]] < other[KEYS[name]] ? -1 : 1));
  return {
    get: async (name, key) => structuredClone(tables[name].get(key)),
    put: async (name, row) => void tables[name].set(row[KEYS[name]], structuredClone(row)),
    async add(name, row) {
      if (tables[name].has(row[KEYS[name]])) throw new Error("the key is taken");
      if (name === "sales" && sorted(name).some((there) => there.sale_id === row.sale_id)) throw new Error("the sale is there");
      tables[name].set(row[KEYS[name]], structuredClone(row));
    },
    remove: async (name, key) => void tables[name].delete(key),
    count: async (name, index, key) =>
      sorted(name).filter((row) => !index || (row[index] !== undefined && (key === undefined || row[index] === key))).length,
    async list(name, { index = null, only, after, before, limit = Infinity, reverse = false } = {}) {
      const key = KEYS[name];
      let rows = sorted(name).filter((row) => index === null || (row[index] !== undefined && (only === undefined || row[index] === only)));
      rows = rows.filter((row) => (after === undefined || row[key] > after) && (before === undefined || row[key] < before));
      if (reverse) rows.reverse();
      const found = rows.slice(0, limit);
      store.rowsRead += found.length;
      return structuredClone(found);
    },
  };
}
