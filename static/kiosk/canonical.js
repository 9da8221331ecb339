// One way of writing a value down, so that tablet and server get the same hash. Twin: shop/values/canonical.py.

/** JSON with sorted keys and no spaces; integers only, as other numbers are written differently elsewhere. */
export function canonical(value) {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError(`no whole number: ${value}`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`cannot be written down: ${typeof value}`);
  const keys = Object.keys(value).sort(byCodePoints);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** SHA-256 of a text in hexadecimal digits. */
export async function sha256(text) {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** HMAC-SHA256 of a text in hexadecimal digits, by the key that a device's token gives. */
export async function sign(token, text) {
  const secret = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return hex(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
}

/** Did the server, who knows the token's hash, sign this object? */
export async function isSigned(token, signed) {
  const { signature, ...content } = signed;
  return typeof signature === "string" && signature === (await sign(token, canonical(content)));
}

function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Python sorts by code points, JavaScript by halves of them. */
function byCodePoints(one, other) {
  const [left, right] = [[...one], [...other]];
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    const difference = left[place].codePointAt(0) - right[place].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
}
