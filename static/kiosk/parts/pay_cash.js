// Cash: what the buyer hands over, at a tap or typed, and what goes back, note by note.
import { element, icon, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { changeOf, likelyAmounts, typed } from "../selling/cash.js";

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", "000", "back"];

/** {node, key(event), close}: `finish({tender, received_vnd})` once enough was handed over. */
export function payCash(booth, { total, finish }) {
  const { say } = booth;
  const money = (vnd) => formatVnd(vnd, booth.language);
  let received = 0;

  const handed = element("output.handed", { aria: { live: "polite" } });
  const back = element("div.change-back", { role: "status" });
  const quick = element(
    "div.quick",
    { role: "group", aria: { label: say("pay.handed") } },
    ...likelyAmounts(total).map((sum, place) =>
      element(
        "button",
        { type: "button", data: { act: "amount", amount: sum }, on: { click: () => set(sum) } },
        place === 0 ? element("small", {}, say("pay.exact")) : null,
        money(sum),
      ),
    ),
  );
  const pad = element(
    "div.pad",
    { role: "group", aria: { label: say("pay.pad") } },
    ...KEYS.map((key) =>
      element(
        "button",
        {
          type: "button",
          data: { act: `key-${key}` },
          aria: key === "back" ? { label: say("pay.delete") } : {},
          on: { click: () => set(typed(received, key)) },
        },
        key === "back" ? icon("delete") : key,
      ),
    ),
  );
  const done = element(
    "button.finish",
    { type: "button", data: { act: "finish" }, on: { click: end } },
    icon("check"),
    say("pay.done"),
  );
  const node = element(
    "section.cash",
    { aria: { label: say("pay.cash") } },
    element("div.till", {}, element("p.handed-line", {}, element("span", {}, say("pay.handed")), handed), back, done),
    element("div.hands", {}, quick, pad),
  );

  function set(amount) {
    received = amount;
    const { notes, rest } = changeOf(received, total);
    const change = received - total;
    handed.textContent = money(received);
    for (const button of quick.children) button.setAttribute("aria-pressed", String(Number(button.dataset.amount) === received));
    done.disabled = change < 0;
    back.classList.toggle("is-short", change < 0);
    if (change < 0) return replace(back, element("span", {}, say("pay.short")), element("b", {}, money(-change)));
    replace(
      back,
      element("span", {}, say("pay.change")),
      element("b", { data: { change } }, money(change)),
      notesOf(booth, notes, rest),
    );
  }

  function end() {
    if (received >= total) finish({ tender: "cash", received_vnd: received });
  }

  function key(event) {
    if (/^\d$/.test(event.key)) set(typed(received, event.key));
    else if (event.key === "Backspace") set(typed(received, "back"));
    else if (event.key === "Enter" && !event.target.closest("button")) end();
    else return;
    event.preventDefault();
  }

  set(0);
  return { node, key, close: () => {} };
}

/** The notes that go back: `2 × 20.000 ₫`. */
export function notesOf(booth, notes, rest = 0) {
  const money = (vnd) => formatVnd(vnd, booth.language);
  const items = notes.map(({ note, count }) => element("li", {}, element("b", {}, `${count} ×`), " ", money(note)));
  if (rest) items.push(element("li.rest", {}, booth.say("pay.rest", { sum: money(rest) })));
  return items.length ? element("ul.notes", { aria: { label: booth.say("pay.notes") } }, ...items) : null;
}
