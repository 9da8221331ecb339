// The closing report as it is read on the screen and printed on 80 mm paper.
import { formatInstant } from "../days.js";
import { element, icon } from "../element.js";
import { formatVnd, groupDigits } from "../money.js";
import { drawerLines } from "./comparison.js";
import { nameOfCashier } from "./who.js";

const TENDERS = { cash: "report.cash", vietqr: "report.vietqr", none: "report.nothing" };

/** An instant that the tablet wrote down, by the time that counts. */
const instantOf = (written, offset) => Date.parse(written) + (offset ?? 0);

/** The slip of a session with its figures (`readReport`). */
export function slip(booth, { session, report, tenders, drawer }) {
  const { say } = booth;
  return element(
    "article.slip",
    {},
    element("h1", {}, say(session.closed ? "report.title" : "report.so_far")),
    element("p.small-print", {}, say("report.in_dong")),
    about(booth, session, report),
    section(say("report.tender"), tenderTable(booth, tenders, report.total)),
    section(
      say("report.per_cashier"),
      Object.keys(report.cashiers).sort().map((code) => [
        element("h3", {}, `${nameOfCashier(booth, code)} (${code})`),
        tenderTable(booth, report.cashiers[code]),
      ]),
    ),
    section(say("report.sales"), countsOf(booth, report)),
    section(say("report.drawer"), drawerOf(booth, session, drawer)),
    ending(booth, session),
  );
}

const section = (title, ...content) => element("section", {}, element("h2", {}, title), ...content);

const pair = (term, value) => (value === null ? null : [element("dt", {}, term), element("dd", {}, value)]);

function about(booth, session, report) {
  const { say, snapshot, device } = booth;
  const by = (written, offset, code) => say("report.by", { time: formatInstant(instantOf(written, offset)), name: nameOfCashier(booth, code) });
  const { closed } = session;
  return element(
    "dl.till-sums.about",
    {},
    pair(say("report.booth"), [snapshot?.fair?.name, snapshot?.booth_name ?? snapshot?.booth].filter(Boolean).join(" · ")),
    pair(say("report.tablet"), [device?.number, device?.name].filter(Boolean).join(" · ")),
    pair(say("report.opened"), by(session.opened_at, session.clock_offset_ms, session.cashier)),
    pair(say("report.closed"), closed ? by(closed.closed_at, closed.clock_offset_ms, closed.cashier) : null),
    pair(say("report.receipts"), report.first ? `${report.first.code} – ${report.last.code}` : null),
  );
}

function tenderTable(booth, tenders, total = null) {
  const { say, language } = booth;
  const cell = (amount) => element("td", {}, amount ? groupDigits(amount, language) : "–");
  const row = (words, figures, data = {}) =>
    element(
      "tr",
      { data },
      element("th", { scope: "row" }, `${words} (${figures.count})`),
      cell(figures.taken),
      cell(-figures.given_back),
      element("td", {}, groupDigits(figures.net, language)),
    );
  const head = (key) => element("th", { scope: "col" }, say(key));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, head("report.tender"), head("report.taken"), head("report.given_back"), head("report.sum"))),
    element("tbody", {}, Object.keys(TENDERS).filter((tender) => tenders[tender]).map((tender) => row(say(TENDERS[tender]), tenders[tender], { tender }))),
    total ? element("tfoot", {}, row(say("report.all"), total)) : null,
  );
}

function countsOf(booth, { counts, pieces }) {
  const { say } = booth;
  return element(
    "dl.till-sums",
    {},
    pair(say("report.sales"), String(counts.sale)),
    pair(say("report.voids"), String(counts.void)),
    pair(say("report.returns"), String(counts.return)),
    pair(say("report.pieces"), String(pieces.sale)),
    pair(say("report.tasted"), String(pieces.tasting)),
    pair(say("report.damaged"), String(pieces.damage)),
  );
}

function drawerOf(booth, { closed }, drawer) {
  const { say, language } = booth;
  const money = (amount) => formatVnd(amount, language);
  return [
    element(
      "dl.till-sums",
      {},
      drawerLines(booth, drawer),
      pair(say("session.expected"), money(closed?.expected_vnd ?? drawer.expected)),
      closed ? [pair(say("session.counted"), money(closed.counted_vnd)), pair(say("session.difference"), money(closed.counted_vnd - closed.expected_vnd))] : null,
    ),
    closed?.difference_reason ? element("p.said", {}, say("report.why", { reason: closed.difference_reason })) : null,
    closed?.unsent_reason ? element("p.said", {}, say("report.unsent_why", { reason: closed.unsent_reason })) : null,
  ];
}

function ending(booth, { closed, answer }) {
  const { say } = booth;
  const { manifest } = closed ?? {};
  return element(
    "footer",
    {},
    manifest
      ? element("p.log", {}, say("report.manifest", { count: manifest.count, first: manifest.first_seq, last: manifest.last_seq, hash: manifest.hash.slice(0, 12) || "–" }))
      : null,
    closed ? office(booth, answer?.manifest) : null,
    closed ? element("div.signatures", {}, element("p", {}, say("report.sign")), element("p", {}, say("report.sign_office"))) : null,
    element("p.small-print", {}, say("report.invoice")),
  );
}

/** What the office said when it held the log against its own. */
function office(booth, said) {
  const { say } = booth;
  if (!said) return element("p.office", {}, icon("clock", { size: 20 }), say("report.office_waits"));
  if (said.agrees) return element("p.office.agrees", {}, icon("circle-check", { size: 20 }), say("report.office_agrees"));
  return element("p.office.differs", {}, icon("triangle-alert", { size: 20 }), say("report.office_missing", { missing: (said.missing ?? []).join(", ") || "?" }));
}
