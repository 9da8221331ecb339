// Brings a list up to what was answered and leaves alone what somebody is at: open words, a caret, a finger's grip.

// The item with the focus or under the finger does not even move, its neighbours do.
/** Items are known by their id; `keepsOrder` when a newer order is not sent yet. Returns the items put in. */
export function renew(list, fresh, { isHeld, keepsOrder }) {
  const before = [...list.children];
  const placeOf = ({ id }) => before.findIndex((item) => item.id === id);
  const items = [...fresh.children].map((item) => {
    const known = before[placeOf(item)];
    return known && isHeld(known, item) ? known : item;
  });
  const isNew = (item) => placeOf(item) < 0;
  if (keepsOrder) items.sort((one, other) => isNew(one) - isNew(other) || placeOf(one) - placeOf(other));
  const fixed = items.findIndex((item) => item.matches(".dragged") || item.contains(document.activeElement));
  for (const item of before) if (!items.includes(item)) item.remove();
  items[fixed]?.before(...items.slice(0, fixed));
  list.append(...items.slice(fixed + 1));
  return items.filter((item) => !before.includes(item));
}
