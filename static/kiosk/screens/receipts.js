// The last sales of this tablet, and any of them by its code.
import { formatDay, formatTime, isoDay } from "../days.js";
import { element, icon } from "../element.js";
import { formatVnd } from "../money.js";
import { cashierName, packNameOf } from "../parts/paper.js";
import { watchWedge } from "../parts/wedge_keys.js";
import { meantBy } from "../selling/find.js";
import { stateOf } from "./receipt.js";

const AT_ONCE = 30;
const DRAWINGS = { cash: "banknote", vietqr: "qr-code", none: "utensils" };

/** Opens the list, the latest first. */
export async function open(root, booth) {
  const { say } = booth;
  if (!booth.cashier) return void booth.go("pin", "receipts");
  const list = element("ul.row-list");
  const code = element("input", { name: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "12" });
  const said = element("p.said", { role: "status" });
  const more = element("button.button.button-quiet", { type: "button", data: { act: "more" }, hidden: true, on: { click: draw } }, say("receipts.more"));
  let before;

  async function draw() {
    const rows = await booth.queue.recent(AT_ONCE, before);
    list.append(...rows.map(rowOf));
    before = rows.at(-1)?.seq ?? before;
    more.hidden = rows.length < AT_ONCE;
    if (!list.children.length) said.textContent = say("receipts.none");
  }

  function rowOf(row) {
    const { sale } = row;
    const kind = sale.tender === "none" ? sale.lines[0].kind : sale.kind;
    const state = stateOf(row);
    const what = sale.lines.map((line) => `${line.quantity} × ${packNameOf(booth, line.variant_id)}`).join(", ");
    const today = isoDay(row.at_ms) === isoDay(booth.clock.now());
    return element(
      "li",
      {},
      element(
        "button.sale-row",
        { type: "button", data: { act: "open", sale: row.sale_id, kind }, on: { click: () => booth.go("receipt", row.sale_id) } },
        icon(kind === "void" || kind === "return" ? "undo-2" : DRAWINGS[sale.tender]),
        element("span.when", {}, element("b", {}, formatTime(row.at_ms)), today ? null : element("small", {}, formatDay(row.at_ms))),
        element("span.which", {}, element("b", {}, row.code, kind === "sale" ? null : element("em", {}, say(`receipt.kind_${kind}`))), element("small", {}, what)),
        element("span.who", {}, cashierName(booth, sale.cashier)),
        element("span.sum", {}, element("b", {}, sale.tender === "none" ? "" : formatVnd(row.total_vnd, booth.language)), element("small", { data: { state } }, say(`receipts.${state}`))),
      ),
    );
  }

  async function find(text) {
    const { receipt } = meantBy(text.toUpperCase().replace(/[^A-Z0-9]/g, ""), []);
    const row = receipt ? await booth.queue.findByCode(receipt) : null;
    if (row) return booth.go("receipt", row.sale_id);
    said.textContent = say("receipts.unknown", { code: text.trim().slice(0, 12) });
  }

  const submit = (event) => {
    event.preventDefault();
    if (code.value.trim()) find(code.value);
  };
  root.append(
    element(
      "header.list-head",
      {},
      element("button.back", { type: "button", data: { act: "back" }, on: { click: () => booth.go("sell") } }, icon("arrow-left"), say("receipts.back")),
      element("h1", {}, say("receipts.title")),
      element(
        "form",
        { role: "search", on: { submit } },
        element("label", {}, element("span", {}, say("receipts.code")), code),
        element("button.button.button-quiet", { type: "submit", data: { act: "find" } }, icon("search"), say("receipts.find")),
      ),
    ),
    said,
    list,
    more,
  );
  await draw();
  return watchWedge(root, { onCode: (text) => find(text.split(/\s/, 1)[0]) });
}
