// Vietnamese words as people type them: without marks, đ as d. The twin of shop/values/folding.py, with its vectors.
const APOSTROPHES = /['’‘ʼʹʹ`´′＇ʻ‛]/gu;

/** A key under which spellings of the same words agree: "Hoà", "hòa" and "hoa" all give "hoa". */
export function fold(text) {
  return text
    .replace(APOSTROPHES, "")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[đðɖ]/gu, "d")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Does every typed word begin a word of the folded key? Nothing typed is found everywhere. */
export function foundIn(typed, key) {
  const padded = ` ${key}`;
  return fold(typed).split(" ").every((word) => !word || padded.includes(` ${word}`));
}

const inVietnamese = new Intl.Collator("vi");

/** Compares two names as Vietnamese dictionaries do: a ă â b c d đ e ê ... */
export const byName = (one, other) => inVietnamese.compare(one, other);
