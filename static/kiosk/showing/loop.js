// The idle loop: one good after the other, large enough to be read from the aisle, until somebody touches the screen.
import { formatDay } from "../days.js";
import { element, icon } from "../element.js";
import { picture } from "./picture.js";
import { fullSeal } from "./seal.js";
import { beginningOf, lastInstantOf, nameOf, originOf, toldOf } from "./telling.js";

const EACH_MS = 9000;
const FADE_MS = 900;
const LONGEST_STORY = 190;
const LONG_NAME = 24;

function slide({ booth, good, whenLook }) {
  const { say, language } = booth;
  const until = formatDay(lastInstantOf(good));
  const story = beginningOf(toldOf(good, "story", language) || toldOf(good, "summary", language), LONGEST_STORY);
  return element(
    "article.slide.whole",
    { data: { product: good.slug, stars: good.stars, certificate: good.certificate, certifiedUntil: good.certified_until } },
    picture(good, { eager: true }),
    element(
      "div.slide-words",
      {},
      fullSeal(good.stars, say("show.until", { day: until }), say("show.seal", { stars: good.stars, day: until })),
      element(nameOf(good, language).length > LONG_NAME ? "h1.long" : "h1", {}, nameOf(good, language)),
      element("p.from", {}, icon("map-pin"), originOf(good)),
      story ? element("p.story", {}, story) : null,
      good.producer ? element("p.made-by", {}, good.producer) : null,
      element(
        "button.look",
        { type: "button", data: { act: "look" }, on: { click: () => whenLook(good) } },
        element("span", {}, say("show.look"), icon("arrow-right")),
      ),
    ),
  );
}

/** Opens the loop in `root` over goods in their order; `still` (reduced motion) turns no page by itself. */
export function openLoop(root, { booth, goods, memory, still, whenLook, whenAll }) {
  const { say } = booth;
  let timer = 0;
  let paused = still;
  const stage = element("div.stage", {});
  const bar = element("span.passing", {});

  function show(at) {
    memory.at = (at + goods.length) % goods.length;
    const next = slide({ booth, good: goods[memory.at], whenLook });
    const before = [...stage.children];
    stage.append(next);
    before.forEach((old) => (old.inert = true));
    const leave = () => before.forEach((old) => old.remove());
    if (still) leave();
    else setTimeout(leave, FADE_MS);
    restart();
  }

  function restart() {
    clearTimeout(timer);
    bar.classList.remove("runs");
    if (paused || goods.length < 2) return;
    void bar.offsetWidth; // begins the line anew
    bar.classList.add("runs");
    timer = setTimeout(() => show(memory.at + 1), EACH_MS);
  }

  const turn = element("button.round", {
    type: "button",
    data: { act: "pause" },
    on: {
      click: () => {
        paused = !paused;
        label();
        restart();
      },
    },
  });
  function label() {
    turn.replaceChildren(icon(paused ? "play" : "pause"));
    turn.setAttribute("aria-label", say(paused ? "show.resume" : "show.pause"));
  }
  label();

  root.append(
    element(
      "section.loop",
      { data: { view: "loop" } },
      stage,
      element(
        "footer.loop-foot",
        {},
        element(
          "button.button.all",
          { type: "button", data: { act: "all" }, on: { click: whenAll } },
          icon("grid-2x2"),
          say("show.all", { num: goods.length }),
        ),
        element(
          "div.turning",
          {},
          turn,
          element(
            "button.round",
            { type: "button", data: { act: "next" }, aria: { label: say("show.next") }, on: { click: () => show(memory.at + 1) } },
            icon("chevron-right"),
          ),
        ),
        bar,
      ),
    ),
  );
  show(memory.at ?? 0);
  return () => clearTimeout(timer);
}
