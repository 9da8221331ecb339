// A scanner that types like a keyboard: many signs, faster than any finger, then Enter.
const SHORTEST = 6;
const SLOWEST_MS = 40;

/** The sign of a key; while a Vietnamese keyboard composes, the key itself is unknown but its place tells the digit. */
function signOf({ key, code }) {
  if (key.length === 1) return key;
  return key === "Process" || key === "Unidentified" ? (/^(?:Digit|Numpad)(\d)$/.exec(code ?? "")?.[1] ?? "") : "";
}

/**
 * Reads keys as they come: `read({key, code}, at_ms)` answers the scanned text at the Enter that ends it, else null.
 * Slow typing is nobody's scan: a pause forgets what came before.
 */
export function wedgeReader() {
  let text = "";
  let last = -Infinity;
  return {
    read(press, at) {
      const isQuick = at - last <= SLOWEST_MS;
      last = at;
      if (press.key === "Enter") {
        const scanned = isQuick && text.length >= SHORTEST ? text : null;
        text = "";
        return scanned;
      }
      const sign = signOf(press);
      if (sign) text = isQuick ? text + sign : sign;
      return null;
    },
    /** Is a scanner writing just now? Its signs belong into no field. */
    get isReading() {
      return text.length >= SHORTEST;
    },
  };
}
