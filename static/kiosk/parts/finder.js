// Above the goods: search, scanning, the choice of headings and their row of filters. Remembers all while the app runs.
import { element, icon, replace } from "../element.js";

const TYPING_MS = 120;

/** {node, refresh, clear}: `memory` keeps {by, only, words}; `onOnly(variant)` is Enter where one good is found. */
export function finder(booth, { grid, memory, onScan, onOnly, more = [] }) {
  const { say } = booth;
  memory.by ??= "kind";
  memory.only ??= "";
  memory.words ??= "";
  const search = element("input", {
    type: "search", autocomplete: "off", spellcheck: "false", enterkeyhint: "search", value: memory.words,
    placeholder: say("sell.search"), aria: { label: say("sell.search") },
    on: {
      input: () => {
        clearTimeout(typing);
        typing = setTimeout(look, TYPING_MS);
      },
      keydown: (event) => event.key === "Enter" && entered(event),
    },
  });
  const chips = element("div.chips", { role: "group", aria: { label: say("sell.filter") } });
  const heading = (by) =>
    element(
      "button",
      { type: "button", data: { act: `by-${by}` }, on: { click: () => remember({ by, only: "" }) } },
      say(`sell.by_${by}`),
    );
  const headings = [heading("kind"), heading("producer")];
  const node = element(
    "div.find",
    {},
    element(
      "div.find-row",
      {},
      element("label.search", {}, icon("search"), search),
      element(
        "button.scan",
        { type: "button", data: { act: "scan" }, aria: { label: say("sell.scan") }, on: { click: onScan } },
        icon("scan-barcode"),
        element("span", {}, say("sell.scan")),
      ),
      ...more,
    ),
    element("div.filter-row", {}, element("div.switch", { role: "group", aria: { label: say("sell.by") } }, ...headings), chips),
  );

  let first = null;
  let typing = null;

  function look() {
    clearTimeout(typing);
    const words = search.value.trim();
    if (words === memory.words) return;
    memory.words = words;
    draw();
  }

  function entered(event) {
    event.preventDefault();
    look();
    if (memory.words && first) onOnly(first);
  }

  function remember(change) {
    Object.assign(memory, change);
    refresh();
  }

  function showChips() {
    const chip = (value, name) =>
      element(
        "button.chip",
        {
          type: "button",
          data: { act: "only", value },
          aria: { pressed: String(memory.only === value) },
          on: { click: () => choose(value) },
        },
        name,
      );
    replace(chips, chip("", say("sell.all")), ...grid.headings(memory.by).map(({ value, name }) => chip(value, name)));
  }

  function choose(value) {
    search.value = "";
    remember({ only: value, words: "" });
    [...chips.children].find((button) => button.dataset.value === value)?.focus({ preventScroll: true });
  }

  function refresh() {
    for (const [place, by] of ["kind", "producer"].entries()) {
      headings[place].setAttribute("aria-pressed", String(memory.by === by));
    }
    const scrolled = chips.scrollLeft;
    showChips();
    chips.scrollLeft = scrolled;
    draw();
  }

  function draw() {
    const found = grid.show(memory);
    first = found.length === 1 ? found[0] : null;
  }

  return {
    node,
    refresh,
    /** A scanner wrote into the field what was no search: it is emptied. */
    clear: () => {
      search.value = "";
      look();
    },
  };
}
