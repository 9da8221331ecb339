// A word at the edge of the screen that is read out and goes by itself; while it is looked at, it stays.
const SHOWN_MS = 7000;
const place = document.querySelector(".toast");
let timer = 0;

function hide() {
  if (place.matches(":hover, :focus-within")) return wait();
  place.replaceChildren();
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(hide, SHOWN_MS);
}

/** Says the words (those for a lost network where there are none), with the way to the cart after a success. */
export function say(words = place.dataset.failed, { isGood = false } = {}) {
  const text = document.createElement("p");
  text.textContent = words;
  const parts = [text];
  if (isGood) {
    const link = document.createElement("a");
    link.href = place.dataset.cart;
    link.textContent = place.dataset.look;
    parts.push(link);
  }
  place.classList.toggle("bad", !isGood);
  // It never lies over what has the focus.
  const focused = document.activeElement;
  const isLow = focused?.getBoundingClientRect().bottom > innerHeight - 180 && !focused.closest(".buy-line");
  place.classList.toggle("up", isLow);
  place.replaceChildren(...parts);
  wait();
}
