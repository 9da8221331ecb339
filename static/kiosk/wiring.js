// Puts the kiosk together from its parts. Here alone they meet the browser.
import { makeAllotment } from "./allotment.js";
import { makeApi } from "./api.js";
import { makeBooth } from "./booth.js";
import { sha256 } from "./canonical.js";
import { makeClock } from "./clock.js";
import { makeContact } from "./contact.js";
import { makeDialogs } from "./dialogs.js";
import { makeGoods } from "./goods.js";
import { makeQueue } from "./queue.js";
import { makeSessions } from "./sessions.js";
import { makeSpace } from "./space.js";
import { makeSync } from "./sync.js";

const timer = { set: (act, wait) => setTimeout(act, wait), clear: (alarm) => clearTimeout(alarm) };
const steady = () => performance.now();

/** Everything behind the screens, over an open store; other tabs hear of what is written through `channel`. */
export async function wire({ store, words, events, channel, onRelease }) {
  const kept = (name) => store.read(["kept"], (t) => t.get("kept", name));
  const clock = makeClock({ wall: Date.now, steady, kept: (await kept("clock")) ?? {}, wasHidden: hiddenWatch() });
  const tellTabs = (what, about) => channel.postMessage({ what, about });
  const token = () => booth.device?.token ?? null;

  const queue = makeQueue({
    store, clock, sha256, uuid: () => crypto.randomUUID(), device: () => booth.device, snapshot: () => goods.snapshot,
    onChange(rows) {
      allotment.add(rows);
      tellTabs("rows", rows.map(({ seq, sale: { kind, lines } }) => ({ seq, sale: { kind, lines } })));
      events.tell("unsent", queue.unsent);
      if (rows.some((row) => row.unsent)) sync.soon();
    },
  });
  const allotment = makeAllotment({ queue, store });
  const goods = makeGoods({ store, clock, token, allotment, onNew: () => told("snapshot") });
  const api = makeApi({ fetch: (...all) => fetch(...all), clock, steady, token, timer, onHeard: () => events.tell("clock") });
  const sessions = makeSessions({ store, queue, onChange: (row) => tellTabs("session", row) });
  const contact = makeContact({ queue, goods, clock, store, release: document.documentElement.dataset.release, onRelease });
  const locks = navigator.locks ?? { request: (name, how, work) => work({}) };
  const sync = makeSync({
    queue, api, locks, timer, clock, random: Math.random, parts: [sessions.send, contact],
    onState(state) {
      tellTabs("net", state);
      events.tell("net", state);
    },
  });
  const space = makeSpace({ store, storage: navigator.storage });
  const dialogs = makeDialogs({ say: words.say });
  const booth = makeBooth({ store, queue, sync, api, clock, goods, sessions, space, words, events, dialogs });

  function told(what) {
    tellTabs(what);
    events.tell(what);
  }

  events.on("minute", () => allotment.keep());
  channel.onmessage = async ({ data: { what, about } }) => {
    if (what === "rows") {
      allotment.add(about);
      await queue.count();
      events.tell("unsent", queue.unsent);
    } else if (what === "net") {
      if (sync.state.phase === "elsewhere") events.tell("net", about);
    } else if (what === "session") booth.reloadSession(about);
    else if (what === "snapshot") {
      await goods.load();
      events.tell("snapshot");
    }
  };
  return booth;
}

/** Was the page hidden since it was last asked? A tablet sleeps with its screen dark. */
function hiddenWatch() {
  let was = document.hidden;
  document.addEventListener("visibilitychange", () => {
    was = was || document.hidden;
  });
  return () => {
    const answer = was || document.hidden;
    was = document.hidden;
    return answer;
  };
}
