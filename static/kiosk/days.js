// Days and times as people read them at the booth: Vietnamese time, whatever zone the tablet is set to.
const HANOI = 7 * 3_600_000;
const inHanoi = (at_ms) => new Date(at_ms + HANOI).toISOString();

/** "2026-11-22": the Vietnamese calendar day of an instant. */
export const isoDay = (at_ms) => inHanoi(at_ms).slice(0, 10);

/** "22/11/2026", as both languages of the shop write it. */
export const formatDay = (at_ms) => isoDay(at_ms).split("-").reverse().join("/");

/** "14:05" */
export const formatTime = (at_ms) => inHanoi(at_ms).slice(11, 16);

/** "14:05 22/11/2026" */
export const formatInstant = (at_ms) => `${formatTime(at_ms)} ${formatDay(at_ms)}`;

/** The first instant of a Vietnamese day "2026-11-22"; the day after ends it. */
export const startOfDay = (day) => Date.parse(`${day}T00:00:00+07:00`);

/** Another day: `dayAfter("2026-11-30")` is "2026-12-01", with -1 the day before. */
export const dayAfter = (day, days = 1) => isoDay(startOfDay(day) + days * 86_400_000);
