// Opens the browser's own printing.
export function attach(element) {
  element.addEventListener("click", () => window.print());
}
