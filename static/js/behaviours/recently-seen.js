// Shows the goods looked at before. Every card is asked of the server anew, from the good's own page:
// a good that has lapsed answers 404 there, and is forgotten.
const SHOWN = 4;

function remembered() {
  try {
    const seen = JSON.parse(localStorage.getItem("seen") ?? "[]");
    return seen.filter((slug) => /^[\w-]+$/.test(slug));
  } catch {
    return [];
  }
}

async function cardOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("article[data-product] > template")?.content.querySelector("[data-product]") ?? null;
}

async function show(element, slugs) {
  const found = await Promise.all(slugs.map((slug) => cardOf(`${element.dataset.from}/${slug}`).catch(() => null)));
  const cards = found.filter(Boolean);
  element.querySelector(".cards").replaceChildren(...cards.map((card) => document.adoptNode(card)));
  element.hidden = cards.length === 0;
}

export function attach(element) {
  const slugs = remembered().filter((slug) => slug !== element.dataset.but).slice(0, SHOWN);
  if (!slugs.length) return;
  // Asked only when the visitor comes near the end of the page.
  const watch = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting) return;
      watch.disconnect();
      show(element, slugs);
    },
    { rootMargin: "600px" },
  );
  watch.observe(document.querySelector(".site-footer"));
}
