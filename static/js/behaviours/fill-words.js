// One press fills the fields of a form with words that a button holds: data-alt_vi="..." goes into the field alt_vi.
export function attach(element) {
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-fills]");
    if (!button) return;
    for (const [name, words] of Object.entries(JSON.parse(button.dataset.fills))) {
      button.form.elements[name].value = words;
    }
    button.form.querySelector("[type=submit]").focus();
  });
}
