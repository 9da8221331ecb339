// What the fields that offer words share: a list under a field, walked with the arrow keys (WAI-ARIA Authoring Practices).
// A part of behaviours, not one itself: `address` uses it.

/** Turns `input` and `list` into a combobox; `choose(option)` is called for the option that was taken. */
export function combobox(input, list, choose) {
  let active = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function mark(index) {
    active = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = options()[index];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    list.replaceChildren(...found);
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function take(option) {
    close();
    choose(option);
  }

  input.addEventListener("keydown", (event) => {
    const found = options();
    if (list.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(found[active]);
    } else if (event.key === "Tab" && active >= 0) {
      take(found[active]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const steps = found.length + 1;
      const by = event.key === "ArrowDown" ? 1 : -1;
      // One place in the circle is the field itself: -1.
      mark(((active + 1 + by + steps) % steps) - 1);
    }
  });
  // mousedown would take the focus away and close the list before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
  return { show, close };
}
