// Taking the money: cash or a transfer. The receipt comes after the sale lies on the disk, never before.
import { element, icon, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { sightOf } from "../parts/basket.js";
import { watchLapses } from "../parts/lapses.js";
import { payCash } from "../parts/pay_cash.js";
import { payTransfer } from "../parts/pay_transfer.js";
import { asksAge, codeShown, emptyCart, faultsOf, piecesOf, totalOf, withAge, withCode } from "../selling/cart.js";
import { saleOf } from "../selling/making.js";

/** Opens for the cart in hand; a cart that cannot be paid goes back to where it is put right. */
export async function open(root, booth) {
  const { say } = booth;
  const memory = booth.memory("sell");
  const total = () => totalOf(memory.cart);
  const faults = () => faultsOf(memory.cart, sightOf(booth));
  if (!booth.cashier || !booth.session || !memory.cart?.lines.length || faults().length) return void booth.go("sell");
  if (!(await isOldEnough(booth, memory))) return void booth.go("sell");

  let way = null;
  let isWriting = false;
  const place = element("div.pay-place");
  const said = element("p.pay-said", { role: "alert", hidden: true });
  const tab = (name, drawing) =>
    element("button", { type: "button", data: { act: `by-${name}` }, on: { click: () => choose(name) } }, icon(drawing), say(`pay.${name}`));
  const tabs = { cash: tab("cash", "banknote"), transfer: tab("transfer", "qr-code") };
  root.append(
    element(
      "header.pay-head",
      {},
      element("button.back", { type: "button", data: { act: "back" }, aria: { label: say("pay.back") }, on: { click: () => booth.go("sell") } }, icon("arrow-left"), element("span", {}, say("pay.back"))),
      element("h1", {}, element("span", {}, say("pay.due", { pieces: say("sell.pieces", { num: piecesOf(memory.cart) }) })), element("b", {}, formatVnd(total(), booth.language))),
      element("div.switch", { role: "group", aria: { label: say("pay.how") } }, tabs.cash, tabs.transfer),
    ),
    said,
    place,
  );

  if (!(await booth.mayRecord())) {
    tabs.cash.disabled = tabs.transfer.disabled = true;
    return void tell(say("pay.no_room"));
  }
  tabs.transfer.disabled = !booth.snapshot.bank;
  if (!booth.snapshot.bank) tabs.transfer.append(element("small", {}, say("pay.no_bank")));

  async function choose(name) {
    if (isWriting || tabs[name].disabled) return;
    memory.tender = name;
    for (const [key, button] of Object.entries(tabs)) button.setAttribute("aria-pressed", String(key === name));
    way?.close();
    way = name === "cash" ? payCash(booth, { total: total(), finish }) : payTransfer(booth, { total: total(), code: await codeOf(booth, memory), finish });
    if (memory.tender === name) replace(place, way.node);
  }

  /** Writes the sale; a second press while it is being written is nobody's second sale. */
  async function finish(paid) {
    if (isWriting) return;
    isWriting = true;
    place.inert = true;
    try {
      if (!(await mayStillSell(paid))) return void booth.go("sell");
      const who = { cashier: booth.cashier, session: booth.session };
      // A code that was shown belongs to this sale, also when it is paid in cash after all: a transfer may still come.
      const draft = saleOf(memory.cart, who, { code: codeShown(memory.cart), ...paid, remaining: (id) => booth.remaining(id) });
      const row = await booth.queue.record(draft);
      Object.assign(memory, { cart: emptyCart(), tender: null, words: "" });
      booth.busy(false);
      booth.go("receipt", row.sale_id, { fresh: true });
    } catch (trouble) {
      console.error("the sale was not kept", trouble);
      tell(say("pay.not_kept"));
    } finally {
      isWriting = false;
      place.inert = false;
    }
  }

  /** What lapsed while the money was counted is not sold; money that was sent before that is not refused. */
  async function mayStillSell({ tender }) {
    const [fault] = faults();
    if (!fault) return true;
    if (tender === "cash" || fault.fault !== "lapsed") {
      booth.toast(say("pay.lapsed_meanwhile"));
      return false;
    }
    return booth.ask({ title: say("pay.sent_before"), text: say("pay.sent_before_text"), yes: say("pay.sent_before_yes"), no: say("pay.sent_before_no") });
  }

  function tell(words) {
    said.hidden = false;
    replace(said, icon("triangle-alert"), words);
    said.scrollIntoView({ block: "nearest" });
  }

  const keys = (event) => {
    if (!document.querySelector("dialog[open]")) way?.key(event);
  };
  document.addEventListener("keydown", keys);
  const stopWatching = watchLapses(booth, () => {
    if (memory.tender !== "cash" || isWriting || !faults().length) return;
    booth.toast(say("pay.lapsed_meanwhile"));
    booth.go("sell");
  });
  await choose(memory.tender && !tabs[memory.tender].disabled ? memory.tender : "cash");
  return () => {
    document.removeEventListener("keydown", keys);
    stopWatching();
    way?.close();
  };
}

/** The code of this sum's transfer: shown once, it belongs to this sale for ever. */
async function codeOf(booth, memory) {
  if (!codeShown(memory.cart)) memory.cart = withCode(memory.cart, await booth.queue.reserveCode());
  return codeShown(memory.cart);
}

async function isOldEnough(booth, memory) {
  if (!asksAge(memory.cart, booth.goods)) return true;
  const { say } = booth;
  const isOld = await booth.ask({ title: say("sell.age_title"), text: say("sell.age_text"), yes: say("sell.age_yes"), no: say("sell.age_no") });
  if (isOld) memory.cart = withAge(memory.cart);
  return isOld;
}
