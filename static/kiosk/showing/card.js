// One good among others: its picture with the seal, name, place, price; all of it is one button.
import { formatDay } from "../days.js";
import { element } from "../element.js";
import { formatVnd } from "../money.js";
import { picture } from "./picture.js";
import { seal } from "./seal.js";
import { lastInstantOf, nameOf } from "./telling.js";

/** A card; `whenChosen(good)` is called by a touch anywhere on it. */
export function card(good, { booth, whenChosen }) {
  const { say, language } = booth;
  const [cheapest] = good.packs;
  const price = formatVnd(cheapest.price_vnd, language);
  const several = good.packs.some((pack) => pack.price_vnd !== cheapest.price_vnd);
  const certified = say("show.seal", { stars: good.stars, day: formatDay(lastInstantOf(good)) });
  return element(
    "li.good-card",
    { data: { product: good.slug, stars: good.stars, certificate: good.certificate, certifiedUntil: good.certified_until } },
    picture(good, { small: true }),
    seal(good.stars),
    element("span.rank", { aria: { hidden: "true" } }, say("show.stars", { stars: good.stars })),
    element(
      "button",
      { type: "button", data: { act: "open" }, on: { click: () => whenChosen(good) } },
      element("b", {}, nameOf(good, language)),
      element("span.unseen", {}, `, ${certified}`),
    ),
    element("p.by", {}, good.province),
    element("p.price", {}, several ? say("show.from", { price }) : price),
  );
}
