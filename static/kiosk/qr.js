// QR codes as drawings on the screen, dark on white whatever the scheme, with their quiet edge.
import { encode } from "../vendor/uqr/uqr.js";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4;

/** An SVG of the code, with what it is for as its name. */
export function qr(text, { label }) {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const whole = size + 2 * QUIET;
  const drawing = document.createElementNS(SVG, "svg");
  const how = { class: "qr", viewBox: `0 0 ${whole} ${whole}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" };
  for (const [key, value] of Object.entries(how)) drawing.setAttribute(key, value);
  drawing.append(shape(`M0 0h${whole}v${whole}H0z`, "#fff"), shape(outline(data), "#000"));
  return drawing;
}

function outline(rows) {
  return rows.map((row, y) => runs(row).map(([from, to]) => `M${from + QUIET} ${y + QUIET}h${to - from}v1H${from + QUIET}z`).join("")).join("");
}

/** Where dark modules begin and end in a row. */
function runs(row) {
  const found = [];
  row.forEach((dark, x) => {
    if (!dark) return;
    if (found.length && found.at(-1)[1] === x) found.at(-1)[1] = x + 1;
    else found.push([x, x + 1]);
  });
  return found;
}

function shape(d, fill) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("d", d);
  made.setAttribute("fill", fill);
  return made;
}
