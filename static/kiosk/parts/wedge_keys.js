// A scanner that types: its keys are caught before any field or button takes them for a person's.
import { wedgeReader } from "../selling/wedge.js";

/** Calls `onCode(text)` for each scan while the screen is open and no dialog stands over it; answers how to stop. */
export function watchWedge(root, { onCode }) {
  const reader = wedgeReader();
  const read = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const text = reader.read(event, event.timeStamp);
    if (text) {
      event.preventDefault();
      event.stopPropagation();
      onCode(text);
    } else if (reader.isReading && event.key !== "Enter") {
      event.preventDefault();
    }
  };
  document.addEventListener("keydown", read, { capture: true });
  return () => document.removeEventListener("keydown", read, { capture: true });
}
