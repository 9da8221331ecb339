// Codes of receipts, which are also the memo of a transfer. Twin: shop/fairs/codes.py.
// Without 0 O Q, 1 I L, 2 Z, 5 S, the B beside 8, the G beside 6, and U, which is read as V.
export const ALPHABET = "346789ACDEFHJKMNPRTVWXY";
const PREFIX = "HC";
const DEVICE = 3;
const NUMBER = 4;
const LETTERS = DEVICE + NUMBER + 1;

/** `HC`, the device's number in three letters, a number of its own in four, and a letter by which slips are noticed. */
export function receiptCode(device, number) {
  const letters = inLetters(device, DEVICE) + inLetters(number, NUMBER);
  return PREFIX + letters + [...ALPHABET].find((letter) => weigh(letters + letter) === 0);
}

/** The sound codes inside a text, each once; banks change case, glue words together and put signs between. */
export function findReceiptCodes(text) {
  const squeezed = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const found = squeezed.matchAll(new RegExp(`(?=${PREFIX}([${ALPHABET}]{${LETTERS}}))`, "g"));
  return [...new Set([...found].filter((match) => weigh(match[1]) === 0).map((match) => PREFIX + match[1]))];
}

function inLetters(number, places) {
  if (!Number.isInteger(number) || number < 0 || number >= ALPHABET.length ** places) {
    throw new RangeError(`${number} has no ${places} letters`);
  }
  let letters = "";
  for (let rest = number, place = 0; place < places; place += 1, rest = Math.floor(rest / ALPHABET.length)) {
    letters = ALPHABET[rest % ALPHABET.length] + letters;
  }
  return letters;
}

function weigh(letters) {
  return [...letters].reduce((sum, letter, place) => sum + (place + 1) * ALPHABET.indexOf(letter), 0) % ALPHABET.length;
}
