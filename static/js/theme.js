// Runs before the first paint, so that a chosen scheme never flashes. `theme` (behaviours) writes the choice.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; the device's scheme then stands.
}
