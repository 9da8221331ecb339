import assert from "node:assert/strict";
import { test } from "node:test";

import { draft, json, makeLine, makeLocks, makeServer, makeTablet, makeTimer } from "./booth_parts.mjs";
import { makeApi, Offline, Refused } from "../../static/kiosk/api.js";

async function sell(tablet, count) {
  for (let sold = 0; sold < count; sold += 1) await tablet.queue.record(draft());
}

test("everything is sent in order, at most a hundred a request", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 250);
  assert.equal(await sync.now(), "idle");
  assert.deepEqual(server.requests.map(({ body }) => body.sales.length), [100, 100, 50]);
  assert.deepEqual([...server.sales.values()].map((sale) => sale.seq), Array.from({ length: 250 }, (_, place) => place + 1));
  assert.equal(tablet.queue.unsent, 0);
  assert.equal(server.requests[0].headers.Authorization, "Bearer token");
});

test("an answer that got lost: the same sales are sent again and recorded once", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 30);
  let lost = 0;
  server.spoil = ({ when }) => {
    if (when === "after" && (lost += 1) <= 3) throw new TypeError("network");
  };
  assert.equal(await sync.now(), "offline");
  assert.equal(tablet.queue.unsent, 30);
  while (tablet.queue.unsent) await sync.now();
  assert.equal(server.sales.size, 30);
});

test("an answer that was cut is no answer", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 2);
  server.spoil = ({ when }) => (when === "after" ? new Response('{"sales": [{"sale_id": "sale-1", "sta') : null);
  assert.equal(await sync.now(), "offline");
  assert.equal(tablet.queue.unsent, 2);
});

test("an answer without a list, or that names nobody, ends the turn", async () => {
  for (const content of [{}, { sales: [] }, { sales: [{ sale_id: "x", status: "recorded" }] }, []]) {
    const { tablet, server, sync } = makeLine();
    await sell(tablet, 1);
    server.spoil = ({ when }) => (when === "after" ? json(content) : null);
    assert.equal(await sync.now(), "offline", JSON.stringify(content));
    assert.equal(tablet.queue.unsent, 1);
  }
});

test("half of a batch answered: the rest is sent again", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 10);
  server.spoil = ({ when, body }) => {
    if (when === "before") return null;
    server.spoil = null;
    return json({ sales: body.sales.slice(0, 4).map(({ sale_id, code }) => ({ sale_id, status: "recorded", receipt: code, exceptions: [] })) });
  };
  assert.equal(await sync.now(), "idle");
  assert.deepEqual(server.requests.map(({ body }) => body.sales.length), [10, 6]);
  assert.equal(tablet.queue.unsent, 0);
});

test("a line that cannot carry a hundred carries fewer, and more again later", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 130);
  server.spoil = ({ when, body }) => (when === "before" && body.sales.length > 30 ? json({ error: "too_large" }, { status: 413 }) : null);
  assert.equal(await sync.now(), "idle");
  assert.equal(tablet.queue.unsent, 0);
  assert.deepEqual(server.requests.map(({ body }) => body.sales.length).slice(0, 3), [100, 50, 25]);
});

test("a time-out halves the next batch", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 80);
  server.spoil = () => {
    throw new DOMException("cut off", "AbortError");
  };
  await sync.now();
  server.spoil = null;
  await sync.now();
  assert.deepEqual(server.requests.map(({ body }) => body.sales.length), [80, 40, 40]);
});

test("one sale that the server cannot read is set aside, the others go on", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 9);
  server.spoil = ({ when, body }) => (when === "before" && body.sales.some((sale) => sale.seq === 6) ? json({ error: "not_json" }, { status: 400 }) : null);
  assert.equal(await sync.now(), "idle");
  assert.deepEqual([...server.sales.values()].map((sale) => sale.seq).sort(), [1, 2, 3, 4, 5, 7, 8, 9]);
  assert.equal(tablet.queue.unsent, 1);
  server.spoil = null;
  await sync.now();
  assert.equal(tablet.queue.unsent, 0);
});

test("a device that was shut out keeps its sales and asks seldom", async () => {
  const { tablet, server, sync, timer } = makeLine();
  sync.start();
  await sell(tablet, 3);
  server.spoil = () => json({ error: "device_revoked" }, { status: 401 });
  assert.equal(await sync.now(), "revoked");
  assert.equal(sync.state.reason, "device_revoked");
  assert.equal(tablet.queue.unsent, 3);
  assert.equal(timer.waits.at(-1), 300_000);
});

test("waits grow twofold to a minute, spread by chance, and end with the first success", async () => {
  const { tablet, server, sync, timer } = makeLine({ random: () => 1 });
  await sell(tablet, 1);
  server.spoil = () => {
    throw new TypeError("network");
  };
  sync.start();
  const waits = [];
  for (let turn = 0; turn < 9; turn += 1) {
    await timer.ring();
    waits.push(timer.waits.at(-1));
  }
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  server.spoil = null;
  await timer.ring();
  assert.equal(sync.state.phase, "idle");
  assert.equal(timer.waits.at(-1), 30_000);
  const calm = makeLine({ random: () => 0, server: makeServer() });
  calm.server.spoil = () => {
    throw new TypeError("network");
  };
  calm.sync.start();
  await calm.tablet.queue.record(draft());
  await calm.timer.ring();
  assert.equal(calm.timer.waits.at(-1), 500);
});

test("a server that asks to be left alone is left alone", async () => {
  const { tablet, server, sync, timer } = makeLine();
  sync.start();
  await sell(tablet, 1);
  server.spoil = () => json({ error: "busy" }, { status: 503, headers: { "Retry-After": "20" } });
  assert.equal(await sync.now(), "waiting");
  assert.equal(timer.waits.at(-1), 20_000);
});

test("one tab sends, the other waits for it", async () => {
  const tablet = makeTablet();
  const [server, locks] = [makeServer(), makeLocks()];
  const lines = [makeLine({ tablet, server, locks }), makeLine({ tablet, server, locks })];
  await sell(tablet, 150);
  const phases = await Promise.all(lines.map(({ sync }) => sync.now()));
  assert.deepEqual(phases.sort(), ["elsewhere", "idle"]);
  assert.equal(server.requests.flatMap(({ body }) => body.sales).length, 150);
});

test("a sale made while another is sent goes with the next turn", async () => {
  const { tablet, server, sync, timer } = makeLine();
  sync.start();
  await sell(tablet, 1);
  server.spoil = async ({ when }) => {
    if (when === "before") return;
    server.spoil = null;
    await sell(tablet, 1);
    sync.soon();
  };
  await sync.now();
  await timer.ring(1_000);
  assert.equal(server.sales.size, 2);
});

test("a turn that runs is not started twice", async () => {
  const { tablet, server, sync } = makeLine();
  await sell(tablet, 40);
  await Promise.all([sync.now(), sync.now(), sync.now()]);
  assert.equal(server.requests.length, 1);
});

test("parts come after the sales; what fails in one is trouble of the turn", async () => {
  const asked = [];
  const parts = [async () => asked.push("sessions"), async (api, { manual }) => asked.push(manual)];
  const { tablet, sync } = makeLine({ parts });
  await sell(tablet, 1);
  await sync.now();
  assert.deepEqual(asked, ["sessions", true]);
  assert.equal(tablet.queue.unsent, 0);
  const broken = makeLine({ parts: [async () => { throw new Refused(503, "busy"); }] });
  assert.equal(await broken.sync.now(), "waiting");
});

test("a stopped sync plans nothing", async () => {
  const { sync, timer } = makeLine();
  sync.start();
  sync.stop();
  sync.soon();
  assert.equal(timer.alarms.size, 0);
});

test("the server's time is told by every answer, also by a no", async () => {
  const tablet = makeTablet();
  const answers = [
    json({ server_time: "2026-11-22T06:00:00Z" }),
    json({ error: "device_unknown", server_time: "2026-11-22T07:00:00Z" }, { status: 401 }),
    new Response(null, { status: 304, headers: { "X-Server-Time": "2026-11-22T08:00:00Z" } }),
  ];
  const api = makeApi({ fetch: async () => answers.shift(), clock: tablet.clock, steady: () => 0, token: () => null, timer: makeTimer() });
  await api("GET", "/a");
  assert.equal(tablet.clock.offset(), 3_600_000);
  await assert.rejects(api("GET", "/b"), (error) => error instanceof Refused && error.status === 401 && error.reason === "device_unknown");
  assert.equal(tablet.clock.offset(), 2 * 3_600_000);
  assert.equal((await api("GET", "/c")).http_status, 304);
  assert.equal(tablet.clock.offset(), 3 * 3_600_000);
});

test("an answer that does not come is cut off, later for a long question", async () => {
  const timer = makeTimer();
  const fetch = (path, { signal }) => new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const api = makeApi({ fetch, clock: makeTablet().clock, steady: () => 0, token: () => null, timer });
  const asked = api("POST", "/a", { body: { long: "x".repeat(70_000) } });
  assert.ok(timer.waits[0] > 80_000);
  await timer.ring();
  await assert.rejects(asked, Offline);
});

test("an error page that is no JSON is a no all the same", async () => {
  const fetch = async () => new Response("<h1>Bad gateway</h1>", { status: 502 });
  const api = makeApi({ fetch, clock: makeTablet().clock, steady: () => 0, token: () => null, timer: makeTimer() });
  await assert.rejects(api("GET", "/a"), (error) => error instanceof Refused && error.status === 502);
});
