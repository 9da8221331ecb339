// What leaves the booth without money: tasting and damage, each with a reason, noted against the maker's goods.
import { element, icon } from "../element.js";
import { adding } from "../parts/adding.js";
import { basket } from "../parts/basket.js";
import { finder } from "../parts/finder.js";
import { goodsGrid } from "../parts/goods_grid.js";
import { scan } from "../parts/scan_sheet.js";
import { askReason } from "../parts/sheet.js";
import { watchWedge } from "../parts/wedge_keys.js";
import { emptyCart, quantityOf, touchedBy } from "../selling/cart.js";
import { givenAway } from "../selling/making.js";

const REASONS = { tasting: ["for_visitors", "for_guests", "for_jury"], damage: ["broke", "spoilt", "dirty"] };

/** Opens with what was chosen before it was left. */
export function open(root, booth) {
  if (!booth.cashier) return void booth.go("pin", "giveaway");
  if (!booth.session) return void booth.go("sell");
  const { say } = booth;
  const memory = booth.memory("giveaway");
  memory.cart ??= emptyCart();
  memory.kind ??= "tasting";
  let isWriting = false;

  const keep = (cart) => {
    const touched = touchedBy(memory.cart, cart);
    memory.cart = cart;
    refresh(touched);
  };
  const acts = adding(booth, { cart: () => memory.cart, keep, asks: false });
  const grid = goodsGrid(booth, { quantityOf: (id) => quantityOf(memory.cart, id), onPick: acts.pick });
  const side = basket(booth, {
    change: acts.change, clear: acts.clear, pay: finish, payWords: say("giveaway.note"), payIcon: "check", withMoney: false,
    title: say("giveaway.chosen"), empty: say("giveaway.empty"),
  });
  const scanOne = async () => {
    const text = await scan(booth);
    if (text) acts.scanned(text);
  };
  const find = finder(booth, { grid, memory, onScan: scanOne, onOnly: acts.pick });
  const kind = (name, drawing) =>
    element("button", { type: "button", data: { act: name }, on: { click: () => choose(name) } }, icon(drawing), say(`giveaway.${name}`));
  const kinds = { tasting: kind("tasting", "utensils"), damage: kind("damage", "package-x") };

  function choose(name) {
    memory.kind = name;
    refresh();
  }

  function refresh(touched) {
    for (const [name, button] of Object.entries(kinds)) button.setAttribute("aria-pressed", String(name === memory.kind));
    grid.refresh(touched);
    side.refresh(memory.cart);
  }

  async function finish() {
    if (isWriting) return;
    const reason = await askReason(booth, {
      title: say(`giveaway.${memory.kind}_why`), reasons: REASONS[memory.kind].map((name) => say(`reason.${name}`)), yes: say("giveaway.note"),
    });
    if (!reason) return;
    isWriting = true;
    try {
      const who = { cashier: booth.cashier, session: booth.session };
      await booth.queue.record(givenAway(memory.cart, who, { kind: memory.kind, reason }));
      memory.cart = emptyCart();
      booth.toast(say(`giveaway.${memory.kind}_noted`));
      booth.go("sell");
    } catch (trouble) {
      console.error("what was given away was not kept", trouble);
      booth.toast(say("giveaway.not_kept"));
    } finally {
      isWriting = false;
    }
  }

  root.append(
    element(
      "header.list-head",
      {},
      element("button.back", { type: "button", data: { act: "back" }, on: { click: () => booth.go("sell") } }, icon("arrow-left"), say("receipts.back")),
      element("h1", {}, say("giveaway.title")),
      element("div.switch", { role: "group", aria: { label: say("giveaway.which") } }, kinds.tasting, kinds.damage),
    ),
    element("section.wares", { aria: { label: say("sell.goods") } }, find.node, grid.node),
    side.node,
  );
  find.refresh();
  refresh();
  return watchWedge(root, { onCode: acts.scanned });
}
