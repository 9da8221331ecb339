// Selling: goods to tap or to scan, the cart beside them. The cart survives a lock, a look at receipts, another language.
import { element, icon } from "../element.js";
import { watchIdle } from "../idle.js";
import { adding } from "../parts/adding.js";
import { basket } from "../parts/basket.js";
import { finder } from "../parts/finder.js";
import { goodsGrid } from "../parts/goods_grid.js";
import { scan } from "../parts/scan_sheet.js";
import { watchLapses } from "../parts/lapses.js";
import { watchWedge } from "../parts/wedge_keys.js";
import { emptyCart, quantityOf, touchedBy, withPricesOf } from "../selling/cart.js";

const LOCKS_AFTER_MS = 5 * 60_000;

/** Opens selling; without a cashier the PIN, without an open session the way to open one. */
export function open(root, booth) {
  if (!booth.cashier) return void booth.go("pin", "sell");
  if (!booth.session) return askForSession(root, booth);
  const { say } = booth;
  const memory = booth.memory("sell");
  memory.cart ??= emptyCart();

  const cart = () => memory.cart;
  const keep = (changed) => {
    const touched = touchedBy(memory.cart, changed);
    memory.cart = changed;
    booth.busy(changed.lines.length > 0);
    refresh(touched);
  };
  const acts = adding(booth, { cart, keep });
  const grid = goodsGrid(booth, { quantityOf: (id) => quantityOf(memory.cart, id), onPick: acts.pick });
  const side = basket(booth, {
    change: acts.change,
    clear: async () => (await mayClear(booth, cart())) && acts.clear(),
    pay: () => booth.go("pay"),
    payWords: say("sell.pay"),
  });
  const way = (act, drawing, words, press) =>
    element("button.way", { type: "button", data: { act }, aria: { label: words }, on: { click: press } }, icon(drawing), element("span", {}, words));
  const lock = () => {
    booth.setCashier(null);
    booth.go("pin", "sell");
  };
  const find = finder(booth, {
    grid,
    memory,
    onScan: async () => {
      const text = await scan(booth);
      if (text) acts.scanned(text);
    },
    onOnly: (variant) => {
      acts.pick(variant);
      find.clear();
    },
    more: [
      way("receipts", "receipt-text", say("sell.receipts"), () => booth.go("receipts")),
      way("giveaway", "utensils", say("sell.giveaway"), () => booth.go("giveaway")),
      way("lock", "lock", say("sell.lock"), lock),
    ],
  });

  function refresh(touched) {
    grid.refresh(touched);
    side.refresh(memory.cart);
  }

  root.append(
    element("h1.unseen", {}, say("sell.title")),
    element("section.wares", { aria: { label: say("sell.goods") } }, find.node, grid.node),
    side.node,
  );
  const stops = [
    watchLapses(booth, (lapsed) => {
      grid.forget();
      find.refresh();
      refresh();
      if (lapsed.length) booth.toast(say("sell.just_lapsed", { num: lapsed.length }));
    }),
    watchWedge(root, { onCode: (text) => void (find.clear(), acts.scanned(text)) }),
    watchIdle(document, { after_ms: LOCKS_AFTER_MS, whenIdle: lock }).stop,
  ];
  booth.on("snapshot", () => {
    memory.cart = withPricesOf(memory.cart, booth.goods);
    grid.forget();
    find.refresh();
    refresh();
  });
  find.refresh();
  refresh();
  return () => stops.forEach((stop) => stop());
}

const mayClear = (booth, cart) =>
  cart.lines.length < 2 ||
  booth.ask({
    title: booth.say("sell.clear_title"), text: booth.say("sell.clear_text"), yes: booth.say("sell.clear_yes"),
    no: booth.say("sell.clear_no"), danger: true,
  });

function askForSession(root, booth) {
  root.classList.add("is-closed");
  root.append(
    icon("lock", { size: 56 }),
    element("h1", {}, booth.say("sell.no_session")),
    element("p", {}, booth.say("sell.no_session_text")),
    element("button.button", { type: "button", data: { act: "open-session" }, on: { click: () => booth.go("session", "sell") } }, booth.say("sell.open_session")),
    element("button.button.button-quiet", { type: "button", data: { act: "home" }, on: { click: () => booth.go("home") } }, booth.say("pin.home")),
  );
}
