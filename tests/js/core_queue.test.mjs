import assert from "node:assert/strict";
import { test } from "node:test";

import { canonical, sha256 } from "../../static/kiosk/canonical.js";
import { findReceiptCodes } from "../../static/kiosk/codes.js";
import { totalOf } from "../../static/kiosk/queue.js";
import { draft, makeTablet, NOON } from "./booth_parts.mjs";

test("a sale is told only after it was written", async () => {
  const { queue, store, told } = makeTablet();
  const row = await queue.record(draft());
  assert.equal(store.writes, 1);
  assert.deepEqual(told, [[1]]);
  assert.deepEqual(await queue.find(row.sale_id), row);
  assert.equal(row.total_vnd, 50_000);
  assert.equal(queue.unsent, 1);
});

test("what could not be written was not sold", async () => {
  const { queue, store, told } = makeTablet();
  store.failing = new Error("no room");
  await assert.rejects(queue.record(draft()), /no room/);
  assert.equal(queue.unsent, 0);
  assert.deepEqual(told, []);
  assert.equal((await queue.record(draft())).seq, 1);
});

test("each entry is chained to the one before, as the server reckons it", async () => {
  const { queue } = makeTablet();
  let before = "";
  for (let seq = 1; seq <= 5; seq += 1) {
    const { sale } = await queue.record(draft());
    const { hash, ...rest } = sale;
    assert.equal(sale.seq, seq);
    assert.equal(sale.previous_hash, before);
    assert.equal(hash, await sha256(before + canonical(rest)));
    before = hash;
  }
});

test("a sale carries the raw time and what must be added to it", async () => {
  const { queue, clock } = makeTablet();
  const unknown = (await queue.record(draft())).sale;
  assert.deepEqual([unknown.clock_offset_ms, unknown.known_at_ms], [null, null]);
  clock.heard({ server_time: "2026-11-22T12:00:00Z", sent: 0, received: 0 });
  const { sale, at_ms } = await queue.record(draft());
  assert.equal(sale.sold_at, new Date(NOON).toISOString());
  assert.equal(sale.clock_offset_ms, 7 * 3_600_000);
  assert.equal(sale.known_at_ms, NOON + 7 * 3_600_000);
  assert.equal(at_ms, NOON + 7 * 3_600_000);
});

test("two tabs that sell at once get numbers of their own, without a gap", async () => {
  const one = makeTablet();
  const tabs = [one, makeTablet({ store: one.store, uuids: "other" })];
  const rows = [];
  for (let round = 0; round < 4; round += 1) {
    rows.push(...(await Promise.all(tabs.map((tab, place) => tab.queue.record(draft({ cashier: `${place}` }))))));
  }
  assert.deepEqual(rows.map((row) => row.seq).sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.equal(new Set(rows.map((row) => row.code)).size, 8);
  const chain = await one.queue.after(0, 100);
  chain.forEach((row, place) => assert.equal(row.sale.previous_hash, place ? chain[place - 1].sale.hash : ""));
});

test("a code that was shown is never given again", async () => {
  const { queue } = makeTablet();
  const given = await queue.reserveCode();
  const abandoned = await queue.reserveCode();
  const row = await queue.record(draft({ tender: "vietqr", code: given }));
  const next = await queue.record(draft());
  assert.equal(row.code, given);
  assert.equal(new Set([given, abandoned, next.code]).size, 3);
  assert.deepEqual(findReceiptCodes(`${given} ${abandoned} ${next.code}`), [given, abandoned, next.code]);
  assert.equal((await queue.findByCode(given)).sale_id, row.sale_id);
});

test("a tablet whose store was put back goes on after what the server has", async () => {
  const { queue } = makeTablet({ snapshot: { last_seq: 40, made_at: "2026-11-22T01:00:00Z" } });
  const { sale } = await queue.record(draft());
  assert.equal(sale.seq, 41);
  assert.equal(sale.snapshot_made_at, "2026-11-22T01:00:00Z");
});

test("what the server answered is kept, what it did not name is sent again", async () => {
  const { queue } = makeTablet();
  const rows = [];
  for (let count = 0; count < 5; count += 1) rows.push(await queue.record(draft()));
  const answers = [
    { sale_id: rows[0].sale_id, status: "recorded", receipt: rows[0].code, exceptions: [] },
    { sale_id: rows[1].sale_id, status: "already_recorded", receipt: rows[1].code, exceptions: ["oversold"] },
    { sale_id: rows[2].sale_id, status: "quarantined", receipt: "", exceptions: ["other_body"] },
    { sale_id: rows[3].sale_id, status: "perhaps" },
    { sale_id: "a stranger", status: "recorded" },
    { sale_id: null, status: "quarantined" },
  ];
  assert.equal(await queue.answered(answers), 3);
  assert.equal(await queue.answered(answers), 0);
  assert.deepEqual((await queue.batch(100)).map((row) => row.seq), [4, 5]);
  assert.equal(queue.unsent, 2);
  assert.equal(await queue.count(), 2);
  assert.deepEqual((await queue.find(rows[1].sale_id)).exceptions, ["oversold"]);
  assert.equal((await queue.find(rows[2].sale_id)).status, "quarantined");
});

test("what is set aside waits for a person, counts as unsent and lets the others pass", async () => {
  const { queue } = makeTablet();
  const first = await queue.record(draft());
  await queue.record(draft());
  await queue.setAside(first.sale_id, "not_json");
  assert.deepEqual((await queue.batch(10)).map((row) => row.seq), [2]);
  assert.equal(await queue.count(), 2);
  await queue.tryAgain();
  assert.deepEqual((await queue.batch(10)).map((row) => row.seq), [1, 2]);
});

test("a server that lost sales gets them again", async () => {
  const { queue } = makeTablet();
  const { sale_id } = await queue.record(draft());
  await queue.answered([{ sale_id, status: "recorded", receipt: "x" }]);
  assert.equal(await queue.sendAgain([1, 2]), 1);
  assert.equal(queue.unsent, 1);
  assert.equal(await queue.sendAgain([1]), 0);
});

test("a session's manifest: how many, how much, from where to where, and the last hash", async () => {
  const { queue } = makeTablet();
  assert.deepEqual(await queue.manifest("day"), { count: 0, sum_vnd: 0, first_seq: 0, last_seq: 0, hash: "" });
  await queue.record(draft({ session_id: "yesterday" }));
  const sold = await queue.record(draft());
  await queue.record(draft({ tender: "none", lines: [{ variant_id: 1, quantity: 1, unit_vnd: 25_000, kind: "tasting" }] }));
  const back = draft({ kind: "return", of_sale_id: sold.sale_id, lines: [{ variant_id: 1, quantity: 1, unit_vnd: 25_000, kind: "sale" }] });
  const last = await queue.record(back);
  assert.deepEqual(await queue.manifest("day"), { count: 3, sum_vnd: 25_000, first_seq: 2, last_seq: 4, hash: last.sale.hash });
  assert.deepEqual((await queue.backOf(sold.sale_id)).map((row) => row.seq), [4]);
  assert.deepEqual((await queue.recent(2)).map((row) => row.seq), [4, 3]);
  assert.deepEqual((await queue.recent(2, 3)).map((row) => row.seq), [2, 1]);
});

test("thousands of sales: one more costs as little as the first", async () => {
  const { queue, store } = makeTablet();
  for (let count = 0; count < 500; count += 1) await queue.record(draft());
  store.rowsRead = 0;
  store.reads = 0;
  await queue.record(draft());
  assert.equal(store.rowsRead, 0);
  assert.equal(store.reads, 1);
  assert.equal((await queue.batch(100)).length, 100);
  let seen = 0;
  await queue.eachOf("day", () => (seen += 1));
  assert.equal(seen, 501);
});

test("what a draft leaves out is left out of the hash as well", async () => {
  const { queue } = makeTablet();
  const { sale } = await queue.record(draft({ seen_by: undefined, lines: [{ variant_id: 1, quantity: 1, unit_vnd: 5, kind: "sale", lot: undefined }] }));
  assert.ok(!("seen_by" in sale));
  assert.ok(!("lot" in sale.lines[0]));
});

test("money of a sale", () => {
  assert.equal(totalOf({ lines: [{ quantity: 2, unit_vnd: 10, kind: "sale" }, { quantity: 9, unit_vnd: 10, kind: "damage" }] }), 20);
  assert.equal(totalOf({ kind: "void", lines: [{ quantity: 2, unit_vnd: 10, kind: "sale" }] }), -20);
  assert.ok(Object.is(totalOf({ kind: "void", lines: [] }), 0));
});
