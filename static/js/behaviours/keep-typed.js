// Offers again what was typed into a field the last time, in this browser only.
export function attach(element) {
  const key = `typed-${element.dataset.keep}`;
  try {
    element.value ||= localStorage.getItem(key) ?? "";
    element.form.addEventListener("submit", () => localStorage.setItem(key, element.value));
  } catch {
    // Storage may be forbidden; then nothing is offered.
  }
}
