// Shows how far the work on a file has come, and goes to what follows when it is done. Without it the page refreshes.
const PAUSE = 700;
const LATE = 5_000;

export function attach(element) {
  const words = element.querySelector("[data-words]");
  const bar = element.querySelector("progress");
  let pause = PAUSE;

  async function look() {
    try {
      const answer = await fetch(element.dataset.state, { headers: { Accept: "application/json" } });
      if (!answer.ok) return location.reload();
      const step = await answer.json();
      if (!step.busy) return location.reload();
      if (words.textContent !== step.words) words.textContent = step.words;
      if (step.percent === null) bar.removeAttribute("value");
      else bar.value = step.percent;
      pause = PAUSE;
    } catch {
      pause = Math.min(pause * 2, LATE); // No network for a while: the next look tells.
    }
    setTimeout(look, pause);
  }
  setTimeout(look, pause);
}
