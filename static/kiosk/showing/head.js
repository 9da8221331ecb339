// The line over everything that visitors see: whose booth it is, and the language at a tap.
import { element } from "../element.js";
import { countTaps } from "../idle.js";

const LOGO = new URL("../../img/logo.svg", import.meta.url).pathname;
const LANGUAGES = { vi: ["Tiếng Việt", "VI"], en: ["English", "EN"] };
const STAFF_TAPS = { wanted: 5, within_ms: 4000 };

/** The head; five quick taps on the booth's name call `whenStaff`: the way back that no visitor finds by chance. */
export function head(booth, { whenStaff, whenLanguage }) {
  const tap = countTaps({ ...STAFF_TAPS, whenReached: whenStaff });
  const fair = booth.snapshot?.fair;
  const name = (booth.language === "en" && fair?.name_en) || fair?.name || "";
  return element(
    "header.show-head",
    {},
    element(
      "button.brand",
      { type: "button", data: { act: "staff" }, aria: { label: booth.say("show.staff") }, on: { click: tap } },
      element("img", { src: LOGO, alt: "", width: 40, height: 40 }),
      element("span", {}, element("b", {}, "Chợ Phiên OCOP"), name ? element("i", {}, name) : null),
    ),
    element(
      "div.languages",
      { role: "group", aria: { label: booth.say("show.language") } },
      Object.entries(LANGUAGES).map(([code, [long, short]]) =>
        element(
          "button",
          {
            type: "button",
            lang: code,
            data: { act: `language-${code}` },
            aria: { label: long, pressed: String(booth.language === code) },
            on: { click: () => whenLanguage(code) },
          },
          element("span.long", {}, long),
          element("span.short", {}, short),
        ),
      ),
    ),
  );
}
