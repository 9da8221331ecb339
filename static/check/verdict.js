// What a label is worth, by what it says, what the phone took along, and the day: no network, no page.
import { isSigned, unpack } from "./statement.js";

/** The day in Viet Nam at an instant, as 2026-11-22. */
export function vietnamDay(instant) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(instant);
}

/**
 * The verdict on what was read: {name, statement?, ...slots}. `book` is null where the phone has taken nothing along.
 * The order matters: nothing is said of a statement before its signature was found good.
 */
export async function judge(read, book, today) {
  if (read.kind !== "signed") return { name: read.kind, ...read };
  const statement = unpack(read.code, read.letters);
  if (!statement) return { name: "broken", code: read.code };
  const key = book?.keys.find((one) => one.kid === statement.kid);
  if (!key) return { name: book ? "unknown_key" : "no_book", code: read.code };
  if (!(await isSigned(statement, key))) return { name: "forged", code: read.code };
  if (key.withdrawn_on) return { name: "withdrawn_key", code: read.code, day: key.withdrawn_on, why: key.why };
  const takenBack = book.taken_back[read.code];
  if (takenBack && !takenBack.corrected) return { name: "taken_back", code: read.code, day: takenBack.on, statement };
  // Another certificate bears the code now: only what was signed before is wrong.
  if (takenBack && statement.signedOn <= takenBack.on) return { name: "corrected", code: read.code, day: takenBack.on, statement };
  if (today < statement.firstDay) return { name: "not_yet", code: read.code, day: statement.firstDay, statement };
  if (today > statement.lastDay) return { name: "lapsed", code: read.code, day: statement.lastDay, statement };
  return { name: "good", code: read.code, day: statement.lastDay, statement };
}
