// The goods as large tiles: under headings by kind or by producer, or those that typed words find.
// A tile shows what is left here after what already lies in the cart.
import { element, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { isOnSale } from "../selling/cart.js";
import { findGoods, grouped, keyOf } from "../selling/find.js";
import { picture } from "../showing/picture.js";
import { seal } from "../showing/seal.js";
import { nameOf, packOf } from "../showing/telling.js";

const FEW = 3;
const FEWEST_UNDER_A_HEADING = 4;
const AT_ONCE = 40;

/** {node, refresh, show}: `quantityOf(variant_id)` tells what lies in the cart, `onPick(variant)` is a press. */
export function goodsGrid(booth, { quantityOf, onPick }) {
  const { say } = booth;
  const node = element("div.goods", { tabindex: "-1", on: { click: pressed } });
  const tiles = new Map();
  const keys = new Map();
  const labels = { kind: (kind) => say(`kind.${kind}`), producer: (name) => name };
  let drawing = 0;

  function tileOf(variant) {
    const known = tiles.get(variant.variant_id);
    if (known?.variant === variant) return known;
    const left = element("span.left");
    const name = nameOf(variant, booth.language);
    const pack = packOf(variant, booth.language) ?? "";
    const count = element("span.in-cart", { aria: { hidden: "true" } });
    const button = element(
      "button.good",
      { type: "button", data: { act: "add", variant: variant.variant_id } },
      element("span.photo", {}, picture(variant, { small: true }), seal(variant.stars), count),
      element("span.what", {}, name),
      element("span.pack", {}, pack),
      element("span.foot", {}, element("b", {}, formatVnd(variant.price_vnd, booth.language)), left),
    );
    const label = [name, pack, formatVnd(variant.price_vnd, booth.language), say("sell.stars", { n: variant.stars })];
    const made = { variant, label, node: element("li", {}, button), button, left, count };
    tiles.set(variant.variant_id, made);
    refreshTile(made);
    return made;
  }

  function refreshTile({ variant, label, node: item, button, left, count }) {
    const inCart = quantityOf(variant.variant_id);
    const rest = booth.remaining(variant.variant_id) - inCart;
    const words = rest > 0 ? say("sell.left", { n: rest }) : say("sell.none_left");
    item.hidden = !isOnSale(variant, booth.clock.now());
    if (left.textContent !== words) left.textContent = words;
    left.classList.toggle("few", rest > 0 && rest <= FEW);
    button.classList.toggle("none", rest <= 0);
    button.classList.toggle("chosen", inCart > 0);
    count.textContent = inCart ? String(inCart) : "";
    button.setAttribute("aria-label", [...label, words].filter(Boolean).join(", "));
  }

  function pressed(event) {
    const button = event.target.closest("[data-act=add]");
    if (button) onPick(booth.goods.get(Number(button.dataset.variant)));
  }

  /** Draws the first screenful at once and the rest while nobody waits for it. */
  function draw(lists) {
    drawing += 1;
    const mine = drawing;
    const waiting = lists.flatMap(({ list, goods }) => goods.map((variant) => ({ list, variant })));
    const some = () => {
      if (mine !== drawing) return;
      for (const { list, variant } of waiting.splice(0, AT_ONCE)) list.append(tileOf(variant).node);
      if (waiting.length) setTimeout(some, 0);
    };
    some();
  }

  const onSale = () => [...booth.goods.values()].filter((variant) => isOnSale(variant, booth.clock.now()));

  function found(variants, words) {
    for (const variant of variants) if (!keys.has(variant.variant_id)) keys.set(variant.variant_id, keyOf(variant));
    return [{ value: "", name: "", goods: findGoods(variants, keys, words) }];
  }

  /** What is to be seen: all under headings by "kind" or "producer", those of one heading, or what words find. */
  function show({ by, only = "", words = "" }) {
    const groups = words ? found(onSale(), words) : grouped(onSale(), by, labels[by]);
    let lists = groups
      .filter(({ value, goods }) => goods.length && (words || !only || value === only))
      .map((group) => ({ ...group, list: element("ul.goods-list") }));
    // Headings over two or three goods each would push goods off the screen: then they stand in that order without.
    const many = lists.flatMap(({ goods }) => goods);
    if (many.length && many.length < FEWEST_UNDER_A_HEADING * lists.length) lists = [{ name: "", goods: many, list: lists[0].list }];
    const heading = ({ name, goods }) => name && element("h2", {}, name, element("small", {}, String(goods.length)));
    replace(node, ...lists.map((group) => element("section", {}, heading(group), group.list)));
    if (!lists.length) node.append(element("p.nothing", {}, say(words ? "sell.nothing_found" : "sell.nothing_here")));
    draw(lists);
    node.scrollTop = 0;
    return lists[0]?.goods ?? [];
  }

  return {
    node,
    show,
    /** What is left and what lies in the cart, on every tile that was drawn. */
    refresh: () => tiles.forEach(refreshTile),
    /** The headings there are, for the row of filters. */
    headings: (by) => grouped(onSale(), by, labels[by]),
    /** Texts of goods that a newer snapshot changed are folded anew. */
    forget: () => keys.clear(),
  };
}
