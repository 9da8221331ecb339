// Closing while sales are unsent: send them first, or a person says why not.
import { element, icon, replace } from "../element.js";

/** The panel about unsent sales: `{node, draw(), reason()}`; it is gone once all is sent. */
export function unsentPanel(booth, { memory }) {
  const { say } = booth;
  const node = element("section.unsent", { aria: { live: "polite" } });
  const reason = element("textarea.input", {
    name: "unsent_reason",
    rows: 2,
    maxlength: 200,
    value: memory.unsent_reason ?? "",
    on: { input: () => (memory.unsent_reason = reason.value) },
  });
  const news = element("p.field-error", { role: "status" });
  const send = element("button.button.button-quiet", { type: "button", data: { act: "send" }, on: { click: sendNow } }, icon("send"), say("session.send"));

  async function sendNow() {
    send.disabled = true;
    news.textContent = say("session.sending");
    await booth.sync.now().catch((error) => console.warn("sending", error.message));
    send.disabled = false;
    news.textContent = booth.queue.unsent ? say("session.send_failed") : "";
    draw();
  }

  function draw() {
    const num = booth.queue.unsent;
    node.hidden = num === 0;
    if (!num) return;
    if (!node.contains(reason)) {
      replace(
        node,
        element("h2", {}, icon("triangle-alert"), element("span", {})),
        element("p", {}, say("session.unsent_more")),
        element("div.acts", {}, send, news),
        element("label.field", {}, element("span.label", {}, say("session.unsent_reason")), reason),
      );
    }
    node.querySelector("h2 span").textContent = say("session.unsent", { num });
  }

  draw();
  return { node, draw, reason: () => (booth.queue.unsent ? reason.value.trim() : "") };
}
