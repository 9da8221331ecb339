// Connects a tablet with a booth by a one-time code.
import { Offline } from "../api.js";
import { element, icon, replace } from "../element.js";

export function open(root, booth, code = "") {
  const { say } = booth;
  const typed = element("input.input", { name: "code", autocomplete: "off", autocapitalize: "characters", required: true, value: code, aria: { label: say("pair.code") } });
  const fault = element("p.field-error", { role: "alert", hidden: true });
  async function connect(event) {
    event.preventDefault();
    fault.hidden = true;
    try {
      await booth.pair(typed.value.trim());
      booth.go("home");
    } catch (error) {
      console.warn("pairing", error.message);
      replace(fault, icon("circle-alert", { size: 20 }), say(error instanceof Offline ? "pair.offline" : "pair.refused"));
      fault.hidden = false;
    }
  }
  root.append(
    element("h1", {}, say("pair.title")),
    element("form.panel.stack", { on: { submit: connect } }, element("label.field", {}, element("span", {}, say("pair.code")), typed), fault, element("button.button", { type: "submit", data: { act: "pair" } }, say("pair.connect"))),
  );
}
