// The time that counts. A tablet's clock may be wrong or jump; the server's is asked at every contact, and between two
// contacts a counter carries it that nobody can set. Instants are milliseconds since 1970.
const WRONG = 120_000;
const LEAP = 2_000;
const SLOWEST_ANSWER = 60_000;
const HANOI = 7 * 3_600_000;

/**
 * `wall` reads the tablet's clock, `steady` a counter since the start; `kept` is what `kept()` said in an earlier run;
 * `wasHidden` tells whether the tablet may have slept since it was last asked: the counter may stand still then.
 */
export function makeClock({ wall, steady, kept = {}, wasHidden = () => false }) {
  let heardAt = kept.known_at_ms ?? null;
  let anchor = { steady: steady(), now: Math.max(wall() + (kept.offset_ms ?? 0), kept.highest_ms ?? 0) };
  let last = { wall: wall(), steady: steady() };

  /** A sleeping tablet's counter stands still while its clock goes on. A clock that jumps before our eyes was set. */
  function look() {
    const seen = { wall: wall(), steady: steady() };
    const leapt = seen.wall - last.wall - (seen.steady - last.steady);
    last = seen;
    const slept = wasHidden() && leapt > LEAP;
    if (slept) anchor.now += leapt;
  }

  function now() {
    look();
    return Math.round(anchor.now + steady() - anchor.steady);
  }

  function offset() {
    return heardAt === null ? null : now() - Math.round(wall());
  }

  return {
    now,
    /** What must be added to the tablet's clock; null where the server was never heard. */
    offset,
    wall: () => Math.round(wall()),
    /** When the server was last heard, by its own clock. */
    heardAt: () => heardAt,
    isKnown: () => heardAt !== null,
    /** null, "unknown" (never heard) or "wrong" (the tablet's clock is two minutes off). */
    warning() {
      if (heardAt === null) return "unknown";
      return Math.abs(now() - wall()) > WRONG ? "wrong" : null;
    },
    /** The Vietnamese day, `2026-11-22`. */
    today: () => new Date(now() + HANOI).toISOString().slice(0, 10),
    /** The next midnight in Viet Nam. */
    midnight() {
      const day = 86_400_000;
      return (Math.floor((now() + HANOI) / day) + 1) * day - HANOI;
    },
    /** The server told its time between two readings of the counter; a slow answer tells less than the counter knows. */
    heard({ server_time, sent, received }) {
      const told = Date.parse(server_time);
      if (Number.isNaN(told) || (heardAt !== null && received - sent > SLOWEST_ANSWER)) return false;
      anchor = { steady: received, now: told + (received - sent) / 2 };
      heardAt = told;
      last = { wall: wall(), steady: steady() };
      return true;
    },
    /** While the server was never heard: the lowest that the time can be, as a snapshot was made then. */
    notBefore(instant) {
      if (heardAt === null && now() < instant) anchor = { steady: steady(), now: instant };
    },
    /** What the next run must know. */
    kept: () => ({ offset_ms: offset(), highest_ms: now(), known_at_ms: heardAt }),
  };
}
