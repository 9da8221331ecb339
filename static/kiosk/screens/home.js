// Where staff begin: show the goods or sell them; the session; the day; the tablet's state.
import { goodsOf } from "../browse.js";
import { formatDay, formatInstant, formatTime, isoDay, startOfDay } from "../days.js";
import { element, icon } from "../element.js";
import { redraw } from "../redraw.js";
import { nameOfCashier } from "../sessions/who.js";
import { picture } from "../showing/picture.js";

const PICTURES = 3;

export function open(root, booth) {
  function draw() {
    const goods = goodsOf(booth.snapshot?.variants ?? [], booth.clock.now());
    redraw(root, head(booth, goods), element("div.ways", {}, showWay(booth, goods), sellWay(booth)), sessionPanel(booth), rest(booth));
  }

  for (const event of ["snapshot", "session", "minute", "unsent"]) booth.on(event, draw);
  booth.on("album", () => (root.querySelector(".album").textContent = albumWords(booth)));
  draw();
}

function head(booth, goods) {
  const { say, snapshot, language } = booth;
  const fair = snapshot?.fair;
  const name = (language === "en" && fair?.name_en) || fair?.name || "Chợ Phiên OCOP";
  const makers = new Set(goods.map((good) => good.producer_id)).size;
  return element(
    "header.home-head",
    {},
    element("h1", {}, name),
    snapshot
      ? element(
          "p",
          {},
          [snapshot.booth_name, say("home.goods", { goods: goods.length, producers: makers, time: formatInstant(Date.parse(snapshot.made_at)) })].filter(Boolean).join(" · "),
        )
      : element("p", {}, say("home.no_goods")),
    element("p.album", { role: "status" }, albumWords(booth)),
  );
}

function albumWords({ say, album: { done, all } = { done: 0, all: 0 } }) {
  return done < all ? say("home.photos", { done, all }) : "";
}

function showWay(booth, goods) {
  const { say } = booth;
  return element(
    "button.home-way.way-show",
    { type: "button", data: { act: "show" }, on: { click: () => booth.go("show") } },
    element("span.way-pictures", { aria: { hidden: "true" } }, goods.slice(0, PICTURES).map((good) => picture(good, { small: true, eager: true }))),
    element("b", {}, say("home.show")),
    element("span", {}, say("home.show_more")),
  );
}

function sellWay(booth) {
  const { say } = booth;
  return element(
    "button.home-way.way-sell",
    { type: "button", data: { act: "sell" }, on: { click: () => booth.go("sell") } },
    element("span.way-sign", { aria: { hidden: "true" } }, icon("shopping-basket", { size: 56 })),
    element("b", {}, say("home.sell")),
    element("span", {}, say("home.sell_more")),
  );
}

function sessionPanel(booth) {
  const { say, session } = booth;
  const act = (name, drawing, key, screen, look = "button-quiet") =>
    element(`button.button.button-large.${look}`, { type: "button", data: { act: name }, on: { click: () => booth.go(screen) } }, icon(drawing), say(key));
  if (!session) {
    return element(
      "section.panel.session",
      {},
      element("p", {}, icon("wallet"), element("b", {}, say("home.session_none"))),
      element("div.acts", {}, act("session", "plus", "home.open_session", "session")),
    );
  }
  const opened = Date.parse(session.opened_at) + (session.clock_offset_ms ?? 0);
  const day = isoDay(opened);
  const isOld = day < booth.clock.today();
  const words = isOld
    ? say("home.session_old", { day: formatDay(startOfDay(day)) })
    : say("home.session_open", { time: formatTime(opened), name: nameOfCashier(booth, session.cashier) });
  return element(
    `section.panel.session${isOld ? ".old" : ""}`,
    {},
    element("p", {}, icon(isOld ? "triangle-alert" : "wallet"), element("b", {}, words)),
    element("div.acts", {}, act("drawer", "arrow-up-down", "home.drawer", "session"), act("close", "lock", "home.close_session", "close_session", isOld ? "button-first" : "button-quiet")),
  );
}

function rest(booth) {
  const { say, queue } = booth;
  const link = (name, drawing, key, note = null) =>
    element(
      "li",
      {},
      element("button", { type: "button", data: { act: name }, on: { click: () => booth.go(name) } }, icon(drawing), element("span", {}, say(key), note ? element("small", {}, note) : null), icon("chevron-right")),
    );
  const unsent = queue.unsent ? say("home.unsent", { n: queue.unsent }) : say("home.all_sent");
  return element("ul.day-sales", {}, link("day", "list", "home.day"), link("status", "settings", "home.status", unsent));
}
