// Room on the tablet: a sale that could not be kept is refused before money is taken.
import { NoRoom } from "./store.js";

// As much as a large sale takes, many times over; the most random bytes that can be asked for at once.
const REHEARSAL = 65_536;

export function makeSpace({ store, storage }) {
  const space = {
    persisted: null,
    usage: null,
    quota: null,

    /** Asks the browser never to throw the sales away, and looks how much room there is. */
    async look({ ask = false } = {}) {
      try {
        if (ask && storage?.persist) space.persisted = await storage.persist();
        else if (storage?.persisted) space.persisted = await storage.persisted();
        const { usage, quota } = (await storage?.estimate?.()) ?? {};
        Object.assign(space, { usage: usage ?? null, quota: quota ?? null });
      } catch {
        // Asked in a window that may not know: writing tells it anyway.
      }
      return space;
    },

    /** Is there room for one more sale? Tried by really writing as much: browsers round what they say of their quota. */
    async mayRecord() {
      try {
        const filler = crypto.getRandomValues(new Uint8Array(REHEARSAL));
        await store.change(["notes"], (t) => t.put("notes", { name: "rehearsal", filler }));
        await store.change(["notes"], (t) => t.remove("notes", "rehearsal"));
        return true;
      } catch (error) {
        if (error instanceof NoRoom) return false;
        throw error;
      }
    },
  };
  return space;
}
