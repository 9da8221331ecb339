// Taking back: a sale that was a mistake (void), or some pieces that a buyer brings back (return), always with a reason.
import { element, icon, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { packNameOf } from "../parts/paper.js";
import { askReason } from "../parts/sheet.js";
import { backOf, leftToReturn } from "../selling/making.js";

const REASONS = { void: ["mistyped", "changed_mind", "twice"], return: ["broken", "wrong_good", "not_wanted"] };

/** Opens for a sale of this tablet; `kind` is "void" or "return". */
export async function open(root, booth, saleId, kind = "return") {
  const { say } = booth;
  const row = await booth.queue.find(saleId);
  if (!row) return void booth.go("receipts");
  if (!booth.cashier) return void booth.go("pin", "takeback", saleId, kind);
  if (!booth.session) return void booth.go("sell");
  const backs = (await booth.queue.backOf(saleId)).map((back) => back.sale);
  const left = leftToReturn(row.sale, backs);
  const wanted = new Map([...left].map(([id, pieces]) => [id, kind === "void" ? pieces : 0]));
  let tender = row.sale.tender;
  let isWriting = false;

  const who = () => ({ cashier: booth.cashier, session: booth.session });
  const draftFor = (reason) => backOf(row.sale, wanted, who(), { kind, tender, reason });
  const list = element("ul.back-lines");
  const sum = element("output.back-sum", { aria: { live: "polite" } });
  const said = element("p.pay-said", { role: "alert", hidden: true });
  const ways = element("div.switch", { role: "group", aria: { label: say("takeback.how") } });
  const done = element("button.button.finish", { type: "button", data: { act: "confirm" }, on: { click: finish } }, icon("undo-2"), say(`takeback.${kind}_yes`));
  const hint = element("p.quiet");

  function set(id, pieces) {
    wanted.set(id, Math.min(left.get(id), Math.max(0, pieces)));
    refresh();
  }

  const lines = row.sale.lines
    .filter((line) => line.kind === "sale")
    .map(({ variant_id: id, unit_vnd: unit }) => {
      const name = packNameOf(booth, id);
      const count = element("output.count", { aria: { label: say("sell.pieces_of", { name }) } });
      const step = (act, by, drawing, words) =>
        element("button", { type: "button", data: { act }, aria: { label: words }, on: { click: () => set(id, wanted.get(id) + by) } }, icon(drawing));
      const less = step("less", -1, "minus", say("sell.less", { name }));
      const more = step("more", 1, "plus", say("sell.more", { name }));
      const stepper = kind === "void" ? count : element("span.stepper", {}, less, count, more);
      const node = element("li", { data: { variant: id } }, element("span.name", {}, name), element("span.unit", {}, formatVnd(unit, booth.language)), element("small", {}, say("takeback.left", { n: left.get(id) })), stepper);
      return { id, node, count, less, more };
    });

  function refresh() {
    for (const { id, count, less, more } of lines) {
      count.textContent = String(wanted.get(id));
      less.disabled = wanted.get(id) === 0;
      more.disabled = wanted.get(id) >= left.get(id);
    }
    const { change_vnd: total, lines: taken } = draftFor("");
    sum.textContent = formatVnd(total, booth.language);
    done.disabled = taken.length === 0 || isWriting;
    hint.textContent = tender === "cash" ? say("takeback.from_drawer") : say("takeback.by_office");
    const way = (name, drawing) =>
      element("button", { type: "button", data: { act: `back-${name}` }, aria: { pressed: String(tender === name) }, on: { click: () => choose(name) } }, icon(drawing), say(`takeback.${name}`));
    replace(ways, way("cash", "banknote"), row.sale.tender === "vietqr" ? way("vietqr", "qr-code") : null);
  }

  function choose(name) {
    tender = name;
    refresh();
    ways.querySelector(`[data-act="back-${name}"]`).focus();
  }

  async function finish() {
    if (isWriting) return;
    const reason = await askReason(booth, {
      title: say(`takeback.${kind}_why`), reasons: REASONS[kind].map((name) => say(`reason.${name}`)), yes: say(`takeback.${kind}_yes`), danger: true,
    });
    if (!reason) return;
    isWriting = true;
    refresh();
    try {
      const kept = await booth.queue.record(draftFor(reason));
      booth.go("receipt", kept.sale_id, { fresh: true });
    } catch (trouble) {
      console.error("the return was not kept", trouble);
      said.hidden = false;
      replace(said, icon("triangle-alert"), say("takeback.not_kept"));
      isWriting = false;
      refresh();
    }
  }

  list.append(...lines.map(({ node }) => node));
  root.append(
    element(
      "header.list-head",
      {},
      element("button.back", { type: "button", data: { act: "back" }, on: { click: () => booth.go("receipt", saleId) } }, icon("arrow-left"), say("takeback.back")),
      element("h1", {}, say(`takeback.${kind}_title`, { code: row.code })),
    ),
    said,
    list,
    element("section.back-money", {}, element("p", {}, element("span", {}, say("takeback.sum")), sum), ways, hint, done),
  );
  refresh();
}
