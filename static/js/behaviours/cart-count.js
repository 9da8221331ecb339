// Shows how many pieces the cart holds: a number in a cookie that says nothing else, so pages stay the same for all.
export function readCount() {
  return Number(/(?:^|; )cart_count=(\d+)/.exec(document.cookie)?.[1] ?? 0);
}

export function attach(element) {
  const place = element.querySelector(".count");

  function show() {
    const count = readCount();
    place.textContent = count > 99 ? "99+" : String(count);
    place.hidden = count === 0;
  }

  show();
  // A page may come back from the browser's memory, and other parts of the page change the cart.
  addEventListener("pageshow", show);
  document.addEventListener("cartchange", show);
}
