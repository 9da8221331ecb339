// The kiosk keeps itself by a service worker, and renews itself as a whole or not at all, never while a sale is in hand.
// What was sold lies in the store, which no renewal touches.

/** `isFree()` tells whether the page may be loaded anew at this moment. */
export async function makeUpdates({ container = navigator.serviceWorker, isFree, reload = () => location.reload() }) {
  if (!container) return { isKept: false, look: async () => {}, use: () => {} };
  let waiting = null;
  // The first worker ever takes over a page that runs already: nothing to load anew.
  let hadOne = Boolean(container.controller);
  let reloadWanted = false;
  const registration = await container.register("/kiosk/service-worker.js", { scope: "/kiosk" });
  const seen = (worker) => {
    if (!worker) return;
    if (worker.state === "installed") waiting = worker;
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed") waiting = worker;
      updates.use();
    });
  };
  const updates = {
    isKept: true,
    /** Is there something newer? */
    look: () => registration.update().catch(() => {}),
    /** Takes what is newer into use, if nobody is in the middle of something. */
    use() {
      if (!isFree()) return;
      if (reloadWanted) reload();
      else if (waiting && hadOne) waiting.postMessage("use-now");
    },
    isWaiting: () => reloadWanted || (waiting !== null && hadOne),
  };
  container.addEventListener("controllerchange", () => {
    if (!hadOne) {
      hadOne = true;
      return;
    }
    reloadWanted = true;
    waiting = null;
    updates.use();
  });
  seen(registration.waiting);
  seen(registration.installing);
  registration.addEventListener("updatefound", () => seen(registration.installing));
  return updates;
}
