// A tablet that shows goods must not fall asleep, where the browser lets it stay awake.

/** Keeps the screen on until the returned function is called; the browser lets go of it whenever the page is hidden. */
export function keepAwake() {
  let lock = null;
  let wanted = true;

  async function hold() {
    if (document.visibilityState !== "visible" || !wanted) return;
    // Refused on a nearly empty battery, or unknown to the browser: then it sleeps as it always did.
    const held = await navigator.wakeLock?.request("screen").catch(() => null);
    if (wanted) lock = held;
    else held?.release();
  }

  document.addEventListener("visibilitychange", hold);
  hold();
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", hold);
    lock?.release().catch(() => {});
  };
}
