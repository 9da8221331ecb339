// Where a tablet begins.
import { element, icon } from "../element.js";

export function open(root, booth) {
  const { say } = booth;
  root.append(
    element("h1", {}, booth.snapshot?.booth?.name ?? say("frame.booth")),
    element(
      "div.tiles",
      {},
      element("button.tile", { type: "button", data: { act: "status" }, on: { click: () => booth.go("status") } }, icon("settings", { size: 32 }), say("status.title")),
    ),
  );
}
