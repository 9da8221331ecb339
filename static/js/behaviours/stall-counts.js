// Keeps the numbers beside the tabs true without reloading: asks a small address now and then, while somebody looks.
const PAUSE = 45_000;
const LONGEST = 10 * 60_000;

export function attach(element) {
  const { counts, waiting } = element.dataset;
  let pause = PAUSE;
  let timer;

  async function look() {
    try {
      const answer = await fetch(counts, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.status === 404) return;
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      pause = PAUSE;
    } catch {
      // Logged out, or no network for a while: asked again later, ever more seldom.
      pause = Math.min(pause * 2, LONGEST);
    }
    wait();
  }

  function show(numbers) {
    for (const link of document.querySelectorAll("[data-count]")) {
      const number = numbers[link.dataset.count];
      if (number === undefined) continue;
      let badge = link.querySelector(".stall-badge");
      if (!number) {
        badge?.remove();
        continue;
      }
      if (!badge) {
        badge = document.createElement("b");
        badge.className = "stall-badge";
        link.append(badge);
      }
      const words = number < 100 ? String(number) : "99+";
      if (badge.firstChild?.textContent === words) continue;
      const unseen = document.createElement("span");
      unseen.className = "unseen";
      unseen.textContent = ` ${waiting}`;
      badge.replaceChildren(words, unseen);
    }
  }

  function wait() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, pause);
  }

  document.addEventListener("visibilitychange", () => {
    pause = PAUSE;
    if (document.hidden) clearTimeout(timer);
    else look();
  });
  wait();
}
