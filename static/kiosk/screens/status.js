// How the tablet stands: what is not sent, when the shop was last heard, the clock, the room, the program; and what
// can be done when something does not go by itself.
import { formatInstant } from "../days.js";
import { element, icon, replace } from "../element.js";
import { saveAs } from "../files.js";
import { spanOf } from "../frame.js";
import { groupDigits } from "../money.js";

const HEADS = {
  revoked: ["circle-alert", "frame.revoked", "status.hint_revoked"],
  sending: ["refresh-cw", "frame.sending", "status.hint_sending"],
  unsent: ["wifi-off", null, "status.hint_unsent"],
  old: ["calendar-clock", "status.old", "status.hint_old"],
  well: ["circle-check", "frame.all_sent", "status.hint_well"],
};

export function open(root, booth) {
  const { say } = booth;
  const head = element("div.tablet-state", { role: "status" });
  const send = act(booth, "send", "status.send_now", "send", "button");
  const save = act(booth, "export", "status.export", "download", "button.button-quiet");
  const leave = act(booth, "forget", "status.forget", "x", "button.button-plain");
  const [contact, tablet] = [element("dl.facts"), element("dl.facts")];
  root.append(
    element("h1", {}, say("status.title")),
    element("section.panel.status-head", {}, head, element("div.acts", {}, send, save)),
    element(
      "div.status-parts",
      {},
      element("section.panel", {}, element("h2", {}, say("status.contact_part")), contact),
      element("section.panel", {}, element("h2", {}, say("status.tablet_part")), tablet, leave),
    ),
  );

  async function draw() {
    const sessions = await booth.sessions.countUnsent();
    const kind = stateOf(booth, sessions);
    const [drawing, words, hint] = HEADS[kind];
    head.dataset.kind = kind;
    replace(
      head,
      icon(drawing, { size: 40 }),
      element("div", {}, element("p.state-words", {}, words ? say(words) : waitingWords(booth, sessions)), element("p.quiet", {}, say(hint))),
    );
    replace(contact, contactFacts(booth).map((fact) => drawn(booth, fact)));
    replace(tablet, tabletFacts(booth).map((fact) => drawn(booth, fact)));
    send.disabled = booth.sync.state.phase === "sending" || !booth.device;
    save.hidden = !booth.queue.unsent && !sessions;
    leave.hidden = !booth.device;
  }

  send.addEventListener("click", async () => {
    await booth.sync.now();
    booth.toast(say(booth.queue.unsent ? "status.not_all_sent" : "status.sent"));
  });
  save.addEventListener("click", async () => {
    saveAs(`hoi-cho-${booth.device.number}-${booth.clock.today()}.json`, await booth.exported());
    booth.toast(say("status.exported"));
  });
  leave.addEventListener("click", () => leaveBooth(booth));
  for (const event of ["unsent", "net", "snapshot", "clock", "minute", "session"]) booth.on(event, draw);
  booth.storage.look().then(draw);
  return draw();
}

function stateOf({ sync, queue, snapshotIsOld }, sessions) {
  if (sync.state.phase === "revoked") return "revoked";
  if (sync.state.phase === "sending" && (queue.unsent || sessions)) return "sending";
  if (queue.unsent || sessions) return "unsent";
  return snapshotIsOld() ? "old" : "well";
}

function waitingWords({ say, queue }, sessions) {
  const parts = [queue.unsent && say("frame.unsent", { num: queue.unsent }), sessions && say("status.sessions", { num: sessions })];
  return parts.filter(Boolean).join(" · ");
}

function drawn(booth, [key, words, isWell = true]) {
  const mark = isWell ? null : icon("triangle-alert", { size: 20 });
  return [element("dt", {}, booth.say(key)), element(isWell ? "dd" : "dd.amiss", { data: { fact: key } }, mark, words)];
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

function contactFacts(booth) {
  const { say, clock, sync, snapshot } = booth;
  const clockWords = clock.warning() === "wrong" ? say("status.clock_off", { span: spanOf(clock, say) }) : say(clock.isKnown() ? "status.clock_right" : "status.clock_unknown");
  return [
    ["status.contact", moment(booth, clock.heardAt())],
    ["status.next", sync.state.phase === "sending" ? say("frame.sending") : moment(booth, sync.state.next_try_ms)],
    ["status.clock", clockWords, clock.warning() === null],
    ["status.goods", snapshot ? say("status.goods_of", { count: groupDigits(snapshot.variants.length, booth.language), time: moment(booth, Date.parse(snapshot.made_at)) }) : say("status.none"), !booth.snapshotIsOld()],
  ];
}

function tabletFacts(booth) {
  const { say, storage, device, updates } = booth;
  const program = document.documentElement.dataset.fingerprint;
  return [
    ["status.device", device ? [device.number, device.name].filter(Boolean).join(" · ") : say("status.none")],
    ["status.kept", say(storage.persisted ? "status.kept_for_good" : "status.kept_while_room"), storage.persisted !== false],
    ["status.program", updates.isKept ? program : say("status.not_offline"), updates.isKept],
  ];
}

function moment(booth, instant) {
  return instant === null || instant === undefined ? booth.say("status.none") : formatInstant(instant);
}
