// All goods of the booth to leaf through: kinds with their drawings, places, stars, words without marks.
import { arranged, choicesOf } from "../browse.js";
import { element, icon, replace } from "../element.js";
import { byName } from "../folding.js";
import { card } from "./card.js";
import { drawingOf } from "./picture.js";

const AT_ONCE = 24;

/** Opens the shelf in `root`; `memory` keeps what was chosen and how far it was leafed. */
export function openShelf(root, { booth, goods, memory, whenChosen }) {
  const { say } = booth;
  const chosen = (memory.chosen ??= {});
  const list = element("ul.good-cards", {});
  const found = element("p.found", { role: "status" });
  const kinds = element("ul.kinds", { aria: { label: say("show.kinds") } });
  const filters = element("div.filters", {});
  const end = element("div.end", {});
  let shown = [];
  let drawn = 0;

  function choose(changes) {
    Object.assign(chosen, changes);
    draw();
  }

  function draw() {
    shown = arranged(goods, chosen);
    const counts = choicesOf(goods, chosen);
    replace(kinds, kindButtons(counts.kind));
    replace(filters, provinceField(counts.province), starButtons(counts.stars));
    clear.hidden = !chosen.words;
    found.textContent = say("show.found", { num: shown.length });
    drawn = 0;
    replace(list);
    more();
    root.querySelector(".nothing")?.remove();
    if (!shown.length) list.after(nothing());
  }

  function more() {
    const next = shown.slice(drawn, drawn + AT_ONCE);
    drawn += next.length;
    list.append(...next.map((good) => card(good, { booth, whenChosen })));
    end.hidden = drawn >= shown.length;
  }

  function kindButtons(counts) {
    const one = (kind, words, drawing, count) =>
      element(
        "li",
        {},
        element(
          "button",
          { type: "button", data: { kind }, aria: { pressed: String((chosen.kind ?? "") === kind) }, on: { click: () => choose({ kind }) } },
          drawing ? element("img", { src: drawing, alt: "", width: 48, height: 60, draggable: false }) : icon("grid-2x2", { size: 32 }),
          element("span", {}, words),
          element("small", {}, String(count)),
        ),
      );
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const named = [...counts].map(([kind, count]) => ({ kind, count, words: say(`kind.${kind}`) }));
    named.sort((first, second) => byName(first.words, second.words));
    return [one("", say("show.every_kind"), null, all), ...named.map(({ kind, count, words }) => one(kind, words, drawingOf({ kind }), count))];
  }

  function provinceField(counts) {
    const names = [...new Set(goods.map((good) => good.province).filter(Boolean))].sort(byName);
    const select = element(
      "select.input",
      { name: "province", aria: { label: say("show.province") }, on: { change: (event) => choose({ province: event.target.value }) } },
      element("option", { value: "" }, say("show.every_province")),
      names.map((name) => element("option", { value: name, selected: chosen.province === name }, `${name} (${counts.get(name) ?? 0})`)),
    );
    return element("span.choose", {}, icon("map-pin", { size: 20 }), select, icon("chevron-down", { size: 20 }));
  }

  function starButtons(counts) {
    const one = (stars, words) =>
      element(
        "button",
        { type: "button", data: { stars }, aria: { pressed: String((chosen.stars ?? 0) === stars) }, on: { click: () => choose({ stars }) } },
        words,
      );
    const there = [...new Set(goods.map((good) => good.stars))].sort();
    if (there.length < 2) return null;
    return element(
      "div.stars",
      { role: "group" },
      one(0, say("show.every_star")),
      there.map((stars) => one(stars, `${say("show.stars", { stars })} (${counts.get(stars) ?? 0})`)),
    );
  }

  function nothing() {
    const all = { kind: "", province: "", stars: 0, words: "" };
    return element(
      "div.nothing",
      {},
      element("h2", {}, say("show.none")),
      element("p", {}, say("show.none_more")),
      element("button.button", { type: "button", data: { act: "see-all" }, on: { click: () => ((words.value = ""), choose(all)) } }, say("show.see_all")),
    );
  }

  const words = element("input.input", {
    type: "search",
    value: chosen.words ?? "",
    placeholder: say("show.search"),
    enterkeyhint: "search",
    autocomplete: "off",
    aria: { label: say("show.search") },
    on: { input: () => choose({ words: words.value }) },
  });
  const clear = element(
    "button.clear",
    { type: "button", data: { act: "clear" }, aria: { label: say("show.clear") }, on: { click: () => ((words.value = ""), choose({ words: "" }), words.focus()) } },
    icon("x"),
  );

  const reached = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && more(), { rootMargin: "800px" });
  root.append(
    element(
      "section.shelf",
      { data: { view: "shelf" } },
      element("div.shelf-head", {}, element("h1", {}, say("show.title")), element("div.finder", {}, icon("search"), words, clear), filters),
      kinds,
      found,
      list,
      end,
    ),
  );
  draw();
  reached.observe(end);
  return () => reached.disconnect();
}
