// Draws a screen anew without taking away what a finger or a screen reader is on.
import { element } from "./element.js";

/** Puts children in place of all there are, unless they look just the same: then nothing moves. True where it moved. */
export function redraw(root, ...children) {
  const next = element("div", {}, ...children);
  if (next.innerHTML === root.innerHTML) return false;
  root.replaceChildren(...next.childNodes);
  return true;
}
