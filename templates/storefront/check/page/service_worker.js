// Keeps the page that checks labels. Only what stands in this list is kept, all of one fingerprint or nothing.
const FINGERPRINT = {{ fingerprint | tojson }};
const PAGES = {{ pages | tojson }};
const FILES = {{ files | tojson }};
const SHELLS = "check-shell-";
const SHELL = SHELLS + FINGERPRINT;
const KEPT = new Set(FILES);

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetOld().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (PAGES.includes(address.pathname)) event.respondWith(fromShell(event.request, address.pathname));
    // The truth about a certificate is on its page. Only where that cannot be reached, what is signed is shown instead.
    else if (address.pathname.startsWith("/chung-nhan/")) event.respondWith(fetch(event.request).catch(() => fromShell(event.request, PAGES[0])));
  } else if (KEPT.has(address.pathname)) {
    event.respondWith(fromShell(event.request, address.pathname));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(fromAnywhere(event.request, address.pathname));
  }
});

async function keepAll() {
  const cache = await caches.open(SHELL);
  const pages = await Promise.all(PAGES.map((path) => fetch(path, { cache: "no-store" })));
  for (const [place, page] of pages.entries()) {
    // While a new release is put up, old and new answers come mixed: then nothing is kept, and it is tried again later.
    const words = await page.clone().text();
    if (!page.ok || !words.includes(`data-fingerprint="${FINGERPRINT}"`)) throw new Error("not of one piece");
    await cache.put(PAGES[place], page);
  }
  await cache.addAll(FILES);
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

async function fromAnywhere(request, path) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(SHELLS)) continue;
    const found = await (await caches.open(name)).match(path);
    if (found) return found;
  }
  return fetch(request);
}
