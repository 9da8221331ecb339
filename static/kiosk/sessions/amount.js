// A field for an amount in dong, grouped while it is typed, with amounts at a touch.
import { element } from "../element.js";
import { formatVnd, groupDigits } from "../money.js";
import { typedAmount } from "../till.js";

/** `{node, read(), write(amount)}`; `quick` are the amounts to touch, `onChange(amount | null)` is told of each change. */
export function amountField(booth, { name, label, quick = [], onChange = () => {} }) {
  const { language } = booth;
  const input = element("input.input", { name, inputmode: "numeric", autocomplete: "off", required: true, on: { input: regroup } });

  function regroup() {
    const amount = typedAmount(input.value);
    if (amount !== null) input.value = groupDigits(amount, language);
    onChange(amount);
  }

  function write(amount) {
    input.value = groupDigits(amount, language);
    onChange(amount);
  }

  const button = (amount) =>
    element("button", { type: "button", data: { amount }, on: { click: () => write(amount) } }, formatVnd(amount, language));
  const node = element(
    "div.amount",
    {},
    element("label.field", {}, element("span.label", {}, label), input),
    quick.length ? element("div.quick-amounts", {}, quick.map(button)) : null,
  );
  return { node, write, read: () => typedAmount(input.value) };
}
