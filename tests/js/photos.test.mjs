import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { keepPhotos, photosOf } from "../../static/kiosk/photos.js";

const photo = (name) => ({ src: `/media/${name}-1280.webp`, small: `/media/${name}-400.webp` });

/** A cache as browsers have it, of addresses. */
function makeCache(...addresses) {
  const there = new Set(addresses);
  return {
    there,
    keys: async () => [...there].map((address) => ({ url: `https://shop.example${address}` })),
    put: async (address) => void there.add(address),
    delete: async (address) => there.delete(address),
  };
}

const answers = (status = 200) => mock.fn(async () => ({ ok: status === 200 }));

test("a snapshot's photos, each once, and nothing from anywhere else", () => {
  const snapshot = {
    variants: [
      { photos: [photo("a"), photo("b")] },
      { photos: [photo("a"), { src: "https://elsewhere.example/x.webp" }, { src: "/kiosk/api/sales" }] },
      {},
    ],
  };
  assert.deepEqual(photosOf(snapshot), ["/media/a-400.webp", "/media/a-1280.webp", "/media/b-400.webp", "/media/b-1280.webp"]);
  assert.deepEqual(photosOf(null), []);
});

test("only what is missing is fetched, what nobody names goes", async () => {
  const cache = makeCache("/media/old.webp", "/media/a.webp");
  const fetch = answers();
  assert.deepEqual(await keepPhotos(["/media/a.webp", "/media/b.webp"], { cache, fetch }), { kept: 2, missing: 0 });
  assert.deepEqual([...cache.there], ["/media/a.webp", "/media/b.webp"]);
  assert.deepEqual(fetch.mock.calls.map((call) => call.arguments[0]), ["/media/b.webp"]);
});

test("what cannot be fetched is missing and asked for another time", async () => {
  const cache = makeCache();
  assert.deepEqual(await keepPhotos(["/media/a.webp"], { cache, fetch: answers(404) }), { kept: 0, missing: 1 });
  const cut = mock.fn(async () => Promise.reject(new TypeError("cut off")));
  mock.method(console, "warn", () => {}, { times: 1 });
  assert.deepEqual(await keepPhotos(["/media/a.webp"], { cache, fetch: cut }), { kept: 0, missing: 1 });
  assert.deepEqual(await keepPhotos(["/media/a.webp"], { cache, fetch: answers() }), { kept: 1, missing: 0 });
});

test("photos stop where room is short", async () => {
  const cache = makeCache();
  let room = 2;
  const hasRoom = async () => room-- > 0;
  const wanted = ["/media/a.webp", "/media/b.webp", "/media/c.webp", "/media/d.webp"];
  assert.deepEqual(await keepPhotos(wanted, { cache, fetch: answers(), hasRoom }), { kept: 2, missing: 2 });
});

test("a few at a time, and each step is told", async () => {
  let open = 0;
  let most = 0;
  const fetch = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 1));
    open -= 1;
    return { ok: true };
  };
  const steps = [];
  const wanted = Array.from({ length: 10 }, (_, at) => `/media/${at}.webp`);
  await keepPhotos(wanted, { cache: makeCache("/media/0.webp"), fetch, onProgress: ({ done, all }) => steps.push(`${done}/${all}`) });
  assert.equal(most, 3);
  assert.deepEqual([steps[0], steps.at(-1), steps.length], ["1/10", "10/10", 10]);
});
