// The photos of a good change in their place: each form is sent to its own address and the album that comes back is put
// in, so that photos which are still being sent go on. The order is changed by dragging, by keys, by buttons.
import { attachAll } from "../main.js";
import { draggable, pass } from "../parts/drag-order.js";
import { renew } from "../parts/renew-list.js";
import { say } from "../toast.js";

const plain = (field) => field.value.normalize("NFC").replace(/\s+/g, " ").trim();

export function attach(album) {
  const said = album.querySelector(".album-said");
  let last = Promise.resolve();
  let timer = 0;
  // The last order that was made, the last that was answered.
  let wanted = 0;
  let ordered = 0;

  /** Somebody drags it, or has its words open or changed; what was `sent` and taken is done. */
  function isHeld(item, answered, sent) {
    const form = item.querySelector(".album-telling form");
    const isUnsent = (field) => field.value !== field.defaultValue && plain(field) !== plain(answered.querySelector(`#${field.id}`));
    const isOpen = form.parentElement.open && form.action !== sent;
    return item.matches(".dragged") || isOpen || [...form.querySelectorAll("input[id]")].some(isUnsent);
  }

  function show(text, sent) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("[data-behaviour~=photo-album]");
    if (!fresh) return say();
    const id = document.activeElement?.id;
    const hadFocus = album.contains(document.activeElement);
    const list = album.querySelector(".album-photos");
    const answered = fresh.querySelector(".album-photos");
    const stays = list && answered;
    for (const part of [...album.children]) if (part !== said && !(stays && part === list)) part.remove();
    const parts = [...fresh.children].filter((part) => !part.matches(".album-said"));
    if (stays) list.before(...parts.splice(0, parts.indexOf(answered) + 1).slice(0, -1));
    album.append(...parts);
    if (stays) renew(list, answered, { isHeld: (...both) => isHeld(...both, sent), keepsOrder: ordered < wanted }).forEach(attachAll);
    else {
      attachAll(album);
      order();
    }
    const words = [...page.querySelectorAll(".desk-said")].map((one) => one.textContent.trim()).join(" ");
    if (sent) said.textContent = words;
    if (!hadFocus || list?.contains(document.activeElement)) return;
    const next = album.querySelector("[data-undo]") ?? document.getElementById(id) ?? album;
    next.focus({ preventScroll: next === album });
  }

  function ask(address, fields, turn = 0) {
    const settled = () => (ordered = Math.max(ordered, turn));
    last = last.then(async () => {
      try {
        const asked = fetch(address, fields ? { method: "POST", body: fields } : {});
        show(await asked.then((answer) => answer.text()).finally(settled), fields && address);
      } catch {
        say();
      }
    });
  }

  function keep() {
    clearTimeout(timer);
    wanted += 1;
    timer = setTimeout(() => {
      const form = album.querySelector(".album-order");
      if (!form) return;
      form.elements.order.value = [...album.querySelectorAll("[data-photo]")].map((one) => one.dataset.photo).join(",");
      ask(form.action, new FormData(form), wanted);
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
