// Whose PIN is it? Checked on the device against what the office made: PBKDF2-SHA256 with a salt for each person.
const TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 5 * 60_000;

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Is this the person's PIN? Compares all of it, whatever differs first. */
export async function pinIsRight({ salt, pin_hash: wanted, iterations }, pin) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations };
  const made = hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
  let different = made.length ^ wanted.length;
  for (let place = 0; place < made.length; place += 1) different |= made.charCodeAt(place) ^ wanted.charCodeAt(place);
  return different === 0;
}

/** After so many wrong PINs in a row nobody may try for so long: nothing for the first four, then longer and longer. */
export function waitAfter(failures) {
  if (failures < TRIES) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - TRIES));
}
