// Signed statements: the twin of shop/attestation/rules.py, which packs what is unpacked here.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const FORM = 1;
const HEAD_BYTES = 12;
const SIGNATURE_BYTES = 64;
const DAY_NOT_KNOWN = 0x08;
const FIRST_OF_DAYS = Date.UTC(2010, 0, 1);
const DAY_MS = 86_400_000;
const CODE_LENGTH = 11;

/** What somebody scanned, pasted or typed: a link of ours with or without a statement, a code, a stranger's link, or nothing. */
export function readText(text, host) {
  const typed = text.trim();
  if (/^https?:\/\//i.test(typed)) {
    if (!URL.canParse(typed)) return { kind: "nothing" };
    const link = new URL(typed);
    return link.host === host ? readPath(link.pathname, link.hash) : { kind: "foreign", host: link.host };
  }
  const [code, letters = ""] = typed.split("#");
  return readCode(code, letters);
}

/** The same for the address that the page itself was opened under. */
export function readPath(path, hash) {
  const found = /^(?:\/en)?\/chung-nhan\/([^/]+)\/?$/.exec(path);
  return found ? readCode(decodeURIComponent(found[1]), hash.slice(1)) : { kind: "nothing" };
}

function readCode(typed, letters) {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (code.length !== CODE_LENGTH || [...code].some((letter) => !LETTERS.includes(letter))) return { kind: "nothing" };
  return letters ? { kind: "signed", code, letters } : { kind: "plain", code };
}

/** Letters of base 32 as bytes; null where they hold none. */
export function fromLetters(letters) {
  const bytes = [];
  let held = 0;
  let bits = 0;
  for (const letter of letters.toUpperCase()) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  return bits > 4 || held ? null : new Uint8Array(bytes);
}

/** The statement behind a code, unchecked; null where there is none. Days are written as 2026-11-22. */
export function unpack(code, letters) {
  const whole = fromLetters(letters);
  if (!whole || whole.length < HEAD_BYTES + SIGNATURE_BYTES || whole[0] !== FORM) return null;
  const packed = whole.subarray(0, -SIGNATURE_BYTES);
  const head = new DataView(packed.buffer, packed.byteOffset, HEAD_BYTES);
  let lines;
  try {
    lines = new TextDecoder("utf-8", { fatal: true }).decode(packed.subarray(HEAD_BYTES)).split("\n");
  } catch {
    return null;
  }
  if (lines.length !== 4) return null;
  const [good, producer, province, decision] = lines;
  return {
    code,
    kid: [...packed.subarray(1, 5)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    signedOn: day(head.getUint16(5)),
    firstDay: day(head.getUint16(7)),
    lastDay: day(head.getUint16(9)),
    stars: packed[11] & 0x07,
    dayIsKnown: !(packed[11] & DAY_NOT_KNOWN),
    good,
    producer,
    province,
    decision,
    packed,
    signature: whole.subarray(-SIGNATURE_BYTES),
  };
}

/** Did this key sign this statement for this code? */
export async function isSigned(statement, key) {
  const { kty, crv, x, y } = key;
  const point = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const code = new TextEncoder().encode(`OCOP certificate\n${statement.code}\n`);
  const message = new Uint8Array([...code, ...statement.packed]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, point, statement.signature, message);
}

function day(number) {
  return new Date(FIRST_OF_DAYS + number * DAY_MS).toISOString().slice(0, 10);
}
