// Questions and short news over whatever screen is open.
import { element, icon } from "./element.js";

export function makeDialogs({ say }) {
  const news = element("p.toast", { role: "status", aria: { live: "polite" } });
  document.body.append(news);
  let leaving = null;

  return {
    /** Says something in passing. */
    toast(text) {
      clearTimeout(leaving);
      news.textContent = text;
      leaving = setTimeout(() => news.replaceChildren(), 5_000);
    },

    /** Asks a question; true for yes. Whatever closes it otherwise is a no. */
    ask({ title, text = "", yes = say("frame.yes"), no = say("frame.no"), danger = false }) {
      return new Promise((resolve) => {
        const answer = (value) => () => dialog.close(value);
        const dialog = element(
          "dialog.sheet",
          { aria: { labelledby: "asked" }, on: { close: () => finish(dialog, resolve) } },
          element("h2", { id: "asked" }, danger && icon("triangle-alert"), title),
          text && element("p", {}, text),
          element(
            "div.sheet-acts",
            {},
            no && element("button.button.button-quiet", { type: "button", data: { act: "no" }, on: { click: answer("no") } }, no),
            element(danger ? "button.button.button-danger" : "button.button", { type: "button", data: { act: "yes" }, on: { click: answer("yes") } }, yes),
          ),
        );
        document.body.append(dialog);
        dialog.showModal();
      });
    },
  };
}

function finish(dialog, resolve) {
  dialog.remove();
  resolve(dialog.returnValue === "yes");
}
