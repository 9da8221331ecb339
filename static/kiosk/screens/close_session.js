// The end of a session: notes are counted blind, then compared; a difference is explained; what is unsent needs a reason.
import { element, icon, replace } from "../element.js";
import { formatVnd } from "../money.js";
import { noteTable } from "../sessions/count.js";
import { comparison } from "../sessions/comparison.js";
import { readReport } from "../sessions/reading.js";
import { unsentPanel } from "../sessions/unsent.js";
import { whoActs } from "../sessions/who.js";
import { closingFaults, countedSum } from "../till.js";

export function open(root, booth) {
  const { say, language, session } = booth;
  if (!session) {
    booth.go("home");
    return;
  }
  const memory = booth.memory("close");
  if (memory.session_id !== session.session_id) Object.assign(memory, { session_id: session.session_id, pieces: {}, compared: false, reason: "", unsent_reason: "" });
  const sum = element("output", {});
  const fault = element("p.field-error", { role: "alert", hidden: true });
  const unsent = unsentPanel(booth, { memory });
  booth.on("unsent", unsent.draw);

  function count() {
    memory.compared = false;
    const tell = (counted) => (sum.textContent = formatVnd(counted, language));
    tell(countedSum(memory.pieces));
    replace(
      root,
      element("h1", {}, say("session.close_title")),
      element("p", {}, say("session.close_lead")),
      noteTable(booth, { pieces: memory.pieces, onChange: tell }),
      element(
        "footer.till-foot",
        {},
        element("p", {}, say("session.counted"), element("b", {}, sum)),
        element("button.button.button-large", { type: "button", data: { act: "compare" }, on: { click: compare } }, say("session.compare"), icon("arrow-right")),
      ),
    );
  }

  async function compare() {
    memory.compared = true;
    const { drawer } = await readReport(booth, session);
    const counted = countedSum(memory.pieces);
    fault.hidden = true;
    replace(
      root,
      element("h1", {}, say("session.close_title")),
      comparison(booth, { drawer, counted, memory }),
      unsent.node,
      fault,
      element(
        "footer.till-foot",
        {},
        element("button.button.button-quiet.button-large", { type: "button", data: { act: "recount" }, on: { click: count } }, icon("rotate-ccw"), say("session.recount")),
        element("button.button.button-large", { type: "button", data: { act: "close-session" }, on: { click: close } }, icon("lock"), say("session.close_go")),
      ),
    );
    window.scrollTo(0, 0);
  }

  function refuse(words) {
    replace(fault, icon("circle-alert", { size: 20 }), words);
    fault.hidden = false;
    fault.scrollIntoView({ block: "center" });
  }

  async function close() {
    fault.hidden = true;
    const { drawer } = await readReport(booth, session);
    const said = {
      counted_vnd: countedSum(memory.pieces), expected_vnd: drawer.expected, difference_reason: memory.reason.trim(), unsent_reason: unsent.reason(),
    };
    const faults = closingFaults({ ...said, unsent: booth.queue.unsent });
    if (faults.length) return refuse(faults.map((one) => say(`session.${one}`)).join(" "));
    const cashier = await whoActs(booth, say("session.who_closes"));
    if (!cashier) return undefined;
    const { at, clock_offset_ms } = booth.stamp();
    const manifest = await booth.queue.manifest(session.session_id);
    const closed = { closed_at: at, clock_offset_ms, cashier: cashier.code, ...said, denominations: { ...memory.pieces }, manifest };
    try {
      await booth.keepSession({ ...booth.session, closed });
    } catch (error) {
      console.error("closing", error);
      return refuse(say("session.not_kept"));
    }
    booth.setCashier(null);
    memory.session_id = null;
    return booth.go("report", session.session_id);
  }

  return memory.compared ? compare() : count();
}
