// Talks with the server: the device's token, a time-out, and the server's time told to the clock by every answer. Pure.

/** Nothing came back, or not whole: whether the server heard it is not known. */
export class Offline extends Error {}

/** The server says no: `status` is HTTP's, `reason` its word, `after_ms` how long it wants to be left alone. */
export class Refused extends Error {
  constructor(status, reason, after_ms = 0) {
    super(`${status} ${reason}`);
    Object.assign(this, { status, reason, after_ms });
  }
}

// A slow line carries a thousand bytes a second.
const PATIENCE = 15_000;
const SLOWEST = 1;

/** `token()` the device's or null; `timer` {set, clear} of time-outs; `onHeard` is told after each answer. */
export function makeApi({ fetch, clock, steady, token, timer, onHeard = () => {} }) {
  /** The answer's JSON; `headers` are sent beside ours; `wants` = "whole" gives the response's ETag and status too. */
  return async function api(method, path, { body = null, headers = {}, patience = PATIENCE } = {}) {
    const text = body === null ? undefined : JSON.stringify(body);
    const ours = { Accept: "application/json", ...headers };
    if (token()) ours.Authorization = `Bearer ${token()}`;
    if (text !== undefined) ours["Content-Type"] = "application/json";
    const sent = steady();
    const cut = new AbortController();
    const alarm = timer.set(() => cut.abort(), patience + (text?.length ?? 0) / SLOWEST);
    try {
      const response = await fetch(path, {
        method, headers: ours, body: text, signal: cut.signal, cache: "no-store", credentials: "omit", redirect: "error",
      });
      const answer = response.status === 304 ? {} : await readJson(response);
      tell(answer, response, sent);
      if (response.status >= 400) throw refusalOf(response, answer);
      return { ...answer, etag: response.headers.get("ETag"), http_status: response.status };
    } catch (error) {
      throw error instanceof Refused ? error : new Offline(error.message);
    } finally {
      timer.clear(alarm);
    }
  };

  function tell(answer, response, sent) {
    const server_time = answer.server_time ?? response.headers.get("X-Server-Time");
    if (server_time) clock.heard({ server_time, sent, received: steady() });
    onHeard(response.status);
  }
}

async function readJson(response) {
  try {
    const found = await response.json();
    if (found !== null && typeof found === "object") return found;
  } catch (error) {
    // An error page is no JSON; an answer that says yes must be whole.
    if (response.status < 400) throw error;
  }
  return {};
}

function refusalOf(response, answer) {
  const seconds = Number(response.headers.get("Retry-After"));
  return new Refused(response.status, answer.error ?? "", seconds > 0 ? seconds * 1000 : 0);
}
