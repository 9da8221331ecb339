// Starts the kiosk: what it keeps, its frame, its first screen; then what can wait.
import { keepAlbum } from "./album.js";
import { element, icon, replace } from "./element.js";
import { makeEvents } from "./events.js";
import { drawFrame } from "./frame.js";
import { makeRouter } from "./router.js";
import { SCREENS } from "./screens.js";
import { openStore } from "./store.js";
import { makeUpdates } from "./updates.js";
import { wire } from "./wiring.js";
import { makeWords } from "./words.js";

const MINUTE = 60_000;
// Where nobody is in the middle of something, so that the page may renew itself.
const RESTING = new Set(["home", "pair", "show", "pin", "status"]);
const events = makeEvents();
const channel = new BroadcastChannel("kiosk");
let updates = { use() {}, look() {}, isKept: false };

const words = await makeWords({ load: async (wanted) => (await fetch(`/kiosk/words/${wanted}.json`)).json(), language: "vi" });
const store = await openStore({ onClosed: () => location.reload() }).catch(cannotKeep);
const language = (await store.read(["notes"], (t) => t.get("notes", "language")))?.value ?? "vi";
await words.speak(language);
document.documentElement.lang = language;
const booth = await wire({ store, words, events, channel, onRelease: lookForRelease });
await booth.load();
keepAlbum({ booth, events });

const router = makeRouter({ screens: SCREENS, place: document.getElementById("screen"), events, say: booth.say, booth: () => booth });
booth.go = router.go;
Object.defineProperty(booth, "screen", { get: () => router.screen });
Object.defineProperty(booth, "updates", { get: () => updates });
drawFrame({ bar: document.getElementById("bar"), booth, sync: booth.sync, clock: booth.clock, events });
events.on("language", () => router.speak());
events.on("device", () => booth.device && booth.sync.start());
events.on("busy", () => updates.use());
events.on("screen", () => updates.use());

await open();
addEventListener("hashchange", open);
addEventListener("online", () => booth.sync.now());
addEventListener("offline", () => booth.sync.soon());
setInterval(() => events.tell("minute"), MINUTE);
document.addEventListener("visibilitychange", () => document.hidden || events.tell("minute"));
events.on("minute", () => booth.clock.now());

if (booth.device) {
  booth.sync.start();
  booth.storage.look({ ask: true });
} else booth.storage.look();
updates = await makeUpdates({ isFree: () => !booth.isBusy && RESTING.has(router.screen) }).catch((error) => {
  console.error("service worker", error);
  return updates;
});
for (const load of Object.values(SCREENS)) await load();
document.documentElement.dataset.ready = "";

/** The first screen; an address with a pairing code leads to pairing whatever is open. */
async function open() {
  const code = /^#pair=([\w-]+)$/.exec(location.hash)?.[1];
  if (code && !booth.device) {
    history.replaceState(null, "", "/kiosk");
    return router.go("pair", code);
  }
  if (router.screen) return undefined;
  if (!booth.device) return router.go("pair");
  const showing = await booth.note("showing");
  if (showing && showing !== booth.language) await booth.setLanguage(showing);
  return router.go(showing ? "show" : "home");
}

/** Without a place to keep sales nothing may be sold. */
function cannotKeep(error) {
  const place = document.getElementById("screen");
  replace(place, element("main.waiting", { data: { screen: "no_store" } }, icon("triangle-alert", { size: 48 }), element("p", { role: "alert" }, words.say("frame.no_store"))));
  throw error;
}

function lookForRelease(release) {
  if (release && release !== document.documentElement.dataset.release) updates.look();
}
