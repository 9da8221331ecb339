// Cash that goes into the drawer or out of it without a sale: how much, what for, by whom.
import { formatTime } from "../days.js";
import { element, icon, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { amountField } from "./amount.js";
import { nameOfCashier, whoActs } from "./who.js";

const QUICK = [100_000, 500_000, 1_000_000];
const REASONS = { in: ["session.reason_in"], out: ["session.reason_out", "session.reason_lunch"] };

/** The form and the list of what moved. `expected()` tells what should lie in the drawer now. */
export function drawerDesk(booth, { expected }) {
  const { say } = booth;
  const memory = booth.memory("drawer");
  memory.kind ??= "out";
  const fault = element("p.field-error", { role: "alert", hidden: true });
  const amount = amountField(booth, { name: "amount_vnd", label: say("session.amount"), quick: QUICK });
  const reason = element("input.input", { name: "reason", maxlength: 200, autocomplete: "off" });
  const reasons = element("div.quick-amounts", {});
  const kinds = element("div.two-ways", { role: "group" });
  const moved = element("section.moved", {});

  function draw() {
    const kindButton = (kind, drawing) =>
      element(
        "button",
        {
          type: "button",
          data: { act: `drawer-${kind}` },
          aria: { pressed: String(memory.kind === kind) },
          on: { click: () => ((memory.kind = kind), draw()) },
        },
        icon(drawing),
        say(`session.${kind}`),
      );
    replace(kinds, kindButton("in", "download"), kindButton("out", "upload"));
    replace(
      reasons,
      REASONS[memory.kind].map((key) => element("button", { type: "button", on: { click: () => (reason.value = say(key)) } }, say(key))),
    );
    replace(moved, element("h2", {}, say("session.moved")), movesOf(booth));
  }

  function refuse(words) {
    replace(fault, icon("circle-alert", { size: 20 }), words);
    fault.hidden = false;
  }

  async function submit(event) {
    event.preventDefault();
    fault.hidden = true;
    const amount_vnd = amount.read();
    if (!amount_vnd) return refuse(say("session.no_amount"));
    if (!reason.value.trim()) return refuse(say("session.no_reason"));
    const there = await expected();
    if (memory.kind === "out" && amount_vnd > there) return refuse(say("session.too_much", { sum: formatVnd(there, booth.language) }));
    const cashier = await whoActs(booth, say("session.who_moves"));
    if (!cashier) return undefined;
    const entry = {
      entry_id: crypto.randomUUID(), at: booth.stamp().at, kind: memory.kind, amount_vnd, reason: reason.value.trim(), cashier: cashier.code,
    };
    try {
      await booth.keepSession({ ...booth.session, drawer: [...booth.session.drawer, entry] });
    } catch (error) {
      console.error("drawer", error);
      return refuse(say("session.not_kept"));
    }
    event.target.reset();
    return draw();
  }

  draw();
  return [
    element(
      "form.panel.stack",
      { novalidate: true, on: { submit } },
      element("h1", {}, say("session.drawer_title")),
      element("p", {}, say("session.drawer_lead")),
      kinds,
      amount.node,
      element("label.field", {}, element("span.label", {}, say("session.reason")), reason),
      reasons,
      fault,
      element("button.button.button-large", { type: "submit", data: { act: "keep-move" } }, say("session.keep")),
    ),
    moved,
  ];
}

function movesOf(booth) {
  const { say, language } = booth;
  if (!booth.session.drawer.length) return element("p.quiet", {}, say("session.none_moved"));
  const row = (entry) =>
    element(
      "li",
      {},
      icon(entry.kind === "in" ? "download" : "upload", { label: say(`session.${entry.kind}`) }),
      element("span", {}, entry.reason, element("small.quiet", {}, `${formatTime(Date.parse(entry.at) + (booth.clock.offset() ?? 0))} · ${nameOfCashier(booth, entry.cashier)}`)),
      element("b", {}, formatVnd(entry.kind === "in" ? entry.amount_vnd : -entry.amount_vnd, language)),
    );
  return element("ul.moves", {}, [...booth.session.drawer].reverse().map(row));
}
