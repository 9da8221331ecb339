// The form of a product page: its buttons count up and down, and the last line shows the price of the chosen size.
export function attach(form) {
  const quantity = form.elements.quantity;
  if (!quantity) return;
  const steps = [...form.querySelectorAll("[data-step]")];

  function keepWithin() {
    const most = Number(quantity.max);
    if (Number(quantity.value) > most) quantity.value = most;
    for (const button of steps) {
      const next = Number(quantity.value) + Number(button.dataset.step);
      button.disabled = next < 1 || next > most;
    }
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    quantity.value = Number(quantity.value) + Number(button.dataset.step);
    keepWithin();
    // A button that has become useless must not lose the focus to nowhere.
    if (button.disabled) quantity.focus();
  });

  form.addEventListener("change", (event) => {
    const size = event.target.closest("[data-price]");
    if (size) {
      quantity.max = size.dataset.most;
      form.querySelector(".buy-size").textContent = size.dataset.size;
      form.querySelector(".buy-cost").textContent = size.dataset.price;
    }
    keepWithin();
  });

  keepWithin();
}
