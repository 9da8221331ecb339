// A receipt as plain text: what the QR on a receipt holds, so that a buyer's telephone keeps it without any network.
import { formatInstant } from "../days.js";
import { formatVnd } from "../money.js";

const MOST_LINES = 8;
const LONGEST_NAME = 28;

const short = (name) => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1).trimEnd()}…`);

/** The code first, so that a booth's scanner knows the receipt; then what, how many, for how much. */
export function receiptText(row, { shop, nameOf, totalWords, moreWords, language, address = "" }) {
  const { lines } = row.sale;
  const told = lines.slice(0, MOST_LINES).map((line) => {
    const sum = line.kind === "sale" ? ` ${formatVnd(line.quantity * line.unit_vnd, language)}` : "";
    return `${line.quantity} × ${short(nameOf(line.variant_id))}${sum}`;
  });
  if (lines.length > MOST_LINES) told.push(moreWords(lines.length - MOST_LINES));
  const total = `${totalWords}: ${formatVnd(row.total_vnd, language)}`;
  return [row.code, shop, formatInstant(row.at_ms), ...told, total, address].filter(Boolean).join("\n");
}
