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

/** A question put to folded keys: does every typed word begin a word of it? Nothing typed is found everywhere. */
export function finder(typed) {
  const words = fold(typed).split(" ").filter(Boolean).map((word) => ` ${word}`);
  return (key) => {
    const padded = ` ${key}`;
    return words.every((word) => padded.includes(word));
  };
}

/** The same for a single key. */
export const foundIn = (typed, key) => finder(typed)(key);

const inVietnamese = new Intl.Collator("vi");

/** Compares two names as Vietnamese dictionaries do: a ă â b c d đ e ê ... */
export const byName = (one, other) => inVietnamese.compare(one, other);
