// Applies filters and sorting as they are chosen: fetches the list's own address and puts its results in place.
// Without scripts the form is sent with its button.
import { attachAll } from "../main.js";

const WAIT_MS = 250;

export function attach(element) {
  const form = element.querySelector("form");
  let timer = 0;
  let request = null;
  let awaited = "";

  function address() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value !== "") query.append(name, value);
    }
    const words = query.toString();
    return form.getAttribute("action") + (words ? `?${words}` : "");
  }

  async function load(url, { keep = true } = {}) {
    if (url === awaited) return;
    request?.abort();
    request = new AbortController();
    awaited = url;
    element.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: request.signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (keep) history.pushState({ filters: true }, "", url);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    } finally {
      if (awaited === url) awaited = "";
    }
  }

  function show(page) {
    const fresh = page.querySelector("[data-behaviour~=filters]");
    if (!fresh) return location.reload();
    const focused = document.activeElement;
    const mark = focused?.closest("form") === form ? `[name="${focused.name}"][value="${CSS.escape(focused.value)}"]` : "";
    const open = [...form.querySelectorAll("details")].map((details) => details.open);
    document.title = page.title;
    element.querySelector(".page-head").replaceWith(fresh.querySelector(".page-head"));
    element.querySelector(".results").replaceWith(fresh.querySelector(".results"));
    // The form itself stays (it may be open as a sheet); only what is in it changes.
    form.replaceChildren(...fresh.querySelector("form").childNodes);
    form.querySelectorAll("details").forEach((details, at) => (details.open = open[at] ?? false));
    if (mark) form.querySelector(mark)?.focus({ preventScroll: true });
    element.removeAttribute("aria-busy");
    attachAll(element);
  }

  element.addEventListener("change", (event) => {
    if (event.target.form !== form) return;
    clearTimeout(timer);
    timer = setTimeout(() => load(address()), WAIT_MS);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (form.matches(":popover-open")) form.hidePopover();
    load(address());
  });

  element.addEventListener("click", (event) => {
    const link = event.target.closest(".chips a");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    load(link.href).then(() => element.querySelector("#results")?.focus());
  });

  addEventListener("popstate", () => load(location.href, { keep: false }));
}
