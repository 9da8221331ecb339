import assert from "node:assert/strict";
import { test } from "node:test";

import { makeAllotment } from "../../static/kiosk/allotment.js";
import { Offline } from "../../static/kiosk/api.js";
import { makeBooth } from "../../static/kiosk/booth.js";
import { canonical, isSigned, sign } from "../../static/kiosk/canonical.js";
import { makeContact } from "../../static/kiosk/contact.js";
import { makeEvents } from "../../static/kiosk/events.js";
import { exportedQueue } from "../../static/kiosk/files.js";
import { makeGoods, NotSigned } from "../../static/kiosk/goods.js";
import { makeSessions } from "../../static/kiosk/sessions.js";
import { makeSpace } from "../../static/kiosk/space.js";
import { NoRoom } from "../../static/kiosk/store.js";
import { makeWords } from "../../static/kiosk/words.js";
import { draft, makeTablet, NOON } from "./booth_parts.mjs";

const TOKEN = "a device's token";
const HOUR = 3_600_000;

async function signed(changes = {}) {
  const content = {
    booth: { code: "HOI-CHO-1", name: "Quầy" }, version: "v1", made_at: new Date(NOON).toISOString(), last_seq: 0,
    expires_at: new Date(NOON + 72 * HOUR).toISOString(),
    variants: [{ variant_id: 1, on_hand: 10, certified_from_ms: NOON - HOUR, certified_until_ms: NOON + HOUR }], ...changes,
  };
  return { ...content, signature: await sign(TOKEN, canonical(content)) };
}

async function goodsOf(tablet) {
  const news = [];
  const allotment = makeAllotment({ queue: tablet.queue, store: tablet.store });
  const goods = makeGoods({ store: tablet.store, clock: tablet.clock, token: () => TOKEN, allotment, onNew: (snapshot) => news.push(snapshot.version) });
  return { goods, allotment, news };
}

const answering = (content, { status = 200, etag = '"1"' } = {}) => async () => ({ ...content, etag, http_status: status });

test("a snapshot that is signed for this device is used and kept", async () => {
  const tablet = makeTablet();
  const { goods, news } = await goodsOf(tablet);
  await goods.fetch(answering(await signed()));
  assert.equal(goods.remaining(1), 10);
  assert.equal(goods.remaining(99), 0);
  assert.deepEqual(news, ["v1"]);
  const later = await goodsOf(tablet);
  await later.goods.load();
  assert.equal(later.goods.byVariant.get(1).on_hand, 10);
});

test("what is not signed, or for another, changes nothing", async () => {
  const { goods } = await goodsOf(makeTablet());
  await goods.fetch(answering(await signed()));
  const forged = { ...(await signed({ version: "v2" })), variants: [] };
  await assert.rejects(goods.fetch(answering(forged)), NotSigned);
  assert.equal(goods.snapshot.version, "v1");
});

test("the same goods are not fetched twice", async () => {
  const { goods, news } = await goodsOf(makeTablet());
  const asked = [];
  const api = async (method, path, { headers }) => {
    asked.push(headers);
    return asked.length === 1 ? { ...(await signed()), etag: '"abc"', http_status: 200 } : { etag: null, http_status: 304 };
  };
  assert.ok(await goods.fetch(api));
  assert.ok(!(await goods.fetch(api)));
  assert.deepEqual(asked, [{}, { "If-None-Match": '"abc"' }]);
  assert.deepEqual(news, ["v1"]);
});

test("pieces are those of the snapshot less what was sold since, in this tab and others", async () => {
  const tablet = makeTablet();
  const { goods, allotment } = await goodsOf(tablet);
  const first = await tablet.queue.record(draft());
  await tablet.queue.record(draft({ lines: [{ variant_id: 1, quantity: 3, unit_vnd: 0, kind: "tasting" }] }));
  await goods.fetch(answering(await signed()));
  assert.equal(goods.remaining(1), 5);
  const back = await tablet.queue.record(draft({ kind: "void", of_sale_id: first.sale_id }));
  await allotment.add([back]);
  await allotment.add([back]);
  assert.equal(goods.remaining(1), 7);
  await goods.fetch(answering(await signed({ version: "v2", last_seq: 2 })));
  assert.equal(goods.remaining(1), 12);
});

test("sales of another tab that come late or out of order are counted once", async () => {
  const tablet = makeTablet();
  const { allotment } = await goodsOf(tablet);
  await allotment.begin(0);
  const rows = [];
  for (let count = 0; count < 4; count += 1) rows.push(await tablet.queue.record(draft()));
  await Promise.all([allotment.add([rows[3]]), allotment.add([rows[1]]), allotment.add([rows[0], rows[2]])]);
  assert.equal(allotment.takenOf(1), 8);
  await allotment.add(rows);
  assert.equal(allotment.takenOf(1), 8);
});

test("a start reads only the sales that were not counted before", async () => {
  const tablet = makeTablet();
  for (let count = 0; count < 250; count += 1) await tablet.queue.record(draft());
  const begun = async (lastSeq) => {
    const { allotment } = await goodsOf(tablet);
    tablet.store.rowsRead = 0;
    await allotment.begin(lastSeq);
    return [allotment.takenOf(1), tablet.store.rowsRead];
  };
  assert.deepEqual(await begun(0), [500, 250]);
  await tablet.queue.record(draft());
  assert.deepEqual(await begun(0), [502, 1]);
  assert.deepEqual(await begun(251), [0, 0]);
  assert.deepEqual(await begun(100), [302, 151]);
});

test("a certificate ends by the time that counts, to the millisecond", async () => {
  const tablet = makeTablet();
  const { goods } = await goodsOf(tablet);
  await goods.fetch(answering(await signed()));
  const variant = goods.byVariant.get(1);
  tablet.steady = HOUR - 1;
  assert.ok(goods.isCertified(variant));
  tablet.steady = HOUR;
  assert.ok(!goods.isCertified(variant));
  tablet.now = 0;
  assert.ok(!goods.isCertified(variant));
  assert.ok(!goods.isCertified({ certified_from_ms: NOON + 9 * HOUR, certified_until_ms: NOON + 99 * HOUR }));
});

test("old goods are told, and sold", async () => {
  const tablet = makeTablet();
  const { goods } = await goodsOf(tablet);
  assert.ok(!goods.isOld());
  await goods.fetch(answering(await signed()));
  tablet.steady = 72 * HOUR + 1;
  assert.ok(goods.isOld());
  assert.equal(goods.remaining(1), 10);
});

function sessionsOf(tablet) {
  const changes = [];
  return { sessions: makeSessions({ store: tablet.store, queue: tablet.queue, onChange: (row) => changes.push(row) }), changes };
}

const OPENED = { session_id: "day", opened_at: "2026-11-22T01:00:00Z", clock_offset_ms: 0, cashier: "lan", float_vnd: 500_000, drawer: [], closed: null };

test("a session is sent as the contract says, without the tablet's own notes", async () => {
  const { sessions } = sessionsOf(makeTablet());
  await sessions.keep(OPENED);
  const sent = [];
  await sessions.send(async (method, path, { body }) => {
    sent.push(...body.sessions);
    return { sessions: [{ session_id: "day", status: "recorded", manifest: null }] };
  });
  assert.deepEqual(sent, [OPENED]);
  assert.equal(await sessions.countUnsent(), 0);
  assert.deepEqual((await sessions.find("day")).answer, { status: "recorded", manifest: null });
  assert.equal((await sessions.open()).session_id, "day");
});

test("what is added while a session is sent is sent afterwards", async () => {
  const { sessions } = sessionsOf(makeTablet());
  const row = await sessions.keep(OPENED);
  await sessions.send(async () => {
    await sessions.keep({ ...row, drawer: [{ entry_id: "1" }] });
    return { sessions: [{ session_id: "day", status: "recorded", manifest: null }] };
  });
  assert.equal(await sessions.countUnsent(), 1);
});

test("sales that a closing misses are sent once more, and then the closing", async () => {
  const tablet = makeTablet();
  const { sessions } = sessionsOf(tablet);
  const { sale_id } = await tablet.queue.record(draft());
  await tablet.queue.answered([{ sale_id, status: "recorded" }]);
  await sessions.keep({ ...OPENED, closed: { closed_at: "2026-11-22T10:00:00Z" } });
  await sessions.send(async () => ({ sessions: [{ session_id: "day", status: "recorded", manifest: { agrees: false, missing: [1] } }] }));
  assert.equal(tablet.queue.unsent, 1);
  assert.equal(await sessions.countUnsent(), 1);
  assert.equal(await sessions.open(), null);
  await tablet.queue.answered([{ sale_id, status: "recorded" }]);
  await sessions.send(async () => ({ sessions: [{ session_id: "day", status: "already_recorded", manifest: { agrees: true, missing: [] } }] }));
  assert.equal(await sessions.countUnsent(), 0);
});

test("a session that the server does not name stays unsent", async () => {
  const { sessions } = sessionsOf(makeTablet());
  await sessions.keep(OPENED);
  await sessions.send(async () => ({ sessions: [{ session_id: "strange", status: "recorded" }] }));
  assert.equal(await sessions.countUnsent(), 1);
  await sessions.send(async () => ({}));
  assert.equal(await sessions.countUnsent(), 1);
});

async function contactOf(tablet, told, { version = "v1" } = {}) {
  const asked = [];
  const releases = [];
  const { goods } = await goodsOf(tablet);
  await goods.fetch(answering(await signed({ version })));
  goods.fetch = async () => asked.push("goods");
  const contact = makeContact({ queue: tablet.queue, goods, clock: tablet.clock, store: tablet.store, release: "xyz", onRelease: (name) => releases.push(name) });
  const api = async (method, path) => {
    asked.push(path);
    return told;
  };
  return { asked, releases, turn: (manual = false) => contact(api, { manual }) };
}

test("goods are fetched when the server has newer ones, or by hand", async () => {
  const { asked, releases, turn } = await contactOf(makeTablet(), { snapshot_version: "v1", release: "abc", last_seq: 0 });
  await turn();
  assert.deepEqual(asked, ["/kiosk/api/contact?unsent=0&last_seq=0&snapshot=v1&release=xyz"]);
  assert.deepEqual(releases, ["abc"]);
  await turn(true);
  assert.equal(asked.at(-1), "goods");
  const newer = await contactOf(makeTablet(), { snapshot_version: "v2" });
  await newer.turn();
  assert.equal(newer.asked.at(-1), "goods");
});

test("the offset is told where it is known", async () => {
  const tablet = makeTablet();
  tablet.clock.heard({ server_time: new Date(NOON - 4_000).toISOString(), sent: 0, received: 0 });
  const { asked, turn } = await contactOf(tablet, { snapshot_version: "v1" });
  await turn();
  assert.match(asked[0], /offset_ms=-4000/);
});

test("a server that was put back to an older day gets its sales again, once for each day", async () => {
  const tablet = makeTablet();
  for (let count = 0; count < 3; count += 1) {
    const { sale_id } = await tablet.queue.record(draft());
    await tablet.queue.answered([{ sale_id, status: count === 1 ? "quarantined" : "recorded" }]);
  }
  const { turn } = await contactOf(tablet, { snapshot_version: "v1", last_seq: 0 });
  await turn();
  assert.deepEqual((await tablet.queue.batch(10)).map((row) => row.seq), [1, 3]);
  for (const row of await tablet.queue.batch(10)) await tablet.queue.answered([{ sale_id: row.sale_id, status: "recorded" }]);
  await turn();
  assert.equal(tablet.queue.unsent, 0);
});

test("the file holds what was not sent, signed, and nothing else", async () => {
  const tablet = makeTablet();
  const { sessions } = sessionsOf(tablet);
  const sent = await tablet.queue.record(draft());
  await tablet.queue.answered([{ sale_id: sent.sale_id, status: "recorded" }]);
  const waits = await tablet.queue.record(draft());
  await sessions.keep(OPENED);
  const text = await exportedQueue({ queue: tablet.queue, sessions, device: { number: 7, name: "Máy 1", token: TOKEN }, clock: tablet.clock });
  const file = JSON.parse(text);
  assert.deepEqual(file.sales, [waits.sale]);
  assert.deepEqual(file.sessions, [OPENED]);
  assert.deepEqual([file.kiosk_export, file.device], [1, 7]);
  assert.ok(await isSigned(TOKEN, file));
  assert.ok(!text.includes(TOKEN));
});

test("room is tried by writing: without it no sale is begun", async () => {
  const { store } = makeTablet();
  const storage = (usage, quota) => ({ estimate: async () => ({ usage, quota }), persist: async () => true, persisted: async () => false });
  assert.ok(await makeSpace({ store, storage: storage(0, 10_000_000) }).mayRecord());
  store.failing = new NoRoom("full");
  assert.ok(!(await makeSpace({ store, storage: undefined }).mayRecord()));
  assert.ok(await makeSpace({ store, storage: undefined }).mayRecord());
  store.failing = new Error("broken");
  await assert.rejects(makeSpace({ store, storage: undefined }).mayRecord(), /broken/);
  const space = makeSpace({ store, storage: storage(0, 1) });
  assert.equal((await space.look({ ask: true })).persisted, true);
  assert.equal((await space.look()).persisted, false);
  const strange = { estimate: async () => { throw new TypeError("not here"); } };
  assert.equal((await makeSpace({ store, storage: strange }).look()).quota, null);
});

test("words: places filled by name, one and many, a key without words shown and told", async (context) => {
  const spoken = { vi: { hello: "Chào %(name)s", pieces: ["%(num)s hộp", "%(num)s hộp"] }, en: { hello: "Hello %(name)s", pieces: ["%(num)s box", "%(num)s boxes"] } };
  const loads = [];
  const words = await makeWords({ load: async (language) => (loads.push(language), spoken[language]), language: "vi" });
  assert.equal(words.say("hello", { name: "Lan %(num)s" }), "Chào Lan %(num)s");
  await words.speak("en");
  await words.speak("vi");
  await words.speak("en");
  assert.deepEqual(loads, ["vi", "en"]);
  assert.equal(words.say("pieces", { num: 1 }), "1 box");
  assert.equal(words.say("pieces", { num: 0 }), "0 boxes");
  assert.equal(words.say("hello"), "Hello %(name)s");
  const told = context.mock.method(console, "error", () => {});
  assert.equal(words.say("nothing.here"), "nothing.here");
  assert.equal(told.mock.callCount(), 1);
});

test("what a screen listened to is forgotten when it closes", () => {
  const events = makeEvents();
  const heard = [];
  events.on("a", () => heard.push("frame"));
  events.onWhileOpen("a", () => heard.push("screen"));
  events.tell("a");
  events.forgetScreen();
  events.tell("a");
  events.tell("b");
  assert.deepEqual(heard, ["frame", "screen", "frame"]);
});

test("a part that is offline is told as such", async () => {
  const { sessions } = sessionsOf(makeTablet());
  await sessions.keep(OPENED);
  await assert.rejects(sessions.send(async () => { throw new Offline("no"); }), Offline);
  assert.equal(await sessions.countUnsent(), 1);
});

test("a tablet does not leave its booth while another tab sells", async () => {
  const tablet = makeTablet();
  // What this tab knows of: nothing is unsent. The other tab writes before the leaving does.
  const queue = { ...tablet.queue, count: async () => { await tablet.queue.record(draft()); return 0; } };
  const sessions = { open: async () => null, countUnsent: async () => queue.count() };
  const booth = makeBooth({ store: tablet.store, queue, sessions, goods: { load() {}, forget() {} }, space: {}, words: {}, events: { tell() {} }, dialogs: {} });
  await booth.load();
  assert.equal(await booth.forget(), false);
  assert.equal((await tablet.queue.batch(9)).length, 1);
  await tablet.queue.answered([{ sale_id: "sale-1", status: "recorded" }]);
  assert.equal(await booth.forget(), true);
  assert.equal((await tablet.queue.recent(9)).length, 0);
});
