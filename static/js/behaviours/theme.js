// Light, dark, or as the device says; the choice is kept in this browser only.
export function attach(element) {
  const root = document.documentElement;

  function show() {
    const chosen = root.dataset.theme ?? "auto";
    for (const button of element.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    }
  }

  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.value === "auto") {
      delete root.dataset.theme;
      localStorage.removeItem("theme");
    } else {
      root.dataset.theme = button.value;
      localStorage.setItem("theme", button.value);
    }
    show();
  });
  show();
}
