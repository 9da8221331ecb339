// A sale that lies on the disk: the change to give, the receipt to show or print, and what can be taken back.
import { element, icon } from "../element.js";
import { formatVnd } from "../money.js";
import { cashierName, paper } from "../parts/paper.js";
import { notesOf } from "../parts/pay_cash.js";
import { changeOf } from "../selling/cash.js";
import { leftToReturn } from "../selling/making.js";

/** Opens for a sale of this tablet; `fresh` right after it was made. */
export async function open(root, booth, saleId, { fresh = false } = {}) {
  const { say } = booth;
  const row = await booth.queue.find(saleId);
  if (!row) return void booth.go("receipts");
  const backs = await booth.queue.backOf(saleId);
  const button = (name, act, drawing, words, press) =>
    element(name, { type: "button", data: { act }, on: { click: press } }, drawing ? icon(drawing) : null, words);
  const next = button("button.button.next", "next", "plus", say("receipt.next"), () => booth.go("sell"));
  const isSale = row.sale.kind === "sale" && row.sale.tender !== "none";
  const left = isSale ? [...leftToReturn(row.sale, backs.map((back) => back.sale)).values()] : [];
  const canReturn = left.some((pieces) => pieces > 0);
  const canVoid = canReturn && !backs.length;
  root.append(
    element(
      "section.outcome",
      {},
      fresh ? done(booth, row) : told(booth, row, backs),
      element(
        "div.acts",
        {},
        next,
        button("button.button.button-quiet", "print", "printer", say("receipt.print"), () => window.print()),
        canReturn && button("button.button.button-quiet", "return", "undo-2", say("receipt.return"), () => booth.go("takeback", saleId, "return")),
        canVoid && button("button.button.button-quiet", "void", "ban", say("receipt.void"), () => booth.go("takeback", saleId, "void")),
        fresh ? null : button("button.button.button-quiet", "receipts", "receipt-text", say("receipt.all"), () => booth.go("receipts")),
      ),
    ),
    paper(booth, row),
  );
  const keys = (event) => {
    if (event.key !== "Enter" || event.target.closest("button, dialog")) return;
    event.preventDefault();
    booth.go("sell");
  };
  document.addEventListener("keydown", keys);
  if (fresh) next.dataset.first = "";
  return () => document.removeEventListener("keydown", keys);
}

/** Large enough to be read while notes are counted. */
function done(booth, { sale, total_vnd: total }) {
  const { say } = booth;
  const money = (vnd) => formatVnd(vnd, booth.language);
  const isBack = sale.kind !== "sale";
  const heading = sale.tender === "none" ? "receipt.noted" : isBack ? `receipt.done_${sale.kind}` : "receipt.done";
  const back = isBack && sale.tender === "cash" ? -total : sale.change_vnd;
  const shows = sale.tender === "cash" && back > 0;
  return element(
    "div.done",
    { data: { done: sale.kind } },
    element("span.tick", {}, icon("check", { size: 40 })),
    element("h1", {}, say(heading)),
    shows ? element("p.give", {}, element("span", {}, say("pay.change")), element("b", {}, money(back))) : null,
    shows ? notesOf(booth, changeOf(back, 0).notes, changeOf(back, 0).rest) : null,
    sale.tender === "cash" && !shows ? element("p.give", {}, element("span", {}, say("receipt.no_change"))) : null,
    sale.tender === "vietqr" && !isBack
      ? element("p.give", {}, element("span", {}, say("receipt.seen", { name: cashierName(booth, sale.seen_by) })), element("b", {}, money(total)))
      : null,
    sale.tender === "vietqr" && isBack ? element("p.give", {}, element("span", {}, say("receipt.office_sends")), element("b", {}, money(-total))) : null,
  );
}

/** An older sale: whether it is sent, and what came back of it. */
function told(booth, row, backs) {
  const { say } = booth;
  return element(
    "div.told",
    {},
    element("h1", {}, say("receipt.title", { code: row.code })),
    element("p", { data: { state: stateOf(row) } }, say(`receipts.${stateOf(row)}`)),
    backs.map((back) =>
      element("p.came-back", {}, say(`receipt.came_back_${back.sale.kind}`, { sum: formatVnd(-back.total_vnd, booth.language), code: back.code })),
    ),
  );
}

/** Where a sale stands with the office: "unsent", "sent", "looked_at" (somebody there looks into it) or "waiting". */
export function stateOf(row) {
  if (row.unsent) return "unsent";
  if (row.status === "quarantined") return "waiting";
  return row.exceptions?.length ? "looked_at" : "sent";
}
