// Asks for somebody's PIN over whatever is on the screen: closing a session, leaving the visitors' view.
import { element } from "./element.js";
import { pinPad } from "./parts/pin_pad.js";

/** Who typed their PIN: {code, name}, or null when it was given up. Who sells stays who they were. */
export function askPin(booth, { title }) {
  return new Promise((answer) => {
    const pad = pinPad(booth, { onRight: (cashier) => finish(cashier) });
    const dialog = element(
      "dialog.sheet.pin-sheet",
      { aria: { label: title }, on: { close: () => finish(null) } },
      element("h2", {}, title),
      pad.node,
      element("button.button.button-quiet", { type: "button", data: { act: "cancel" }, on: { click: () => dialog.close() } }, booth.say("pin.cancel")),
    );
    function finish(cashier) {
      pad.close();
      dialog.remove();
      answer(cashier);
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}
