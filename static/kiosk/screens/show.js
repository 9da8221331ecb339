// Show mode, for visitors: an idle loop, the shelf, a good's page. A minute without a touch and it begins anew.
import { goodsOf, loopOrder } from "../browse.js";
import { element, replace } from "../element.js";
import { watchIdle } from "../idle.js";
import { whoLeaves } from "../sessions/who.js";
import { keepAwake } from "../showing/awake.js";
import { openGood } from "../showing/good.js";
import { head } from "../showing/head.js";
import { openLoop } from "../showing/loop.js";
import { openShelf } from "../showing/shelf.js";

export const frame = "full";

const BACK_AFTER_MS = 60_000;
const START = { view: "loop" };

/** Opens show mode; what a visitor chose lives in memory only, until the next silence. */
export function open(root, booth) {
  const memory = booth.memory("show");
  memory.language ??= booth.language;
  memory.now ??= START;
  let goods = certifiedGoods();
  let close = () => {};

  function certifiedGoods() {
    return goodsOf(booth.snapshot?.variants ?? [], booth.clock.now());
  }

  function go(view) {
    close();
    memory.now = view;
    replace(root, head(booth, { whenStaff, whenLanguage }));
    close = views[view.view]() ?? (() => {});
    window.scrollTo(0, memory.now.scroll ?? 0);
  }

  function look(good) {
    if (memory.now.view === "shelf") memory.shelf.scroll = window.scrollY;
    go({ view: "good", product_id: good.product_id });
  }

  const browse = () => go({ view: "shelf", scroll: memory.shelf?.scroll });

  const views = {
    loop() {
      memory.shelf = {};
      if (!goods.length) return preparing();
      const order = loopOrder(goods, booth.clock.today());
      if (!order.length) return views.shelf();
      return openLoop(root, { booth, goods: order, memory: (memory.loop ??= {}), still: isStill(), whenLook: look, whenAll: browse });
    },
    shelf: () => openShelf(root, { booth, goods, memory: (memory.shelf ??= {}), whenChosen: look }),
    good() {
      const good = goods.find((one) => one.product_id === memory.now.product_id);
      return openGood(root, { booth, good, goods, whenBack: browse, whenChosen: look });
    },
  };

  function preparing() {
    const { say } = booth;
    root.append(
      element(
        "section.preparing",
        { data: { view: "preparing" } },
        element("h1", {}, say("show.preparing")),
        element("p", {}, say("show.preparing_more")),
      ),
    );
  }

  async function whenLanguage(language) {
    idle.poke();
    await booth.setLanguage(language);
  }

  async function whenStaff() {
    if (!(await whoLeaves(booth))) return;
    memory.now = START;
    await booth.keepNote("showing", null);
    if (booth.language !== memory.language) await booth.setLanguage(memory.language);
    booth.go("home");
  }

  /** The next visitor begins at the start, in the language that the booth was set to. */
  async function beginAnew() {
    idle.poke();
    // Somebody found the staff's way and left it open.
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    const spoken = booth.language === memory.language;
    if (spoken && memory.now.view === "loop") return;
    memory.now = START;
    if (spoken) go(START);
    else await booth.setLanguage(memory.language);
  }

  /** What lapsed at midnight, or was revoked, is gone from the screen too: also while somebody reads it. */
  function goodsChanged() {
    const before = goods.map((good) => good.product_id).join();
    goods = certifiedGoods();
    if (goods.map((good) => good.product_id).join() === before) return;
    const isThere = goods.some((good) => good.product_id === memory.now.product_id);
    go(memory.now.view === "good" && !isThere ? { view: "shelf" } : { ...memory.now, scroll: window.scrollY });
  }

  booth.on("minute", goodsChanged);
  booth.on("snapshot", goodsChanged);
  // A tablet that starts anew shows on, in this language: visitors never come among the staff's pages.
  booth.keepNote("showing", memory.language);
  // Nobody sells behind the visitors' view: whoever comes back says who they are.
  booth.setCashier(null);
  const idle = watchIdle(window, { after_ms: BACK_AFTER_MS, whenIdle: beginAnew });
  const sleep = keepAwake();
  go(memory.now.view === "good" && !goods.some((good) => good.product_id === memory.now.product_id) ? START : memory.now);
  return {
    speak: () => go({ ...memory.now, scroll: window.scrollY }),
    close() {
      close();
      idle.stop();
      sleep();
    },
  };
}

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
