// Keeps an order page true: asks a small address whether anything has changed, and then takes the new page's words.
// The server says how much time is left, so the page never relies on the clock of a phone.
import { attachAll } from "../main.js";

const SOON = 2_000;
const LATE = 30_000;
const SLOWER = 1.15;

export function attach(element) {
  const { state } = element.dataset;
  const said = document.querySelector("[data-order-said]");
  let pause = SOON;
  let timer;

  async function look() {
    try {
      const answer = await fetch(state, { headers: { Accept: "application/json" } });
      if (answer.status === 404) return;
      if (answer.ok && (await apply(await answer.json()))) return;
    } catch {
      // No network for a while: the next look tells.
    }
    pause = Math.min(pause * SLOWER, LATE);
    wait();
  }

  /** Returns whether there is nothing more to wait for here. */
  async function apply({ mark, left, live }) {
    for (const part of element.querySelectorAll("[data-left]")) {
      if (left && part.textContent !== left) part.textContent = left;
    }
    if (mark !== element.dataset.mark) {
      await renew();
      return true;
    }
    return !live;
  }

  async function renew() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("[data-behaviour~=live-order]");
    if (!fresh) return location.reload();
    const hadFocus = element.contains(document.activeElement);
    element.replaceWith(fresh);
    document.title = page.title;
    attachAll(fresh.parentElement);
    const title = fresh.querySelector("h1");
    said.textContent = title.textContent;
    if (hadFocus) title.focus();
  }

  function wait() {
    clearTimeout(timer);
    if (element.isConnected && !document.hidden) timer = setTimeout(look, pause);
  }

  document.addEventListener("visibilitychange", () => {
    if (!element.isConnected) return;
    pause = SOON;
    if (document.hidden) clearTimeout(timer);
    else look();
  });
  if ("live" in element.dataset) wait();
}
