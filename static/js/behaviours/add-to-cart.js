// Puts a good into the cart without leaving the page: sends the form to its own address and says what became of it.
// Without scripts, or when the answer cannot be understood, the form goes its usual way to the cart.
import { say } from "../toast.js";

// One after the other, so that the first cart of a new visitor is known before the second good comes.
let before = Promise.resolve();

async function send(form, fields, button) {
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const { message } = await answer.json();
    say(message, { isGood: answer.ok });
    document.dispatchEvent(new Event("cartchange"));
  } catch {
    say();
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

export function attach(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    before = before.then(() => send(form, fields, event.submitter));
  });
}
