// Connects a tablet with its booth by a one-time code: scanned as an address, or typed.
import { Offline, Refused } from "../api.js";
import { element, icon, replace } from "../element.js";

const LETTERS = 8;
const TOO_MANY = 429;
const LOGO = new URL("../../img/logo.svg", import.meta.url).pathname;

export function open(root, booth, scanned = "") {
  const { say } = booth;
  const memory = booth.memory("pair");
  if (scanned) memory.code = scanned;
  const code = element("input.input.code", {
    name: "code",
    value: spaced(memory.code ?? ""),
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    enterkeyhint: "go",
    maxlength: 12,
    placeholder: "ABCD-EFGH",
    on: {
      input: () => {
        memory.code = code.value;
        if (code.selectionStart === code.value.length) code.value = spaced(code.value);
      },
    },
  });
  const name = element("input.input", {
    name: "name", value: memory.name ?? "", maxlength: 60, autocomplete: "off", aria: { describedby: "pair-name-hint" }, on: { input: () => (memory.name = name.value) },
  });
  const fault = element("p.field-error", { role: "alert", hidden: true });
  const go = element("button.button.button-large", { type: "submit", data: { act: "pair" } }, icon("link"), say("pair.go"));

  function refuse(key, values) {
    replace(fault, icon("circle-alert", { size: 20 }), say(key, values));
    fault.hidden = false;
    code.setAttribute("aria-invalid", "true");
    code.focus();
  }

  async function submit(event) {
    event.preventDefault();
    fault.hidden = true;
    code.removeAttribute("aria-invalid");
    if (lettersOf(code.value).length !== LETTERS) return refuse("pair.short");
    go.disabled = true;
    replace(go, say("pair.going"));
    try {
      await booth.pair(spaced(code.value), name.value.trim());
      memory.code = "";
      return booth.go("home");
    } catch (error) {
      console.warn("pairing", error.message);
      return refuse(...faultOf(error));
    } finally {
      go.disabled = false;
      replace(go, icon("link"), say("pair.go"));
    }
  }

  root.append(
    element(
      "div.pairing",
      {},
      element(
        "section.pairing-words",
        {},
        element("img", { src: LOGO, alt: "", width: 72, height: 72 }),
        element("h1", {}, say("pair.title")),
        element("p.lead", {}, say("pair.lead")),
        element("ol", {}, ["pair.step_office", "pair.step_scan", "pair.step_done"].map((key) => element("li", {}, say(key)))),
      ),
      element(
        "form.panel.stack",
        { novalidate: true, on: { submit } },
        element("label.field", {}, element("span.label", {}, say("pair.code")), code),
        element(
          "div.field",
          {},
          element("label.field", {}, element("span.label", {}, say("pair.name")), name),
          element("p.hint", { id: "pair-name-hint" }, say("pair.name_hint")),
        ),
        fault,
        go,
      ),
    ),
  );
  (scanned ? go : code).dataset.first = "";
}

const lettersOf = (text) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** As the office shows it: ABCD-EFGH. */
function spaced(text) {
  const letters = lettersOf(text).slice(0, LETTERS);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

function faultOf(error) {
  if (error instanceof Offline) return ["pair.offline"];
  if (!(error instanceof Refused)) return ["pair.failed", { reason: error.message }];
  if (error.status === TOO_MANY) return ["pair.too_many"];
  return error.status < 500 ? ["pair.refused"] : ["pair.failed", { reason: error.status }];
}
