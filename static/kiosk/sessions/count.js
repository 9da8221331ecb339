// Notes counted one kind after the other: tapped or typed, each kind with its worth, the sum below.
import { element, icon } from "../element.js";
import { formatVnd, groupDigits } from "../money.js";
import { countedSum, DENOMINATIONS } from "../till.js";

const MOST = 9999;

/** The table of notes; `pieces` is kept up to date, `onChange(sum)` is told. */
export function noteTable(booth, { pieces, onChange }) {
  const { say, language } = booth;

  function row(note) {
    const words = groupDigits(note, language);
    const worth = element("output.worth", {});
    const field = element("input.input", {
      inputmode: "numeric",
      autocomplete: "off",
      name: `note-${note}`,
      value: pieces[note] ? String(pieces[note]) : "",
      placeholder: "0",
      aria: { label: say("session.note", { note: words }) },
      on: { input: () => write(Number(field.value.replace(/\D/g, "")) || 0, true), focus: () => field.select() },
    });

    function write(count, typed = false) {
      const kept = Math.min(MOST, Math.max(0, count));
      if (kept) pieces[note] = kept;
      else delete pieces[note];
      if (!typed || String(kept) !== field.value) field.value = kept ? String(kept) : "";
      tell();
      onChange(countedSum(pieces));
    }

    function tell() {
      worth.textContent = pieces[note] ? formatVnd(note * pieces[note], language) : "";
    }

    const step = (by, drawing, key) =>
      element(
        "button.step",
        { type: "button", aria: { label: say(key, { note: words }) }, on: { click: () => write((pieces[note] ?? 0) + by) } },
        icon(drawing),
      );
    tell();
    return element(
      "li",
      { data: { note } },
      element("b.note", {}, words),
      step(-1, "minus", "session.fewer"),
      field,
      step(1, "plus", "session.more"),
      worth,
    );
  }

  return element("ul.note-table", {}, DENOMINATIONS.map(row));
}
