// A session's report: Z once it is closed, X before; to be read, and printed for the till's paper.
import { element, icon } from "../element.js";
import { redraw } from "../redraw.js";
import { readReport } from "../sessions/reading.js";
import { slip } from "../sessions/slip.js";

export async function open(root, booth, sessionId) {
  const { say } = booth;

  let turn = 0;

  async function draw() {
    turn += 1;
    const mine = turn;
    const session = await booth.sessions.find(sessionId);
    if (!session) {
      redraw(root, element("p.panel", {}, say("report.none")));
      return;
    }
    const figures = await readReport(booth, session);
    // A newer reading is on its way.
    if (mine !== turn) return;
    redraw(
      root,
      slip(booth, { session, ...figures }),
      element(
        "footer.till-foot",
        {},
        element("button.button.button-quiet.button-large", { type: "button", data: { act: "home" }, on: { click: () => booth.go("home") } }, icon("home"), say("report.home")),
        element("button.button.button-large", { type: "button", data: { act: "print" }, on: { click: () => window.print() } }, icon("printer"), say("report.print")),
      ),
    );
  }

  // The office's answer comes while one reads.
  booth.on("session", draw);
  booth.on("net", draw);
  await draw();
}
