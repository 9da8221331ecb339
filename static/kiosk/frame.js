// The bar above the screens: whose booth it is, how many sales are not sent, what is wrong with the clock, the language.
import { element, icon, replace } from "./element.js";

const OTHER = { vi: "en", en: "vi" };
const NAMES = { vi: "Tiếng Việt", en: "English" };

export function drawFrame({ bar, booth, sync, clock, events }) {
  const name = element("span.bar-booth");
  const unsent = element("button.bar-unsent", { type: "button", data: { act: "status" }, on: { click: () => booth.go("status") } });
  const language = element("button.bar-language", {
    type: "button", data: { act: "language" }, on: { click: () => booth.setLanguage(OTHER[booth.language]) },
  });
  const home = element("button.bar-sign", { type: "button", data: { act: "home" }, on: { click: () => booth.go(booth.device ? "home" : "pair") } });
  const logo = bar.querySelector("img");
  const cashier = element("span.bar-cashier");
  const warning = element("p.bar-warning", { role: "status", hidden: true });
  replace(bar, home, name, cashier, unsent, language);
  bar.after(warning);

  function draw() {
    const { say } = booth;
    replace(home, logo, element("span", {}, "Chợ Phiên OCOP"));
    home.setAttribute("aria-label", say("frame.home"));
    name.textContent = booth.snapshot?.booth_name ?? booth.device?.booth?.name ?? say("frame.booth");
    replace(cashier, booth.cashier && icon("user", { size: 20 }), booth.cashier?.name);
    replace(language, icon("languages", { size: 20 }), element("span", {}, NAMES[OTHER[booth.language]]));
    language.lang = OTHER[booth.language];
    language.setAttribute("aria-label", NAMES[OTHER[booth.language]]);
    drawUnsent();
    drawWarning();
  }

  function drawUnsent() {
    const { say, queue } = booth;
    const [drawn, words] = stateOf(sync.state.phase, say);
    unsent.dataset.unsent = queue.unsent;
    unsent.dataset.net = sync.state.phase;
    unsent.hidden = !booth.device;
    const count = queue.unsent ? say("frame.unsent", { num: queue.unsent }) : say("frame.all_sent");
    replace(unsent, icon(drawn, { size: 20 }), element("span.bar-count", {}, count), element("span.bar-net", {}, words));
  }

  function drawWarning() {
    const kind = booth.device ? clock.warning() : null;
    warning.hidden = kind === null;
    if (kind === null) return;
    const words = kind === "wrong" ? booth.say("frame.clock_wrong", { span: spanOf(clock, booth.say) }) : booth.say("frame.clock_unknown");
    if (warning.textContent !== words) replace(warning, icon("clock", { size: 20 }), words);
  }

  for (const event of ["language", "snapshot", "cashier", "device", "screen"]) events.on(event, draw);
  for (const event of ["unsent", "net"]) events.on(event, drawUnsent);
  for (const event of ["clock", "minute", "net"]) events.on(event, drawWarning);
  draw();
}

function stateOf(phase, say) {
  if (phase === "offline" || phase === "waiting") return ["wifi-off", say("frame.offline")];
  if (phase === "revoked") return ["circle-alert", say("frame.revoked")];
  if (phase === "sending") return ["refresh-cw", say("frame.sending")];
  return ["wifi", say("frame.online")];
}

/** How far the tablet's clock is off, in the largest unit that fits. */
export function spanOf(clock, say) {
  const minutes = Math.round(Math.abs(clock.now() - clock.wall()) / 60_000);
  if (minutes < 120) return say("frame.minutes", { num: minutes });
  if (minutes < 2_880) return say("frame.hours", { num: Math.round(minutes / 60) });
  return say("frame.days", { num: Math.round(minutes / 1_440) });
}
