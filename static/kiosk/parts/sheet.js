// A dialog that asks one thing and answers with a value; closing it any other way answers null.
import { element, icon } from "../element.js";

/** `build(finish)` gives the content; the promise is what `finish(value)` was called with, else null. */
export function openSheet(booth, { name, title, build }) {
  return new Promise((answer) => {
    const before = document.activeElement;
    let value = null;
    const finish = (given) => {
      value = given;
      dialog.close();
    };
    const dialog = element(
      `dialog.sheet.${name}`,
      {
        aria: { label: title },
        on: {
          close: () => {
            dialog.remove();
            if (before?.isConnected) before.focus({ preventScroll: true });
            answer(value);
          },
        },
      },
      element(
        "header",
        {},
        element("h2", {}, title),
        element(
          "button.close",
          { type: "button", data: { act: "close" }, aria: { label: booth.say("sell.close") }, on: { click: () => finish(null) } },
          icon("x"),
        ),
      ),
      build(finish),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Why? One of the common reasons at a tap, or words of one's own; null when it was given up. */
export function askReason(booth, { title, text = "", reasons, yes, danger = false }) {
  const build = (finish) => {
    const words = element("input", { name: "reason", maxlength: "200", autocomplete: "off", aria: { label: booth.say("reason.own") } });
    words.placeholder = booth.say("reason.own");
    const send = element(`button.button${danger ? ".danger" : ""}`, { type: "submit", data: { act: "confirm" }, disabled: true }, yes);
    const choose = (event) => {
      words.value = event.currentTarget.textContent;
      told();
      for (const button of choices.children) button.setAttribute("aria-pressed", String(button === event.currentTarget));
      send.focus();
    };
    const told = () => {
      send.disabled = !words.value.trim();
      for (const button of choices.children) button.setAttribute("aria-pressed", String(button.textContent === words.value));
    };
    const choices = element(
      "div.choices",
      { role: "group", aria: { label: booth.say("reason.common") } },
      ...reasons.map((reason) =>
        element("button", { type: "button", data: { act: "reason" }, aria: { pressed: "false" }, on: { click: choose } }, reason),
      ),
    );
    words.addEventListener("input", told);
    const submit = (event) => {
      event.preventDefault();
      if (words.value.trim()) finish(words.value.trim());
    };
    return element("form", { on: { submit } }, text && element("p", {}, text), choices, words, send);
  };
  return openSheet(booth, { name: "reason-sheet", title, build });
}

/** Which of several goods? Those that one code stands for, as large rows. */
export function choosePack(booth, { title, rows }) {
  const build = (finish) =>
    element(
      "ul.row-list",
      {},
      ...rows.map(({ label, detail, value }) =>
        element(
          "li",
          {},
          element(
            "button",
            { type: "button", data: { act: "choose" }, on: { click: () => finish(value) } },
            element("b", {}, label),
            element("span", {}, detail),
          ),
        ),
      ),
    );
  return openSheet(booth, { name: "choice-sheet", title, build });
}
