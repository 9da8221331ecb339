// Shows a typed password while its button is pressed in.
export function attach(element) {
  const field = element.querySelector("input");
  const button = element.querySelector("button");

  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    field.focus();
  });
  // What is sent stays a password to the browser, which may offer to keep it.
  field.form?.addEventListener("submit", () => (field.type = "password"));
}
