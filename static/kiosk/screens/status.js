// How the tablet stands: what is not sent, when the shop was last heard, the clock, the room, the program; and what
// can be done when something does not go by itself.
import { element, icon, replace } from "../element.js";
import { saveAs } from "../files.js";
import { spanOf } from "../frame.js";
import { groupDigits } from "../money.js";

export function open(root, booth) {
  const facts = element("dl.facts");
  const why = element("p.quiet");
  const send = act(booth, "send", "status.send_now", "send", "button");
  const save = act(booth, "export", "status.export", "download", "button.button-quiet");
  const leave = act(booth, "forget", "status.forget", "x", "button.button-plain");
  root.append(
    element("h1", {}, booth.say("status.title")),
    element("section.panel.stack", {}, facts, why, element("div.acts", {}, send, save, leave)),
  );

  async function draw() {
    const waiting = await booth.sessions.countUnsent();
    replace(facts, factsOf(booth, waiting).map(([key, words, value]) => [element("dt", {}, booth.say(key)), element("dd", { data: { fact: key } }, words, value)]));
    why.textContent = booth.say(hintOf(booth));
    send.disabled = booth.sync.state.phase === "sending" || !booth.device;
    save.disabled = !booth.queue.unsent && !waiting;
    leave.hidden = !booth.device;
  }

  send.addEventListener("click", async () => {
    await booth.sync.now();
    booth.toast(booth.say(booth.queue.unsent ? "status.not_all_sent" : "status.sent"));
  });
  save.addEventListener("click", async () => {
    saveAs(`hoi-cho-${booth.device.number}-${booth.clock.today()}.json`, await booth.exported());
    booth.toast(booth.say("status.exported"));
  });
  leave.addEventListener("click", () => leaveBooth(booth));
  for (const event of ["unsent", "net", "snapshot", "clock", "minute", "session"]) booth.on(event, draw);
  booth.storage.look().then(draw);
  return draw();
}

async function leaveBooth(booth) {
  const { say } = booth;
  const sure = await booth.ask({ title: say("status.forget_title"), text: say("status.forget_text"), yes: say("status.forget"), danger: true });
  if (!sure) return;
  if (await booth.forget()) booth.go("pair");
  else booth.toast(say("status.forget_refused"));
}

function act(booth, name, words, drawing, look) {
  return element(`button.${look}`, { type: "button", data: { act: name } }, icon(drawing, { size: 20 }), booth.say(words));
}

function factsOf(booth, sessions) {
  const { say, clock, storage, sync, snapshot, queue } = booth;
  return [
    ["status.unsent", String(queue.unsent)],
    ["status.sessions", String(sessions)],
    ["status.contact", moment(booth, clock.heardAt())],
    ["status.next", sync.state.phase === "sending" ? say("frame.sending") : moment(booth, sync.state.next_try_ms)],
    ["status.clock", clock.warning() === "wrong" ? say("status.clock_off", { span: spanOf(clock, say) }) : say(clock.isKnown() ? "status.clock_right" : "status.clock_unknown")],
    ["status.goods", snapshot ? `${snapshot.variants.length} · ${moment(booth, Date.parse(snapshot.made_at))}` : say("status.none")],
    ["status.kept", say(storage.persisted ? "status.kept_for_good" : "status.kept_while_room")],
    ["status.room", storage.quota === null ? say("status.none") : `${groupDigits(Math.round((storage.quota - storage.usage) / 1e6), booth.language)} MB`],
    ["status.program", `${document.documentElement.dataset.fingerprint}${booth.updates.isKept ? "" : ` · ${say("status.not_offline")}`}`],
    ["status.device", booth.device ? `${booth.device.number} · ${booth.device.name ?? ""}` : say("status.none")],
  ];
}

function hintOf(booth) {
  const { phase } = booth.sync.state;
  if (phase === "revoked") return "status.hint_revoked";
  if (booth.queue.unsent && phase !== "sending") return "status.hint_unsent";
  return booth.snapshotIsOld() ? "status.hint_old" : "status.hint_well";
}

function moment(booth, instant) {
  if (instant === null || instant === undefined) return booth.say("status.none");
  const how = { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(booth.language === "vi" ? "vi-VN" : "en-GB", how).format(instant);
}
