// One box that ticks all others of a form.
export function attach(element) {
  const all = element.querySelector(".tick-all input");
  const boxes = () => [...element.querySelectorAll("input[type=checkbox][name]")];

  all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)));
  element.addEventListener("change", () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  });
}
