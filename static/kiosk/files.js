// The queue as a file, when nothing else brings it to the shop. The office takes it in like what is sent.
import { canonical, sign } from "./canonical.js";
import { asSent } from "./sessions.js";

/** Everything that the server does not have, as text; it holds goods and money, nothing of the people who bought. */
export async function exportedQueue({ queue, sessions, device, clock }) {
  const sales = [];
  await queue.eachAfter(0, (row) => row.unsent && sales.push(row.sale));
  const open = (await sessions.list()).filter((row) => row.unsent).map(asSent);
  const content = {
    kiosk_export: 1, device: device.number, device_name: device.name ?? "", made_at: new Date(clock.now()).toISOString(),
    sales, sessions: open,
  };
  return JSON.stringify({ ...content, signature: await sign(device.token, canonical(content)) }, null, 1);
}

/** Lets the browser save a text as a file. */
export function saveAs(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
