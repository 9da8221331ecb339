// A short word with the server at each turn: it tells its time, and whether goods, program or sales are out of step.

/** A part of the sync; `goods` fetches when its version differs, `release` is the program that runs here, `onRelease` is told
 * which one the server has. */
export function makeContact({ queue, goods, clock, store, release = null, onRelease = () => {} }) {
  let sentAgainAfter = null;

  return async function contact(api, { manual }) {
    const head = (await store.read(["kept"], (t) => t.get("kept", "head"))) ?? { seq: 0 };
    const asked = new URLSearchParams({ unsent: queue.unsent, last_seq: head.seq });
    if (clock.offset() !== null) asked.set("offset_ms", clock.offset());
    if (goods.snapshot) asked.set("snapshot", goods.snapshot.version);
    if (release) asked.set("release", release);
    const told = await api("GET", `/kiosk/api/contact?${asked}`);
    await store.change(["kept"], (t) => t.put("kept", { name: "clock", ...clock.kept() }));
    if (manual || !goods.snapshot || told.snapshot_version !== goods.snapshot.version || goods.isOld()) await goods.fetch(api);
    await sendLost(told.last_seq, head.seq);
    onRelease(told.release);
  };

  /** A server that was put back to an older day lost sales that it once said to have: they are here. */
  async function sendLost(theirs, ours) {
    if (!Number.isInteger(theirs) || theirs >= ours || queue.unsent || theirs === sentAgainAfter) return;
    sentAgainAfter = theirs;
    const lost = [];
    await queue.eachAfter(theirs, (row) => row.status !== "quarantined" && lost.push(row.seq));
    await queue.sendAgain(lost);
  }
}
