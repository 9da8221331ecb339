// Shows fees and the total as soon as the place is known, and lets a double tap send one form only.
// Without scripts a button shows them, and the server answers a form sent twice with the same order.
const ABOUT_THE_PLACE = ["province", "destination", "point_of_sale"];

export function attach(form) {
  const part = form.querySelector("[data-part=summary]");
  const said = form.querySelector("[data-part=said]");
  let request = null;
  let isSending = false;

  // The first button of a form is pressed by Enter in any field, hidden or not: this one has no work left.
  form.querySelector(".count-fee")?.remove();

  async function renew() {
    // The button beside the words about a changed total names that total only.
    document.querySelector(".agree")?.remove();
    request?.abort();
    request = new AbortController();
    const filled = new FormData(form);
    const query = new URLSearchParams(ABOUT_THE_PLACE.map((name) => [name, filled.get(name) ?? ""]));
    part.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${form.dataset.summary}?${query}`, { signal: request.signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      part.innerHTML = await answer.text();
      said.textContent = part.querySelector(".order-totals")?.innerText.replace(/\s+/g, " ") ?? "";
    } catch (error) {
      // The total that stands there is checked when it is sent.
      if (error.name === "AbortError") return;
    }
    part.removeAttribute("aria-busy");
  }

  form.addEventListener("change", (event) => {
    if (ABOUT_THE_PLACE.includes(event.target.name)) renew();
  });

  form.addEventListener("submit", (event) => {
    if (isSending) return event.preventDefault();
    isSending = true;
    const button = form.querySelector(".place-order");
    if (button) button.textContent = button.dataset.busy;
  });

  // A page that comes back from the browser's memory can be sent again.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
