// Notes the good that is being looked at, in this browser only: its slug, nothing else.
const KEPT = 8;

export function attach(element) {
  const slug = element.dataset.product;
  try {
    const seen = JSON.parse(localStorage.getItem("seen") ?? "[]").filter((other) => other !== slug);
    localStorage.setItem("seen", JSON.stringify([slug, ...seen].slice(0, KEPT)));
  } catch {
    // Storage may be forbidden or hold something odd; then nothing is remembered.
  }
}
