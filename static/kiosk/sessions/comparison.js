// What was counted beside what should be there, and the words for what differs.
import { element, icon } from "../element.js";
import { formatVnd } from "../money.js";

const LINES = [
  ["report.float", "float", 1],
  ["report.cash_taken", "taken", 1],
  ["report.cash_back", "given_back", -1],
  ["report.put_in", "put_in", 1],
  ["report.taken_out", "taken_out", -1],
];

/** The lines that lead to what should lie in a drawer, as terms and sums; lines of nothing are left out. */
export function drawerLines(booth, drawer) {
  const { say, language } = booth;
  return LINES.filter(([, name], at) => at === 0 || drawer[name] !== 0).map(([key, name, sign]) => [
    element("dt", {}, say(key)),
    element("dd", {}, formatVnd(sign * drawer[name], language)),
  ]);
}

/** The comparison; the explanation that is typed is kept in `memory.reason`. */
export function comparison(booth, { drawer, counted, memory }) {
  const { say, language } = booth;
  const difference = counted - drawer.expected;
  const sum = formatVnd(Math.abs(difference), language);
  const verdict = difference === 0 ? say("session.agrees") : say(difference > 0 ? "session.over" : "session.under", { sum });
  const reason = element("textarea.input", {
    name: "difference_reason", rows: 2, maxlength: 200, value: memory.reason, on: { input: () => (memory.reason = reason.value) },
  });
  return element(
    "section.panel.stack.compared",
    { data: { difference } },
    element(
      "dl.till-sums",
      {},
      drawerLines(booth, drawer),
      element("dt.strong", {}, say("session.expected")),
      element("dd.strong", {}, formatVnd(drawer.expected, language)),
      element("dt.strong", {}, say("session.counted")),
      element("dd.strong", {}, formatVnd(counted, language)),
    ),
    element(`p.verdict${difference === 0 ? ".agrees" : ".differs"}`, {}, icon(difference === 0 ? "circle-check" : "scale", { size: 28 }), verdict),
    difference === 0
      ? null
      : element("label.field", {}, element("span.label", {}, say("session.explain")), reason, element("span.hint", {}, say("session.explain_hint"))),
  );
}
