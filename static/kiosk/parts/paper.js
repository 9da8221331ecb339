// A receipt as it is seen and printed: 80 mm wide, black on white.
import { formatInstant } from "../days.js";
import { element } from "../element.js";
import { formatVnd } from "../money.js";
import { qr } from "../qr.js";
import { receiptText } from "../selling/receipt_text.js";

const SHOP = "Chợ Phiên OCOP";

/** The good's name and pack; goods that a newer snapshot no longer holds are told by their number. */
export const packNameOf = (booth, variantId) => {
  const variant = booth.goods.get(variantId);
  if (!variant) return booth.say("receipt.good_number", { n: variantId });
  return (booth.language === "en" && variant.name_en) || variant.name;
};

export const cashierName = (booth, code) =>
  booth.snapshot?.cashiers.find((cashier) => cashier.code === code)?.name ?? code;

/** The paper of a row of the queue. */
export function paper(booth, row) {
  const { say, snapshot } = booth;
  const { sale } = row;
  const money = (vnd) => formatVnd(vnd, booth.language);
  const nameOf = (variantId) => packNameOf(booth, variantId);
  const fair = (booth.language === "en" && snapshot?.fair?.name_en) || snapshot?.fair?.name;
  const shop = [SHOP, snapshot?.booth_name].filter(Boolean).join(" · ");
  const page = booth.goods.get(sale.lines[0].variant_id)?.page;
  const text = receiptText(row, {
    shop, nameOf, totalWords: say("receipt.total"), moreWords: (n) => say("receipt.more_lines", { n }),
    language: booth.language, address: page ? new URL("/", page).href : "",
  });
  const fact = (words, value, data = {}) =>
    value === null ? null : element("div", {}, element("dt", {}, words), element("dd", { data }, value));
  const line = ({ variant_id, quantity, unit_vnd, kind }) =>
    element(
      "li",
      {},
      element("span.what", {}, nameOf(variant_id)),
      element("span.how-many", {}, kind === "sale" ? `${quantity} × ${money(unit_vnd)}` : say("receipt.pieces", { num: quantity })),
      element("b", {}, kind === "sale" ? money(quantity * unit_vnd) : say(`receipt.${kind}`)),
    );
  const isCash = sale.tender === "cash";
  const isBack = sale.kind !== "sale";
  return element(
    "article.paper",
    { data: { receipt: row.code }, aria: { label: say("receipt.paper", { code: row.code }) } },
    element("header", {}, element("b", {}, SHOP), element("span", {}, [snapshot?.booth_name, fair].filter(Boolean).join(" · "))),
    element("h2", {}, say(`receipt.kind_${sale.tender === "none" ? sale.lines[0].kind : sale.kind}`)),
    element(
      "dl.paper-facts",
      {},
      fact(say("receipt.code"), row.code, { code: row.code }),
      fact(say("receipt.time"), formatInstant(row.at_ms)),
      fact(say("receipt.cashier"), cashierName(booth, sale.cashier)),
      sale.reason ? fact(say("receipt.reason"), sale.reason) : null,
    ),
    element("ul.paper-lines", {}, ...sale.lines.map(line)),
    sale.tender === "none"
      ? null
      : element(
          "dl.paper-sums",
          {},
          element("div.grand", {}, element("dt", {}, say(isBack ? "receipt.given_back" : "receipt.total")), element("dd", { data: { total: row.total_vnd } }, money(Math.abs(row.total_vnd)))),
          fact(say("receipt.tender"), say(`receipt.by_${sale.tender}`)),
          isCash && !isBack ? fact(say("receipt.received"), money(sale.received_vnd)) : null,
          isCash && !isBack ? fact(say("receipt.change"), money(sale.change_vnd)) : null,
          sale.seen_by ? fact(say("receipt.seen_by"), cashierName(booth, sale.seen_by)) : null,
        ),
    element("div.paper-qr", {}, qr(text, { label: say("receipt.qr_label") }), element("p", {}, say("receipt.qr_text"))),
    element("footer", {}, element("p", {}, say("receipt.thanks")), element("p", {}, say("receipt.no_invoice"))),
  );
}
