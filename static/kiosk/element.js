// Elements made by hand: no markup is ever parsed, so nothing that anybody wrote can become markup.
const SVG = "http://www.w3.org/2000/svg";

/** `element("button.primary", {data: {act: "pay"}, on: {click}, aria: {label}}, "Pay")`. */
export function element(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) give(made, key, value);
  made.append(...nodes(children));
  return made;
}

/** Puts new children in place of all there are. */
export function replace(parent, ...children) {
  parent.replaceChildren(...nodes(children));
  return parent;
}

/** A drawing of the page's symbols, decoration unless it has a label. */
export function icon(name, { size = 24, label = null } = {}) {
  const drawing = document.createElementNS(SVG, "svg");
  const how = {
    class: "icon", width: size, height: size, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor",
    "stroke-width": 1.75, "stroke-linecap": "round", "stroke-linejoin": "round",
  };
  for (const [key, value] of Object.entries(how)) drawing.setAttribute(key, value);
  if (label === null) drawing.setAttribute("aria-hidden", "true");
  else {
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", label);
  }
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  drawing.append(use);
  return drawing;
}

function give(made, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "data") Object.assign(made.dataset, value);
  else if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
  else if (key === "aria") for (const [part, words] of Object.entries(value)) made.setAttribute(`aria-${part}`, words);
  else if (key === "class") made.className = value;
  else if (key === "value" || key === "checked" || key === "selected") made[key] = value;
  else made.setAttribute(key, value === true ? "" : value);
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
