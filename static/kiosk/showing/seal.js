// The OCOP seal: the drawings of static/img/badge.svg, as templates/components/badge.html builds them.
const SVG = "http://www.w3.org/2000/svg";
const SHEET = new URL("../../img/badge.svg", import.meta.url).pathname;

function drawn(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  node.append(...children);
  return node;
}

const told = (label) => (label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" });

/** The round seal with its stars; without a label it is hidden from screen readers, for the same words stand beside it. */
export function seal(stars, label = "") {
  const use = drawn("use", { href: `${SHEET}#stars-${stars}` });
  return drawn("svg", { class: "badge seal-small", viewBox: "0 0 80 80", ...told(label) }, use);
}

/** The full seal with the last valid day on its band. */
export function fullSeal(stars, until, label = "") {
  const text = drawn("text", {
    x: 80, y: 127.5, fill: "#124628", "font-size": 14.5, "font-weight": 600, "text-anchor": "middle",
  });
  text.append(until);
  return drawn(
    "svg",
    { class: "badge seal-full", viewBox: "0 0 160 160", ...told(label) },
    drawn("use", { href: `${SHEET}#stars-${stars}`, width: 160, height: 160 }),
    drawn("path", { fill: "#b57d12", d: "M2 116h20v28H2l8-14zm156 0h-20v28h20l-8-14z" }),
    drawn("path", { fill: "#7d540a", d: "M14 136h10v8zm132 0h-10v8z" }),
    drawn("path", { fill: "#fbf8f1", stroke: "#d79a1e", "stroke-width": 1.5, d: "M14 109h132v27H14z" }),
    text,
  );
}
