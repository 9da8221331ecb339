// Copies a text at a tap; the button and screen readers say so for a moment.
const SHOWN = 3000;

export function attach(element) {
  const button = element.querySelector("button");
  const words = button.querySelector("[data-done]");
  const status = element.querySelector("[role=status]");
  const before = words.textContent;
  let timer;

  element.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.dataset.value);
    words.textContent = status.textContent = words.dataset.done;
    button.classList.add("copied");
    clearTimeout(timer);
    timer = setTimeout(() => {
      words.textContent = before;
      status.textContent = "";
      button.classList.remove("copied");
    }, SHOWN);
  });
}
