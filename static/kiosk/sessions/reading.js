// A session's report, read from the tablet's log in slices.
import { drawerFigures } from "../till.js";
import { countRow, emptyReport, tendersOf } from "../z_report.js";

/** The session's report so far, its figures by tender and its drawer. */
export async function readReport(booth, session) {
  const report = emptyReport();
  await booth.queue.eachOf(session.session_id, (row) => countRow(report, row));
  const tenders = tendersOf(report);
  return { report, tenders, drawer: drawerFigures(session, tenders.cash) };
}
