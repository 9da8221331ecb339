// What the phone takes along: the shop's public keys and the codes that count no more, with when it was fetched.
const SHELF = "check-book";
const ADDRESS = "/kiem-tra/so-mang-theo.json";
const PATIENCE_MS = 5000;

/** The newest book that can be had: from the shop, else the one put aside; null where there is neither. */
export async function openBook() {
  try {
    const answer = await fetch(ADDRESS, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(answer.status);
    const book = { ...(await answer.json()), fetchedAt: Date.now() };
    await putAside(book);
    return { book, isFresh: true };
  } catch {
    return { book: await fromShelf(), isFresh: false };
  }
}

async function putAside(book) {
  try {
    await (await caches.open(SHELF)).put(ADDRESS, new Response(JSON.stringify(book), { headers: { "Content-Type": "application/json" } }));
  } catch {
    // Without room or in a private window it works as long as the page is open.
  }
}

async function fromShelf() {
  const kept = await (await caches.open(SHELF)).match(ADDRESS).catch(() => null);
  return kept ? kept.json() : null;
}

/** What the register says of a code now: its state, "unknown", or null where it cannot be asked. */
export async function askRegister(code) {
  try {
    const answer = await fetch(`/api/v1/certificates/${code}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 404) return "unknown";
    return answer.ok ? (await answer.json()).state : null;
  } catch {
    return null;
  }
}
