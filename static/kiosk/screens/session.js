// A session: opened with a float; while it is open, cash that goes in and out.
import { replace } from "../element.js";
import { drawerDesk } from "../sessions/drawer.js";
import { openingForm } from "../sessions/opening.js";
import { readReport } from "../sessions/reading.js";

/** `next` is the screen that wanted a session. */
export function open(root, booth, next = "home") {
  if (!booth.session) {
    replace(root, openingForm(booth, { whenOpened: () => booth.go(next) }));
    return;
  }
  const expected = async () => (await readReport(booth, booth.session)).drawer.expected;
  replace(root, ...drawerDesk(booth, { expected }));
}
