// Who is selling: a name, then the PIN on large keys or the keyboard. Wrong PINs make everybody wait, reloading or not.
import { element, icon, replace } from "../element.js";
import { pinIsRight, waitAfter } from "../selling/pins.js";

const LONGEST = 6;
const SHORTEST = 4;

/** The first letter of a given name, which stands last: "Nguyễn Thị Lan (sáng)" gives "L". */
const initialOf = (name) => name.replace(/\(.*\)/, "").trim().split(" ").at(-1).slice(0, 1);

/** The node with the pad; `onRight(cashier)` is called once. `close()` stops its clock and its keys. */
export function pinPad(booth, { onRight }) {
  const { say } = booth;
  const cashiers = booth.snapshot?.cashiers ?? [];
  const notes = booth.memory("pin");
  let chosen = cashiers.find(({ code }) => code === notes.last) ?? (cashiers.length === 1 ? cashiers[0] : null);
  let pin = "";
  let failures = notes.failures ?? 0;
  let waitsUntil = notes.waits_until ?? 0;
  let isChecking = false;

  const said = element("p.pin-said", { role: "status" });
  const dots = element("p.pin-dots", { aria: { hidden: "true" } });
  const names = element("div.pin-names", { role: "group", aria: { label: say("pin.who") } });
  const keys = element("div.pad.pin-keys");
  const node = element("div.pin", {}, names, element("div.pin-pad", {}, dots, said, keys));

  const key = (name, press, label, ...content) =>
    element("button", { type: "button", data: { act: name }, aria: label ? { label } : {}, on: { click: press } }, ...content);
  const enter = key("enter", check, say("pin.enter"), icon("check"));
  enter.classList.add("primary");
  for (const digit of "123456789") keys.append(key(`digit-${digit}`, () => press(digit), "", digit));
  keys.append(key("back", () => press("back"), say("pin.back"), icon("delete")), key("digit-0", () => press("0"), "", "0"), enter);

  function show(words = "") {
    said.textContent = words;
    dots.replaceChildren(...Array.from({ length: LONGEST }, (_, place) => element(place < pin.length ? "i.full" : "i")));
    const waits = waitsUntil > booth.clock.now();
    for (const button of keys.children) button.disabled = waits || isChecking || !chosen;
    enter.disabled ||= pin.length < SHORTEST;
  }

  function showNames() {
    const button = (cashier) =>
      element(
        "button",
        {
          type: "button",
          data: { cashier: cashier.code },
          aria: { pressed: String(cashier === chosen) },
          on: { click: () => choose(cashier) },
        },
        element("span.initial", { aria: { hidden: "true" } }, initialOf(cashier.name)),
        cashier.name,
      );
    replace(names, ...cashiers.map(button));
    if (!cashiers.length) names.append(element("p.notice", {}, say("pin.nobody")));
  }

  function choose(cashier) {
    chosen = cashier;
    pin = "";
    showNames();
    names.querySelector(`[data-cashier="${cashier.code}"]`).focus();
    show(say("pin.type", { name: cashier.name }));
  }

  function press(digit) {
    if (isChecking || !chosen || waitsUntil > booth.clock.now()) return;
    pin = digit === "back" ? pin.slice(0, -1) : (pin + digit).slice(0, LONGEST);
    show();
  }

  async function check() {
    if (pin.length < SHORTEST || isChecking || !chosen || waitsUntil > booth.clock.now()) return;
    isChecking = true;
    show(say("pin.checking"));
    const isRight = await pinIsRight(chosen, pin);
    isChecking = false;
    pin = "";
    failures = isRight ? 0 : failures + 1;
    waitsUntil = isRight ? 0 : booth.clock.now() + waitAfter(failures);
    Object.assign(notes, { failures, waits_until: waitsUntil, last: chosen.code });
    await booth.keepNote("pin", { failures, waits_until: waitsUntil });
    if (isRight) return onRight({ code: chosen.code, name: chosen.name });
    node.classList.remove("wrong");
    void node.offsetWidth;
    node.classList.add("wrong");
    tell(say("pin.wrong"));
  }

  function tell(words) {
    const left = Math.ceil((waitsUntil - booth.clock.now()) / 1000);
    show(left > 0 ? say("pin.wait", { n: left }) : words);
  }

  function typed(event) {
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("back");
    else if (event.key === "Enter" && pin.length >= SHORTEST && !event.target.closest?.(".pin-keys")) check();
    else return;
    event.preventDefault();
  }

  const ticking = setInterval(() => {
    if (!waitsUntil) return;
    const isOver = waitsUntil <= booth.clock.now();
    tell(isOver ? say("pin.again") : "");
    if (isOver) waitsUntil = 0;
  }, 1000);
  document.addEventListener("keydown", typed);
  booth.note("pin").then((kept) => {
    if (!kept) return;
    failures = Math.max(failures, kept.failures);
    waitsUntil = Math.max(waitsUntil, kept.waits_until);
    tell("");
  });
  showNames();
  show(chosen ? say("pin.type", { name: chosen.name }) : say("pin.choose"));
  const close = () => {
    clearInterval(ticking);
    document.removeEventListener("keydown", typed);
  };
  return { node, close };
}
