// One good: its photos, seal, origin, makers' story, packs, and the code that takes it along on the visitor's phone.
import { formatDay } from "../days.js";
import { element, icon } from "../element.js";
import { formatVnd } from "../money.js";
import { qr } from "../qr.js";
import { card } from "./card.js";
import { picture } from "./picture.js";
import { fullSeal } from "./seal.js";
import { lastInstantOf, nameOf, originOf, packOf, paragraphsOf, toldOf } from "./telling.js";

const OTHERS = 4;

/** Opens the good's page in `root`; `whenBack` leads to the shelf, `whenChosen(good)` to another good. */
export function openGood(root, { booth, good, goods, whenBack, whenChosen }) {
  const page = element(
    "section.good-page",
    { data: { view: "good", product: good.slug, stars: good.stars, certificate: good.certificate, certifiedUntil: good.certified_until } },
    element(
      "button.button.button-quiet.good-back",
      { type: "button", data: { act: "back" }, on: { click: whenBack } },
      icon("arrow-left"),
      booth.say("show.back"),
    ),
    photos(booth, good),
    element("div.good-words", {}, facts(booth, good), packs(booth, good), takeHome(booth, good), story(booth, good)),
    others(booth, good, goods, whenChosen),
  );
  root.append(page);
}

function photos(booth, good) {
  const all = good.photos ?? [];
  const alt = (photo) => (booth.language === "en" ? photo.alt_en : photo.alt_vi) ?? "";
  const stage = element("div.good-picture.whole", {}, picture(good, { eager: true, alt: all[0] ? alt(all[0]) : "" }));
  if (all.length < 2) return stage;
  const show = (photo, button) => {
    stage.firstChild.replaceWith(picture(good, { photo, eager: true, alt: alt(photo) }));
    for (const other of thumbs.children) other.setAttribute("aria-pressed", String(other === button));
  };
  const thumbs = element(
    "div.thumbs",
    { role: "group", aria: { label: booth.say("show.photos") } },
    all.map((photo, at) => {
      const label = booth.say("show.photo", { n: at + 1, all: all.length });
      const button = element(
        "button",
        { type: "button", aria: { label, pressed: String(at === 0) }, on: { click: () => show(photo, button) } },
        picture(good, { photo, small: true }),
      );
      return button;
    }),
  );
  stage.append(thumbs);
  return stage;
}

function facts(booth, good) {
  const { say, language } = booth;
  const day = formatDay(lastInstantOf(good));
  const summary = toldOf(good, "summary", language);
  return element(
    "header.good-facts",
    {},
    fullSeal(good.stars, say("show.until", { day }), say("show.seal", { stars: good.stars, day })),
    element(
      "div",
      {},
      element("h1", {}, nameOf(good, language)),
      element("p.from", {}, icon("map-pin"), originOf(good)),
      element("p.certificate", {}, icon("badge-check"), say("show.certificate", { code: good.certificate, day })),
    ),
    summary ? element("p.summary", {}, summary) : null,
  );
}

function packs(booth, good) {
  const { say, language } = booth;
  const row = (pack) => {
    const here = booth.remaining(pack.variant_id) > 0;
    return element(
      `li${here ? "" : ".gone"}`,
      {},
      element("b", {}, packOf(pack, language)),
      element("span.here", {}, icon(here ? "store" : "truck", { size: 20 }), say(here ? "show.at_booth" : "show.not_at_booth")),
      element("span.price", {}, formatVnd(pack.price_vnd, language)),
    );
  };
  const warnings = [good.needs_age ? "show.adults" : null, good.is_health_food ? "show.no_medicine" : null].filter(Boolean);
  return element(
    "div.good-packs",
    {},
    element("ul.packs", {}, good.packs.map(row)),
    warnings.map((key) => element("p.warning", {}, icon("info"), say(key))),
  );
}

function takeHome(booth, good) {
  const { say, language } = booth;
  if (!good.page) return null;
  return element(
    "aside.take-home",
    {},
    qr(good.page, { label: say("show.code_of", { name: nameOf(good, language) }) }),
    element("div", {}, element("h2", {}, say("show.take_home")), element("p", {}, say("show.scan"))),
  );
}

function story(booth, good) {
  const { say, language } = booth;
  const told = paragraphsOf(toldOf(good, "story", language));
  if (!good.producer && !told.length) return null;
  return element(
    "section.good-story",
    {},
    element("h2", {}, say("show.maker")),
    good.producer ? element("p.made-by", {}, good.producer) : null,
    told.map((paragraph) => element("p", {}, paragraph)),
  );
}

function others(booth, good, goods, whenChosen) {
  const same = goods.filter((other) => other.producer_id === good.producer_id && other.product_id !== good.product_id);
  if (!same.length) return null;
  return element(
    "section.same-maker",
    {},
    element("h2", {}, booth.say("show.same_maker")),
    element("ul.good-cards", {}, same.slice(0, OTHERS).map((other) => card(other, { booth, whenChosen }))),
  );
}
