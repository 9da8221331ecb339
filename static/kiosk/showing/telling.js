// What a good says of itself in the visitor's language; what was never translated is told in Vietnamese.

/** The good's name: without its pack. */
export const nameOf = (good, language) => (language === "en" && good.product_en) || good.product;

/** The name of one of its packs. */
export const packOf = (pack, language) => (language === "en" && pack.pack_en) || pack.pack;

/** One of its texts, "summary" or "story"; empty where it has none. */
export const toldOf = (good, text, language) => good[`${text}_${language}`] || good[`${text}_vi`] || "";

/** A text's paragraphs. */
export const paragraphsOf = (text) => text.split(/\n+/).map((line) => line.trim()).filter(Boolean);

/** The beginning of a text that still ends like a sentence, no longer than so many letters. */
export function beginningOf(text, most) {
  const plain = paragraphsOf(text).join(" ");
  if (plain.length <= most) return plain;
  const cut = plain.slice(0, most);
  const end = Math.max(cut.lastIndexOf(". "), cut.lastIndexOf("! "), cut.lastIndexOf("? "));
  return end > most / 3 ? cut.slice(0, end + 1) : `${cut.slice(0, cut.lastIndexOf(" "))}…`;
}

/** Where it comes from, in one line: the place as printed, then the province of today if that does not name it. */
export const originOf = (good) =>
  [good.place, good.place?.includes(good.province) ? null : good.province].filter(Boolean).join(", ");

/** The last millisecond of its certificate: what the last valid day is told from. */
export const lastInstantOf = (good) => good.certified_until_ms - 1;
