// The commune as a combobox: the communes of the chosen province come once, in one small answer, with their old names.
// Without scripts the words are understood after sending.
import { combobox } from "../parts/combobox.js";

const MOST = 8;

/** Words without marks, as the server folds them: "Nghĩa Đô" is "nghia do". */
const fold = (words) =>
  words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const TYPES = /^(xa|phuong|thi tran|thi xa|thanh pho|huyen|quan|dac khu|tinh) /;

/** "xã Vĩnh Yên, huyện Bảo Yên" without its types: "vinh yen bao yen". */
const bare = (words) =>
  words
    .split(",")
    .map((part) => fold(part).replace(TYPES, ""))
    .join(" ")
    .trim();

/** How near a name is to the words; 9 when it is not. */
function rank(name, words) {
  if (name === words) return 0;
  if (name.startsWith(words)) return 1;
  return ` ${name}`.includes(` ${words}`) ? 2 : 9;
}

export function attach(element) {
  const province = element.querySelector("[name=province]");
  const input = element.querySelector("[name=commune]");
  const status = element.querySelector("[role=status]");
  const { show, close } = combobox(input, element.querySelector("[role=listbox]"), take);
  const { count, none, before } = element.dataset;
  let places = [];
  let timer = 0;

  async function load() {
    places = [];
    const from = province.selectedOptions[0]?.dataset.communes;
    if (!from) return;
    try {
      const answer = await fetch(from);
      if (!answer.ok) return;
      const found = await answer.json();
      if (from !== province.selectedOptions[0]?.dataset.communes) return;
      places = found.map(([name, old]) => ({ name, key: bare(name), old: old.map((words) => [words, bare(words)]) }));
      // Whoever typed while the communes were on their way is answered now.
      if (document.activeElement === input && input.value && input.getAttribute("aria-expanded") === "false") offer();
    } catch {
      // No network: what is typed is understood when it is sent.
    }
  }

  /** Up to eight places, each with the old name where that fits better than today's. */
  function search(typed) {
    // "Quan Hóa" is a name, not the type "quận": both readings count.
    const words = [...new Set([bare(typed), fold(typed)])].filter(Boolean);
    const near = (key) => Math.min(9, ...words.map((word) => rank(key, word)));
    const found = [];
    for (const { name, key, old } of places) {
      const today = near(key);
      const [best, by] = old.reduce((best, [words, key]) => (near(key) < best[1] ? [words, near(key)] : best), ["", 9]);
      if (Math.min(today, by) < 9) found.push({ name, old: by < today ? best : "", by: Math.min(today, by + 0.5) });
    }
    return found.sort((one, other) => one.by - other.by).slice(0, MOST);
  }

  function option({ name, old }) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.name = name;
    item.append(name);
    if (old) {
      const note = document.createElement("span");
      note.className = "note";
      note.textContent = before.replace("#", old);
      item.append(note);
    }
    return item;
  }

  function take(chosen) {
    input.value = chosen.dataset.name;
    status.textContent = chosen.textContent;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function offer() {
    const found = search(input.value);
    show(found.map(option));
    // Said once the typing rests, so that a reader is not interrupted at each letter.
    clearTimeout(timer);
    const isAsked = fold(input.value) && places.length;
    const said = found.length ? count.replace("#", found.length) : isAsked ? none : "";
    timer = setTimeout(() => (status.textContent = said), 600);
  }

  input.setAttribute("autocomplete", "off");
  input.addEventListener("input", offer);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && input.getAttribute("aria-expanded") === "false") offer();
  });
  province.addEventListener("change", () => {
    close();
    load();
  });
  load();
}
