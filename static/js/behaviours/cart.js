// The cart changes in its place: each of its forms is sent to its own address, and the page that comes back is put in.
// Several presses in a row are sent one after the other; only the last answer is shown.
import { attachAll } from "../main.js";

export function attach(element) {
  let before = Promise.resolve();
  let waiting = 0;

  function show(page) {
    const fresh = page.querySelector("[data-behaviour~=cart]");
    if (!fresh) return tell(page.querySelector(".empty-state .lead")?.textContent);
    const id = element.contains(document.activeElement) ? document.activeElement.id : "";
    const chosen = element.querySelector("#province")?.value;
    document.title = page.title;
    const said = element.querySelector(".cart-said");
    said.replaceChildren(...fresh.querySelector(".cart-said").childNodes);
    for (const part of [...element.children]) if (part !== said) part.remove();
    element.append(...[...fresh.children].filter((part) => !part.matches(".cart-said")));
    // What is being chosen while an answer comes stays chosen.
    if (chosen && element.querySelector("#province")) element.querySelector("#province").value = chosen;
    attachAll(element);
    document.dispatchEvent(new Event("cartchange"));
    const again = id && document.getElementById(id);
    // Where what was pressed is gone or of no use, what comes next: its number, the way back, or the page's head.
    const next = again?.disabled ? again.form.elements.quantity : again || element.querySelector(".cart-said button, h1");
    next.focus({ preventScroll: Boolean(again) });
    // The new total is read out where nothing else is said.
    const total = element.querySelector(".cart-summary .total");
    if (again && total && !said.textContent.trim()) {
      const words = document.createElement("p");
      words.className = "unseen";
      words.textContent = total.innerText;
      said.replaceChildren(words);
    }
  }

  function tell(words = element.dataset.failed) {
    const text = document.createElement("p");
    text.className = "notice notice-error";
    text.textContent = words;
    element.querySelector(".cart-said").replaceChildren(text);
  }

  async function send(address, fields) {
    try {
      const answer = await fetch(address, { method: "POST", body: fields });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (waiting === 1) show(page);
    } catch {
      tell();
    } finally {
      waiting -= 1;
      if (!waiting) element.removeAttribute("aria-busy");
    }
  }

  element.addEventListener("submit", (event) => {
    const form = event.target;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    const step = Number(fields.get("step") ?? 0);
    if (step) {
      // What is shown counts on at once, so that two quick presses make two.
      form.elements.quantity.value = Math.max(0, Number(form.elements.quantity.value) + step);
      fields.set("quantity", form.elements.quantity.value);
      fields.delete("step");
    }
    waiting += 1;
    element.setAttribute("aria-busy", "true");
    before = before.then(() => send(form.action, fields));
  });

  element.addEventListener("change", (event) => {
    if (event.target.name === "quantity") event.target.form.requestSubmit();
  });
}
