// Puts the items of a list into another order: by dragging their handle with finger or mouse, or by arrow keys on it.

// The neighbour moves, never the item itself: what is taken out of the page loses the finger and the focus.
/** Moves an item one place up (-1) or down (1); false where it cannot go further. */
export function pass(item, step) {
  const beside = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (beside) item[step < 0 ? "after" : "before"](beside);
  return Boolean(beside);
}

function middle(item) {
  const box = item?.getBoundingClientRect();
  return box ? box.top + box.height / 2 : NaN;
}

/** `moved(item)` after each change of place, `dropped(item)` when an order is meant to stay. */
export function draggable(list, { handle, moved, dropped }) {
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(handle);
    if (!grip || event.button) return;
    const item = grip.closest("li");
    const before = [...list.children];
    let from = event.clientY;
    grip.setPointerCapture(event.pointerId);
    item.classList.add("dragged");

    function move(now) {
      item.style.setProperty("--lift", `${now.clientY - from}px`);
      const top = item.offsetTop;
      const step = now.clientY < middle(item.previousElementSibling) ? -1 : 1;
      if ((step < 0 || now.clientY > middle(item.nextElementSibling)) && pass(item, step)) {
        // The item stays under the finger though its place in the list changed.
        from += item.offsetTop - top;
        item.style.setProperty("--lift", `${now.clientY - from}px`);
        moved(item);
      }
      // Near the edge of the screen the list goes on.
      const seen = scrollY;
      if (now.clientY < 80) scrollBy(0, -12);
      if (now.clientY > innerHeight - 120) scrollBy(0, 12);
      from -= scrollY - seen;
    }

    function end() {
      grip.removeEventListener("pointermove", move);
      item.classList.remove("dragged");
      item.style.removeProperty("--lift");
      if (before.some((one, number) => one !== list.children[number])) dropped(item);
    }

    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", end, { once: true });
  });

  list.addEventListener("keydown", (event) => {
    const grip = event.target.closest(handle);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!grip || !step) return;
    event.preventDefault();
    const item = grip.closest("li");
    const didMove = pass(item, step);
    moved(item);
    if (didMove) dropped(item);
  });
}
