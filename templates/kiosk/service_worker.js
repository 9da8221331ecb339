// Keeps the kiosk for days without a network. Only what stands in this list is kept, all of one fingerprint or nothing;
// photos are put aside by the page itself. Nothing else that is fetched is ever kept.
const FINGERPRINT = {{ fingerprint | tojson }};
const FILES = {{ files | tojson }};
const PAGE = "/kiosk";
const SHELLS = "kiosk-shell-";
const SHELL = SHELLS + FINGERPRINT;
const PHOTOS = "booth-photos";
const KEPT = new Set(FILES);

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOld().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (address.pathname === PAGE) event.respondWith(fromShell(event.request, PAGE));
  } else if (KEPT.has(address.pathname)) {
    event.respondWith(fromShell(event.request, address.pathname));
  } else if (address.pathname.startsWith("/static/") || address.pathname.startsWith("/media/")) {
    event.respondWith(fromAnywhere(event.request, address.pathname));
  }
});
// The page asks for this when no sale is in hand.
self.addEventListener("message", (event) => {
  if (event.data === "use-now") self.skipWaiting();
});

async function keepAll() {
  const page = await fetch(PAGE, { cache: "no-store" });
  const words = await page.clone().text();
  // While a new release is put up, old and new answers come mixed: then nothing is kept, and it is tried again later.
  if (!page.ok || !words.includes(`data-fingerprint="${FINGERPRINT}"`)) throw new Error("not of one piece");
  const cache = await caches.open(SHELL);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: file.startsWith("/static/") ? "default" : "no-store" })));
  await cache.put(PAGE, page);
}

/** The shell before this one stays: a tab may still run it. */
async function forgetOld() {
  const shells = (await caches.keys()).filter((name) => name.startsWith(SHELLS) && name !== SHELL);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
}

async function fromShell(request, path) {
  const cache = await caches.open(SHELL);
  return (await cache.match(path)) ?? fetch(request);
}

/** Files of the shell before, and photos. */
async function fromAnywhere(request, path) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(SHELLS) && name !== PHOTOS) continue;
    const found = await (await caches.open(name)).match(path);
    if (found) return found;
  }
  return fetch(request);
}
