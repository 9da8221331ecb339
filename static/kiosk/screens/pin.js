// The PIN that opens selling.
import { element } from "../element.js";
import { pinPad } from "../parts/pin_pad.js";

/** Opens the pad; after the right PIN the screen named by `next` opens with its arguments. */
export function open(root, booth, next = "sell", ...args) {
  const pad = pinPad(booth, {
    onRight: (cashier) => {
      booth.setCashier(cashier);
      booth.go(next, ...args);
    },
  });
  root.append(
    element("h1", {}, booth.say("pin.title")),
    pad.node,
    element(
      "button.button.button-quiet",
      { type: "button", data: { act: "home" }, on: { click: () => booth.go("home") } },
      booth.say("pin.home"),
    ),
  );
  return pad.close;
}
