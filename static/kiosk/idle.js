// Nobody touches the screen any more: after a while it goes back to where a new visitor begins.
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "input", "touchmove"];

/**
 * Calls `whenIdle` once nothing was touched for `after_ms`, and again after the next silence.
 * `poke()` counts as a touch, `stop()` ends the watch. The timer is `window` unless a test brings another.
 */
export function watchIdle(target, { after_ms, whenIdle, timer = globalThis }) {
  let waiting = 0;

  function poke() {
    timer.clearTimeout(waiting);
    waiting = timer.setTimeout(whenIdle, after_ms);
  }

  for (const sign of SIGNS_OF_LIFE) target.addEventListener(sign, poke, { capture: true, passive: true });
  poke();
  return {
    poke,
    stop() {
      timer.clearTimeout(waiting);
      for (const sign of SIGNS_OF_LIFE) target.removeEventListener(sign, poke, { capture: true });
    },
  };
}

/** Counts taps that follow each other quickly; the n-th calls `whenReached`: a way that nobody finds by chance. */
export function countTaps({ wanted, within_ms, whenReached, now = () => performance.now() }) {
  let taps = [];
  return () => {
    const at = now();
    taps = [...taps.filter((before) => at - before < within_ms), at];
    if (taps.length < wanted) return;
    taps = [];
    whenReached();
  };
}
