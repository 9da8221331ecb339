// The cart at the side: lines with large steppers, what keeps one from being paid, the total and the way to pay.
import { element, icon } from "../element.js";
import { formatVnd } from "../money.js";
import { MOST_PIECES, beyond, faultsOf, piecesOf, totalOf } from "../selling/cart.js";

/** What a cart is judged by: the snapshot's goods, trusted time, and what is left here. */
export const sightOf = (booth) => ({
  goods: booth.goods,
  at: booth.clock.now(),
  remaining: (variantId) => booth.remaining(variantId),
});

/** {node, refresh(cart)}: `change(variant, quantity)` is a press or a typed number. */
export function basket(booth, wanted) {
  const { change, clear, pay, payWords, payIcon = "banknote", withMoney = true } = wanted;
  const { title = booth.say("sell.this_sale"), empty = booth.say("sell.empty") } = wanted;
  const { say } = booth;
  const lines = new Map();
  const list = element("ul.lines");
  const hint = element("p.hint", {}, icon("shopping-basket", { size: 40 }), empty);
  const count = element("span.count");
  const total = element("output.total", { aria: { live: "polite" } });
  const clearing = element(
    "button.clear",
    { type: "button", data: { act: "clear" }, on: { click: clear } },
    icon("trash-2", { size: 20 }),
    say("sell.clear"),
  );
  const paying = element(
    "button.pay.primary",
    { type: "button", data: { act: "pay" }, on: { click: pay } },
    icon(payIcon),
    element("span", {}, payWords),
    total,
  );
  const folding = element(
    "button.fold",
    { type: "button", data: { act: "fold" }, aria: { expanded: "false" }, on: { click: () => fold(!node.classList.contains("is-open")) } },
    icon("chevron-down", { size: 20 }),
    title,
  );
  const fold = (open) => {
    node.classList.toggle("is-open", open);
    folding.setAttribute("aria-expanded", String(open));
  };
  const node = element(
    "aside.basket",
    { aria: { label: title } },
    element("header", {}, element("h2", {}, title), folding, count, clearing),
    hint,
    list,
    element("footer", {}, paying),
  );

  function lineOf(variantId) {
    const known = lines.get(variantId);
    if (known) return known;
    const variant = booth.goods.get(variantId) ?? { variant_id: variantId, name: say("sell.unknown_good") };
    const name = (booth.language === "en" && variant.name_en) || variant.name;
    const step = (by) => change(variant, Number(input.value) + by);
    const press = (act, by, drawing, words) =>
      element("button", { type: "button", data: { act }, aria: { label: words }, on: { click: () => step(by) } }, icon(drawing));
    const input = element("input", {
      inputmode: "numeric", autocomplete: "off", maxlength: "3", aria: { label: say("sell.pieces_of", { name }) },
      on: { change: () => change(variant, Number(input.value)), focus: () => input.select() },
    });
    const less = press("less", -1, "minus", say("sell.less", { name }));
    const more = press("more", 1, "plus", say("sell.more", { name }));
    const made = {
      input, less, more,
      unit: element("span.unit"),
      sum: element("b.sum"),
      fault: element("p.fault", { hidden: true }),
    };
    made.node = element(
      "li",
      { data: { variant: variantId } },
      element("span.name", {}, name),
      withMoney ? made.unit : null,
      element("span.stepper", {}, less, input, more),
      withMoney ? made.sum : null,
      made.fault,
    );
    lines.set(variantId, made);
    list.append(made.node);
    return made;
  }

  function refreshLine(line, fault) {
    const made = lineOf(line.variant_id);
    made.input.value = String(line.quantity);
    made.more.disabled = line.quantity >= MOST_PIECES;
    const drawing = line.quantity === 1 ? "trash-2" : "minus";
    made.less.firstElementChild.replaceWith(icon(drawing));
    made.unit.textContent = formatVnd(line.unit_vnd, booth.language);
    made.sum.textContent = formatVnd(line.quantity * line.unit_vnd, booth.language);
    const over = beyond(line, (id) => booth.remaining(id));
    const words = fault ? say(`sell.fault_${fault}`) : over ? say("sell.beyond", { n: over, reason: line.reason }) : "";
    made.fault.textContent = words;
    made.fault.hidden = !words;
    made.node.classList.toggle("faulty", Boolean(fault));
  }

  function refresh(cart) {
    const faults = new Map(faultsOf(cart, sightOf(booth)).map(({ variant_id: id, fault }) => [id, fault]));
    const there = new Set(cart.lines.map((line) => line.variant_id));
    for (const [id, { node: item }] of lines) {
      if (there.has(id)) continue;
      if (item.contains(document.activeElement)) paying.focus();
      item.remove();
      lines.delete(id);
    }
    for (const line of cart.lines) refreshLine(line, faults.get(line.variant_id));
    const pieces = piecesOf(cart);
    if (faults.size) fold(true);
    hint.hidden = pieces > 0;
    clearing.hidden = pieces === 0;
    count.textContent = pieces ? say("sell.pieces", { num: pieces }) : "";
    total.textContent = withMoney && pieces ? formatVnd(totalOf(cart), booth.language) : "";
    paying.disabled = pieces === 0 || faults.size > 0;
    node.classList.toggle("is-empty", pieces === 0);
  }

  return { node, refresh };
}
