// Keeps the photos of the present snapshot on this tablet: after each snapshot, and when the network comes back.
import { keepPhotos, PHOTO_CACHE, photosOf } from "./photos.js";

// Sales come first: photos take at most this part of the room that the browser grants.
const SHARE = 0.5;

/** Starts keeping; `booth.album` tells {done, all}, and "album" is told of each step. */
export function keepAlbum({ booth, events }) {
  let isKeeping = false;
  let isStale = false;
  booth.album = { done: 0, all: 0 };

  async function hasRoom() {
    const { usage = 0, quota = Infinity } = (await navigator.storage?.estimate?.()) ?? {};
    return usage < quota * SHARE;
  }

  async function keep() {
    isStale = isKeeping;
    if (isKeeping || !globalThis.caches) return;
    isKeeping = true;
    try {
      await keepPhotos(photosOf(booth.snapshot), { cache: await caches.open(PHOTO_CACHE), fetch: (...all) => fetch(...all), hasRoom, onProgress });
    } catch (error) {
      // Photos are a pleasure; nothing is sold worse without them.
      console.warn("photos", error.message);
    }
    isKeeping = false;
    if (isStale) await keep();
  }

  function onProgress(album) {
    booth.album = album;
    events.tell("album", album);
  }

  events.on("snapshot", keep);
  events.on("device", keep);
  addEventListener("online", keep);
  return keep();
}
