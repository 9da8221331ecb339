// The goods as large tiles: under headings by kind or by producer, or those that typed words find.
// A tile shows what is left here after what already lies in the cart.
import { certifiedAt } from "../browse.js";
import { element, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { findGoods, grouped, keyOf } from "../selling/find.js";
import { picture } from "../showing/picture.js";
import { seal } from "../showing/seal.js";
import { nameOf, packOf } from "../showing/telling.js";

const FEW = 3;
const FEWEST_UNDER_A_HEADING = 4;
const AT_ONCE = 30;
// Between two parts of a long list a press is heard.
const PAUSE_MS = 4;

/** {node, refresh, show}: `quantityOf(variant_id)` tells what lies in the cart, `onPick(variant)` is a press. */
export function goodsGrid(booth, { quantityOf, onPick }) {
  const { say } = booth;
  const node = element("div.goods", { tabindex: "-1", on: { click: pressed } });
  const tiles = new Map();
  const keys = new Map();
  const orders = new Map();
  const labels = { kind: (kind) => say(`kind.${kind}`), producer: (name) => name };
  let drawing = 0;
  let warming = null;

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
      element("span.photo.whole", {}, picture(variant, { small: true }), seal(variant.stars), count),
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
    item.hidden = !certifiedAt(variant, booth.clock.now());
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
      if (waiting.length) setTimeout(some, PAUSE_MS);
      else warm();
    };
    some();
  }

  /** What may be sold now, under headings: put in order once, until something lapses or changes. */
  function ordered(by) {
    if (!orders.has(by)) orders.set(by, grouped(onSale(), by, labels[by]));
    return orders.get(by);
  }

  const onSale = () => [...booth.goods.values()].filter((variant) => certifiedAt(variant, booth.clock.now()));

  function found(words) {
    const variants = ordered("kind").flatMap(({ goods }) => goods);
    for (const variant of variants) learn(variant);
    return [{ value: "", name: "", goods: findGoods(variants, keys, words) }];
  }

  const learn = (variant) => keys.has(variant.variant_id) || keys.set(variant.variant_id, keyOf(variant));

  /** Folds the names before anybody searches, a few at a time. */
  function warm() {
    const waiting = [...booth.goods.values()].filter(({ variant_id: id }) => !keys.has(id)).slice(0, AT_ONCE);
    waiting.forEach(learn);
    clearTimeout(warming);
    if (waiting.length && node.isConnected) warming = setTimeout(warm, PAUSE_MS);
  }

  /** What is to be seen: all under headings by "kind" or "producer", those of one heading, or what words find. */
  function show({ by, only = "", words = "" }) {
    const groups = words ? found(words) : ordered(by).filter(({ value }) => !only || value === only);
    let lists = groups.filter(({ goods }) => goods.length).map((group) => ({ ...group, list: element("ul.goods-list") }));
    const many = lists.flatMap(({ goods }) => goods);
    // Headings over two or three goods each would push goods off the screen: then they stand in that order without.
    if (many.length < FEWEST_UNDER_A_HEADING * lists.length) lists = [{ name: "", goods: many, list: lists[0].list }];
    const heading = ({ name, goods }) => name && element("h2", {}, name, element("small", {}, String(goods.length)));
    replace(node, ...lists.map((group) => element("section", {}, heading(group), group.list)));
    if (!lists.length) node.append(element("p.nothing", {}, say(words ? "sell.nothing_found" : "sell.nothing_here")));
    draw(lists);
    node.scrollTop = 0;
    return many;
  }

  return {
    node,
    show,
    /** What is left and what lies in the cart: on the tiles of these goods, or on every tile that was drawn. */
    refresh: (ids = tiles.keys()) => [...ids].forEach((id) => tiles.has(id) && refreshTile(tiles.get(id))),
    /** The headings there are, for the row of filters. */
    headings: ordered,
    /** Something lapsed or a newer snapshot came: all is put in order anew. */
    forget: () => {
      keys.clear();
      orders.clear();
    },
  };
}
