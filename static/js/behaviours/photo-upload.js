// Sends photos one after the other: each made small first, with its progress; a bad network is waited for. A photo keeps
// the key that was made for it, so however often it is sent, it is taken once.
import { smallPhoto } from "../parts/small-photo.js";

const WAITS = [2, 4, 8, 16, 30];
const SEND_MS = 180_000;
const PASSING = new Set([0, 408, 429, 502, 503, 504]);

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function post(address, fields, progress) {
  return new Promise((tell) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", address);
    asked.setRequestHeader("Accept", "application/json");
    asked.responseType = "json";
    asked.timeout = SEND_MS;
    asked.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
    asked.addEventListener("loadend", () => tell(asked));
    asked.send(fields);
  });
}

function wait(seconds) {
  return new Promise((go) => {
    setTimeout(go, seconds * 1000);
    addEventListener("online", go, { once: true });
  });
}

export function attach(form) {
  const list = form.querySelector("ol");
  const blank = form.querySelector("template");
  const said = form.querySelector("[role=status]");
  const queue = [];
  let isBusy = false;
  let taken = 0;

  function show(photo, state, words) {
    photo.state = state;
    for (const part of photo.row.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(state);
    }
    if (words) photo.row.querySelector("[data-words]").textContent = words;
  }

  async function send(photo) {
    show(photo, "shrinking");
    const small = await smallPhoto(photo.file);
    if (small.shown) photo.row.querySelector(".sending-look").replaceChildren(small.shown);
    const bar = photo.row.querySelector("progress");
    for (let tries = 0; photo.state !== "gone"; tries += 1) {
      const fields = new FormData();
      fields.set("form_key", photo.key);
      fields.set("photo", small.blob, photo.file.name);
      show(photo, "sending");
      const answer = await post(form.action, fields, (share) => {
        bar.value = share;
        // All of it is there; the shop is making it anew.
        if (share === 1) show(photo, "making");
      });
      // Whoever was logged out gets a page to log in, which is no answer.
      if (answer.status === 200 && answer.response) return finish(photo);
      if (answer.status === 422 && answer.response) return show(photo, "refused", answer.response.message);
      if (answer.status === 413) return show(photo, "refused", form.dataset.large);
      if (!PASSING.has(answer.status) || tries === WAITS.length) return show(photo, "failed");
      show(photo, "waiting");
      await wait(Number(answer.getResponseHeader("Retry-After")) || WAITS[tries]);
    }
  }

  function finish(photo) {
    photo.row.remove();
    taken += 1;
    said.textContent = form.dataset.taken.replace("0", taken);
    document.dispatchEvent(new Event("photoschange"));
  }

  async function work() {
    if (isBusy) return;
    isBusy = true;
    while (queue.length) await send(queue.shift());
    isBusy = false;
  }

  function add(file) {
    const row = blank.content.firstElementChild.cloneNode(true);
    row.querySelector("strong").textContent = file.name;
    const photo = { file, row, key: newKey() };
    row.querySelector("[data-again]").addEventListener("click", () => {
      queue.push(photo);
      work();
    });
    row.querySelector("[data-leave]").addEventListener("click", () => {
      show(photo, "gone");
      if (queue.includes(photo)) queue.splice(queue.indexOf(photo), 1);
      row.remove();
      form.querySelector("input").focus();
    });
    list.append(row);
    show(photo, "queued");
    queue.push(photo);
  }

  form.addEventListener("change", (event) => {
    for (const file of event.target.files ?? []) add(file);
    event.target.value = "";
    work();
  });
  addEventListener("beforeunload", (event) => {
    if (isBusy) event.preventDefault();
  });
}
