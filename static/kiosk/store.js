// What the tablet keeps, in IndexedDB. Writes are strict: when one is told as done, it lies on the disk.
import { STEPS, VERSION } from "./tables.js";

/** There is no room for what was to be kept; nothing was. */
export class NoRoom extends Error {}

/** The tablet did not keep it; nothing was. */
export class NotKept extends Error {}

/** Opens the tablet's store, bringing older ones up to the present version; rows are never thrown away. */
export function openStore({ name = "kiosk", indexedDB = globalThis.indexedDB, onBlocked = () => {}, onClosed = () => {}, steps = STEPS, version = VERSION } = {}) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, version);
    asked.onupgradeneeded = (event) => {
      for (const step of steps.slice(event.oldVersion, version)) step(asked.result, asked.transaction);
    };
    asked.onblocked = onBlocked;
    asked.onerror = () => reject(new NotKept(asked.error?.message));
    asked.onsuccess = () => resolve(storeOf(asked.result, onClosed));
  });
}

function storeOf(database, onClosed) {
  // Another tab brings the store to a newer version: it must not wait for this one, which has to begin anew.
  database.onversionchange = () => {
    database.close();
    onClosed();
  };
  database.onclose = onClosed;
  return {
    /** What `work` finds; it awaits nothing but the transaction's own promises. */
    read: (tables, work) => run(database, tables, "readonly", work),
    /** The same with writes: all of them or, when `work` throws, none. Told as done when they lie on the disk. */
    change: (tables, work) => run(database, tables, "readwrite", work),
    close: () => database.close(),
  };
}

function run(database, tables, mode, work) {
  return new Promise((resolve, reject) => {
    let transaction;
    try {
      transaction = database.transaction(tables, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    } catch (error) {
      reject(new NotKept(error.message));
      return;
    }
    let answer;
    let thrown = null;
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = () => reject(thrown ?? asOurs(transaction.error));
    const fail = (error) => {
      thrown = error instanceof DOMException ? asOurs(error) : error;
      try {
        transaction.abort();
      } catch {
        reject(thrown);
      }
    };
    try {
      Promise.resolve(work(accessOf(transaction))).then((found) => {
        answer = found;
      }, fail);
    } catch (error) {
      fail(error);
    }
  });
}

function asOurs(error) {
  return error?.name === "QuotaExceededError" ? new NoRoom(error.message) : new NotKept(error?.message ?? "aborted");
}

function accessOf(transaction) {
  const table = (name) => transaction.objectStore(name);
  return {
    get: (name, key) => promise(table(name).get(key)),
    put: (name, row) => promise(table(name).put(row)),
    add: (name, row) => promise(table(name).add(row)),
    remove: (name, key) => promise(table(name).delete(key)),
    count: (name, index, key) => promise((index ? table(name).index(index) : table(name)).count(key)),
    list: (name, wanted = {}) => list(table(name), wanted),
  };
}

/**
 * Rows by their key or by an index: `only` one value of the index, keys `after` or `before` one, at most `limit`,
 * `reverse` from the last. Rows of equal value stand by their keys.
 */
function list(table, { index = null, only, after, before, limit = Infinity, reverse = false }) {
  const source = index ? table.index(index) : table;
  const range = rangeOf({ index, only, after, before });
  const plain = !reverse && (index === null || after === undefined) && before === undefined;
  if (plain) return promise(source.getAll(range, limit === Infinity ? undefined : limit));
  return walk(source.openCursor(range, reverse ? "prev" : "next"), { index, after, before, limit, reverse });
}

function rangeOf({ index, only, after, before }) {
  if (index !== null) return only === undefined ? null : IDBKeyRange.only(only);
  if (after !== undefined && before !== undefined) return IDBKeyRange.bound(after, before, true, true);
  if (after !== undefined) return IDBKeyRange.lowerBound(after, true);
  return before === undefined ? null : IDBKeyRange.upperBound(before, true);
}

function walk(asked, { index, after, before, limit, reverse }) {
  const found = [];
  return new Promise((resolve, reject) => {
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor || found.length >= limit) return resolve(found);
      // In an index one goes straight to the first key wanted.
      if (index !== null && !reverse && after !== undefined && cursor.primaryKey <= after) {
        return after === cursor.primaryKey ? cursor.continue() : cursor.continuePrimaryKey(cursor.key, after);
      }
      if (index !== null && reverse && before !== undefined && cursor.primaryKey >= before) {
        return before === cursor.primaryKey ? cursor.continue() : cursor.continuePrimaryKey(cursor.key, before);
      }
      found.push(cursor.value);
      return cursor.continue();
    };
  });
}

function promise(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = (event) => {
      // Whoever waits for it decides; unhandled it would be told to the window as well.
      event.preventDefault();
      event.stopPropagation();
      reject(asked.error);
    };
  });
}
