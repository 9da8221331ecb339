// The search box as a combobox (WAI-ARIA Authoring Practices): words are asked of the server while typing,
// arrow keys choose, Enter follows. Without scripts it stays a plain form.
const WAIT_MS = 140;

export function attach(element) {
  const input = element.querySelector("input[type=search]");
  const list = element.querySelector("[role=listbox]");
  const status = element.querySelector("[role=status]");
  let timer = 0;
  let request = null;
  let active = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(index) {
    active = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = options()[index];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(html) {
    list.innerHTML = html;
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    const found = options().length;
    list.hidden = found === 0;
    input.setAttribute("aria-expanded", String(found > 0));
    status.textContent = found ? `${found} ${list.getAttribute("aria-label").toLowerCase()}` : "";
    choose(-1);
  }

  async function ask() {
    request?.abort();
    const words = input.value.trim();
    if (words.length < 2) return close();
    request = new AbortController();
    try {
      const answer = await fetch(`${element.dataset.from}?q=${encodeURIComponent(words)}`, { signal: request.signal });
      if (answer.ok && document.activeElement === input) show(await answer.text());
    } catch (error) {
      // A newer question or a lost network: the form itself still works.
      if (error.name !== "AbortError") close();
    }
  }

  const follow = (option) => location.assign(option.dataset.url);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });

  input.addEventListener("keydown", (event) => {
    const found = options();
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      follow(found[active]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return ask();
      event.preventDefault();
      const steps = found.length + 1;
      const by = event.key === "ArrowDown" ? 1 : -1;
      // One place in the circle is the field itself: -1.
      choose(((active + 1 + by + steps) % steps) - 1);
    }
  });

  // mousedown would take the focus away and close the list before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option);
  });
  input.addEventListener("blur", close);
}
