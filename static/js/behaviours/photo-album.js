// The photos of a good change in their place: each form is sent to its own address and the album that comes back is put
// in, so that photos which are still being sent go on. The order is changed by dragging, by keys, by buttons.
import { attachAll } from "../main.js";
import { draggable, pass } from "../parts/drag-order.js";
import { say } from "../toast.js";

export function attach(album) {
  const said = album.querySelector(".album-said");
  let last = Promise.resolve();
  let timer = 0;

  function show(text, isFresh) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("[data-behaviour~=photo-album]");
    if (!fresh) return say();
    const id = document.activeElement?.id;
    const hadFocus = album.contains(document.activeElement);
    for (const part of [...album.children]) if (part !== said) part.remove();
    album.append(...[...fresh.children].filter((part) => !part.matches(".album-said")));
    attachAll(album);
    order();
    const words = [...page.querySelectorAll(".desk-said")].map((one) => one.textContent.trim()).join(" ");
    if (isFresh) said.textContent = words;
    if (!hadFocus) return;
    const next = album.querySelector("[data-undo]") ?? document.getElementById(id) ?? album;
    next.focus({ preventScroll: next === album });
  }

  function ask(address, fields) {
    last = last.then(async () => {
      try {
        const answer = await fetch(address, fields ? { method: "POST", body: fields } : {});
        show(await answer.text(), Boolean(fields));
      } catch {
        say();
      }
    });
  }

  function keep() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const form = album.querySelector(".album-order");
      if (!form) return;
      form.elements.order.value = [...album.querySelectorAll("[data-photo]")].map((one) => one.dataset.photo).join(",");
      ask(form.action, new FormData(form));
    }, 600);
  }

  function tell(item) {
    const all = [...item.parentElement.children];
    said.textContent = album.dataset.place.replace("0", all.indexOf(item) + 1).replace("0", all.length);
  }

  function order() {
    const list = album.querySelector(".album-photos");
    if (list) draggable(list, { handle: "[data-handle]", moved: tell, dropped: keep });
  }

  album.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = new FormData(event.target, event.submitter);
    const item = event.target.closest("[data-photo]");
    const step = { up: -1, down: 1 }[fields.get("move")];
    if (!step) return ask(event.target.action, fields);
    const didMove = pass(item, step);
    tell(item);
    if (didMove) keep();
  });
  document.addEventListener("photoschange", () => ask(location.pathname));
  order();
}
