// Shows one screen at a time. The next one is built while the last still stands, and takes its place whole.
import { element, icon, replace } from "./element.js";

/** `screens` name -> () => import; `place` holds the open one; `events` forgets what a screen listened to. */
export function makeRouter({ screens, place, events, say, booth }) {
  let open = null;
  let turn = 0;

  const router = {
    get screen() {
      return open?.name ?? null;
    },

    async go(name, ...args) {
      turn += 1;
      const mine = turn;
      const load = screens[name];
      if (!load) throw new Error(`no screen ${name}`);
      close();
      // What is left takes no touch any more: a second press must not act on it.
      place.inert = true;
      const root = element("main", { data: { screen: name }, tabindex: -1 });
      try {
        const module = await load();
        if (mine !== turn) return;
        const handle = await module.open(root, booth(), ...args);
        const left = typeof handle === "function" ? { close: handle } : (handle ?? {});
        if (mine !== turn) left.close?.();
        else {
          open = { name, args, ...left };
          document.body.dataset.frame = module.frame ?? "bar";
          put(root);
          greet(root);
        }
      } catch (error) {
        console.error(`screen ${name}`, error);
        if (mine === turn) put(broken(name, args));
      }
      events.tell("screen", name);
    },

    /** The language changed: a screen may say itself anew, else it is opened once more. */
    speak() {
      if (!open) return undefined;
      return open.speak ? open.speak() : router.go(open.name, ...open.args);
    },
  };
  return router;

  function put(root) {
    replace(place, root);
    place.inert = false;
  }

  function close() {
    events.forgetScreen();
    const closing = open;
    open = null;
    closing?.close?.();
  }

  function broken(name, args) {
    const again = () => router.go(name, ...args);
    return element(
      "main.waiting",
      { data: { screen: "broken" } },
      icon("triangle-alert", { size: 48 }),
      element("p", { role: "alert" }, say("frame.broken")),
      element("button.button", { type: "button", data: { act: "again" }, on: { click: again } }, say("frame.again")),
    );
  }
}

/** Screen readers learn where they are; a screen may say what has the focus first (data-first). */
function greet(root) {
  (root.querySelector("[data-first]") ?? root).focus({ preventScroll: true });
  window.scrollTo(0, 0);
}
