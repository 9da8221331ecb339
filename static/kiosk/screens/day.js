// What this tablet sold on a day, the latest first; and its sessions with their reports.
import { dayAfter, formatDay, formatInstant, formatTime, isoDay, startOfDay } from "../days.js";
import { element, icon } from "../element.js";
import { formatVnd } from "../money.js";
import { redraw } from "../redraw.js";
import { nameOfCashier } from "../sessions/who.js";

const SLICE = 500;
const AT_ONCE = 40;
const TENDERS = { cash: "report.cash", vietqr: "report.vietqr", none: "report.nothing" };

export async function open(root, booth) {
  const { say } = booth;
  const memory = booth.memory("day");
  memory.day ??= booth.clock.today();

  let turn = 0;

  async function draw() {
    turn += 1;
    const mine = turn;
    const rows = await salesOf(booth.queue, memory.day);
    const sessions = await sessionList(booth);
    // A newer reading is on its way.
    if (mine === turn) redraw(root, head(), rows.length ? [sums(booth, rows), saleList(booth, rows, memory)] : nothing(booth), sessions);
  }

  function head() {
    const turn = (by, key, drawing, name) =>
      element(
        "button.round",
        {
          type: "button",
          data: { act: name },
          aria: { label: say(key) },
          disabled: by > 0 && memory.day >= booth.clock.today(),
          on: { click: () => turnTo(dayAfter(memory.day, by)) },
        },
        icon(drawing),
      );
    const isToday = memory.day === booth.clock.today();
    return element(
      "header.day-head",
      {},
      element("h1", {}, isToday ? say("day.title") : formatDay(startOfDay(memory.day))),
      element("p", {}, say("day.lead", { day: formatDay(startOfDay(memory.day)) })),
      element("div.turns", {}, turn(-1, "day.earlier", "chevron-left", "earlier"), turn(1, "day.later", "chevron-right", "later")),
    );
  }

  function turnTo(day) {
    Object.assign(memory, { day, shown: AT_ONCE });
    draw();
  }

  booth.on("unsent", draw);
  await draw();
}

/** The rows of a day, the latest first, read backwards in slices. */
async function salesOf(queue, day) {
  const [start, end] = [startOfDay(day), startOfDay(dayAfter(day))];
  const found = [];
  let before;
  for (;;) {
    const rows = await queue.recent(SLICE, before);
    found.push(...rows.filter((row) => row.at_ms >= start && row.at_ms < end));
    if (rows.length < SLICE || rows.at(-1).at_ms < start) return found;
    before = rows.at(-1).seq;
  }
}

function sums(booth, rows) {
  const { say, language } = booth;
  const of = (tender) => rows.filter((row) => row.sale.tender === tender).reduce((sum, row) => sum + row.total_vnd, 0);
  const figure = (words, amount, strong = false) =>
    element(`div${strong ? ".strong" : ""}`, {}, element("dt", {}, words), element("dd", {}, formatVnd(amount, language)));
  return element(
    "dl.figures",
    {},
    figure(say("day.sum"), rows.reduce((sum, row) => sum + row.total_vnd, 0), true),
    figure(say("report.cash"), of("cash")),
    figure(say("report.vietqr"), of("vietqr")),
    element("div", {}, element("dt", {}, say("report.receipts")), element("dd", {}, String(rows.length))),
  );
}

/** The sales; how many were asked for is kept while the list is drawn anew. */
function saleList(booth, rows, memory) {
  const { say } = booth;
  const list = element("ul.day-sales", {});
  const more = element("button.button.button-quiet.button-large", { type: "button", data: { act: "more" }, on: { click: () => draw(drawn + AT_ONCE) } }, say("day.more"));
  let drawn = 0;

  function draw(wanted) {
    memory.shown = wanted;
    list.append(...rows.slice(drawn, wanted).map((row) => saleRow(booth, row)));
    drawn = wanted;
    more.hidden = drawn >= rows.length;
  }

  draw(memory.shown ?? AT_ONCE);
  return element("section", {}, list, more);
}

function saleRow(booth, row) {
  const { say, language } = booth;
  const kind = row.sale.tender === "none" && row.sale.kind === "sale" ? "giveaway" : row.sale.kind;
  const state = row.unsent ? "unsent" : row.status === "quarantined" ? "quarantined" : "sent";
  return element(
    "li",
    { data: { saleId: row.sale_id } },
    element(
      "button",
      { type: "button", data: { act: "receipt" }, on: { click: () => booth.go("receipt", row.sale_id) } },
      element("span.when", {}, formatTime(row.at_ms)),
      element(
        "span.what",
        {},
        element("b", {}, row.code),
        element("small", {}, [say(`day.${kind}`), row.sale.tender === "none" ? null : say(TENDERS[row.sale.tender]), nameOfCashier(booth, row.sale.cashier)].filter(Boolean).join(" · ")),
      ),
      element(`span.state.${state}`, {}, icon({ unsent: "clock", quarantined: "eye", sent: "check" }[state], { size: 20 }), element("span", {}, say(`day.${state}`))),
      element(`b.sum${row.total_vnd < 0 ? ".minus" : ""}`, {}, formatVnd(row.total_vnd, language)),
    ),
  );
}

function nothing(booth) {
  const { say } = booth;
  return element("section.nothing", {}, element("h2", {}, say("day.empty")), element("p", {}, say("day.empty_more")));
}

async function sessionList(booth) {
  const { say } = booth;
  const sessions = (await booth.sessions.list()).sort((one, other) => (one.opened_at < other.opened_at ? 1 : -1));
  const instant = (written, offset) => Date.parse(written) + (offset ?? 0);
  const row = (session) => {
    const opened = instant(session.opened_at, session.clock_offset_ms);
    const closed = session.closed && instant(session.closed.closed_at, session.closed.clock_offset_ms);
    const until = closed === null ? say("day.session_open") : say("day.session_closed", { time: isoDay(closed) === isoDay(opened) ? formatTime(closed) : formatInstant(closed) });
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", data: { act: "report" }, on: { click: () => booth.go("report", session.session_id) } },
        icon("file-text"),
        element("span.what", {}, element("b", {}, formatInstant(opened)), element("small", {}, `${nameOfCashier(booth, session.cashier)} · ${until}`)),
        icon("chevron-right"),
      ),
    );
  };
  return element(
    "section.day-sessions",
    {},
    element("h2", {}, say("day.sessions")),
    sessions.length ? element("ul.day-sales", {}, sessions.map(row)) : element("p.quiet", {}, say("day.no_sessions")),
  );
}
