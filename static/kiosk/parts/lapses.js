// Midnight while a screen is open: what lapses stops being sold at that instant, by trusted time.
import { nextLapse } from "../selling/cart.js";

const LOOKS_AT_LEAST_EVERY_MS = 15_000;

/** Calls `onLapse(goods that lapsed since the last look)` at each end of a certificate; answers how to stop. */
export function watchLapses(booth, onLapse) {
  let seen = booth.clock.now();
  let timer = null;

  function look() {
    const now = booth.clock.now();
    const lapsed = [...booth.goods.values()].filter(({ certified_until_ms: until }) => seen < until && until <= now);
    seen = now;
    if (lapsed.length) onLapse(lapsed);
    const next = nextLapse(booth.goods.values(), now);
    const wait = next === null ? LOOKS_AT_LEAST_EVERY_MS : Math.min(LOOKS_AT_LEAST_EVERY_MS, next - now);
    timer = setTimeout(look, wait);
  }

  // A tablet that slept wakes with timers that slept too.
  const woke = () => {
    clearTimeout(timer);
    look();
  };
  document.addEventListener("visibilitychange", woke);
  look();
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", woke);
  };
}
