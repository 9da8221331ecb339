// A session begins with what lies in the drawer.
import { element, icon } from "../element.js";
import { formatVnd } from "../money.js";
import { amountField } from "./amount.js";
import { whoActs } from "./who.js";

const QUICK = [500_000, 1_000_000, 2_000_000];

/** The form that opens a session; `whenOpened()` follows. */
export function openingForm(booth, { whenOpened }) {
  const { say, language } = booth;
  const fault = element("p.field-error", { role: "alert", hidden: true });
  const go = element("button.button.button-large", { type: "submit", data: { act: "open-session" } });
  const float = amountField(booth, { name: "float_vnd", label: say("session.float"), quick: QUICK, onChange: label });
  label(null);

  function label(amount) {
    go.textContent = say("session.open_go", { sum: formatVnd(amount ?? 0, language) });
  }

  async function submit(event) {
    event.preventDefault();
    const float_vnd = float.read();
    fault.hidden = float_vnd !== null;
    fault.replaceChildren(icon("circle-alert", { size: 20 }), say("session.no_amount"));
    if (float_vnd === null) return;
    const cashier = await whoActs(booth, say("session.who"));
    if (!cashier) return;
    const { at, clock_offset_ms } = booth.stamp();
    const row = { session_id: crypto.randomUUID(), opened_at: at, clock_offset_ms, cashier: cashier.code, float_vnd, drawer: [], closed: null };
    try {
      await booth.keepSession(row);
    } catch (error) {
      console.error("session", error);
      booth.toast(say("session.not_kept"));
      return;
    }
    whenOpened();
  }

  return element(
    "form.panel.stack.narrow",
    { novalidate: true, on: { submit } },
    element("h1", {}, say("session.open_title")),
    element("p", {}, say("session.open_lead")),
    float.node,
    fault,
    go,
  );
}
