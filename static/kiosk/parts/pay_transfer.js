// A transfer by VietQR, made without a network: the buyer scans, somebody sees the money leave and says so by name.
// The bank's word comes later, by the code in the memo.
import { element, icon, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { qr } from "../qr.js";
import { vietqrPayload } from "../vietqr.js";

/** {node, key, close}: `finish({tender, seen_by, code})` when a named person saw the transfer. */
export function payTransfer(booth, { total, code, finish }) {
  const { say, snapshot } = booth;
  const { bin, account, account_name: holder } = snapshot.bank;
  const payload = vietqrPayload({ bin, account, amount_vnd: total, memo: code, account_name: "" });
  let seenBy = null;

  const fact = (words, value) => [element("dt", {}, words), element("dd", {}, value)];
  const people = element("div.people", { role: "group", aria: { label: say("pay.who_saw") } });
  const done = element(
    "button.finish",
    { type: "button", data: { act: "finish" }, disabled: true, on: { click: end } },
    icon("check"),
    say("pay.seen_done"),
  );

  function showPeople() {
    const person = (cashier) =>
      element(
        "button",
        {
          type: "button",
          data: { act: "seen", cashier: cashier.code },
          aria: { pressed: String(seenBy === cashier.code) },
          on: { click: () => chosen(cashier) },
        },
        icon("eye"),
        cashier.name,
      );
    const first = (one) => (one.code === booth.cashier.code ? 0 : 1);
    const all = [...snapshot.cashiers].sort((one, other) => first(one) - first(other));
    replace(people, ...all.map(person));
  }

  function chosen(cashier) {
    seenBy = cashier.code;
    showPeople();
    done.disabled = false;
    done.focus();
  }

  function end() {
    if (seenBy) finish({ tender: "vietqr", seen_by: seenBy, code });
  }

  showPeople();
  const node = element(
    "section.transfer",
    { aria: { label: say("pay.transfer") } },
    element(
      "div.for-buyer",
      {},
      element("p", {}, say("pay.scan_me")),
      qr(payload, { label: say("pay.qr_label", { sum: formatVnd(total, booth.language), code }) }),
      element("b.sum", {}, formatVnd(total, booth.language)),
      element("dl", {}, fact(say("pay.memo"), code), fact(say("pay.holder"), holder), fact(say("pay.account"), account)),
    ),
    element(
      "div.for-seller",
      {},
      element("h2", {}, say("pay.look")),
      element(
        "ol",
        {},
        element("li", {}, say("pay.look_done")),
        element("li", {}, say("pay.look_sum", { sum: formatVnd(total, booth.language) })),
        element("li", {}, say("pay.look_memo", { code })),
      ),
      element("h2", {}, say("pay.who_saw")),
      people,
      done,
      element("p.later", {}, icon("info", { size: 20 }), say("pay.later")),
    ),
  );
  node.dataset.payload = payload;
  return { node, key: () => {}, close: () => {} };
}
