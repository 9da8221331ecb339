// Photos of the booth's goods, kept on the tablet for days without a network. Only what the snapshot names, nothing else.
export const PHOTO_CACHE = "booth-photos";

const AT_ONCE = 3;

/** The addresses that a snapshot's goods show, each once; nothing that lies anywhere but among the shop's photos. */
export function photosOf(snapshot) {
  const photos = (snapshot?.variants ?? []).flatMap((variant) => variant.photos ?? []);
  const addresses = photos.flatMap((photo) => [photo.small, photo.src]).filter((address) => address?.startsWith("/media/"));
  return [...new Set(addresses)];
}

/**
 * Fetches what is missing, a few at a time, and lets go of what nobody names any more.
 * `hasRoom()` is asked before each: photos never take the room of sales. What fails is fetched another time.
 * Returns {kept, missing}; `onProgress({done, all})` is told after each.
 */
export async function keepPhotos(wanted, { cache, fetch, hasRoom = async () => true, onProgress = () => {} }) {
  const there = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  for (const address of there) if (!wanted.includes(address)) await cache.delete(address);
  const waiting = wanted.filter((address) => !there.has(address));
  let missing = 0;
  let done = wanted.length - waiting.length;

  async function fetchSome() {
    for (let address = waiting.shift(); address; address = waiting.shift()) {
      if (!(await keepOne(address))) missing += 1;
      else onProgress({ done: (done += 1), all: wanted.length });
    }
  }

  async function keepOne(address) {
    if (!(await hasRoom())) return false;
    try {
      const answer = await fetch(address, { credentials: "omit" });
      if (!answer.ok) return false;
      await cache.put(address, answer);
      return true;
    } catch (error) {
      console.warn("photo", address, error.message);
      return false;
    }
  }

  onProgress({ done, all: wanted.length });
  await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  return { kept: done, missing };
}
