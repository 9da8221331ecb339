// The page that checks labels: reads a code, judges it, and says so in the words that the page brought along.
import { askRegister, openBook } from "./book.js";
import { readPath, readText } from "./statement.js";
import { judge, vietnamDay } from "./verdict.js";

const page = document.querySelector("[data-check]");
const result = page.querySelector("[data-result]");
const finder = page.querySelector("[data-finder]");
const said = page.querySelector("[data-said]");
const ready = page.querySelector("[data-ready]");
const host = page.dataset.host;
let opened = openBook();
let stopCamera = () => {};

function formatDay(day) {
  return day.split("-").reverse().join("/");
}

function template(name) {
  return page.querySelector(`template[data-words="${name}"]`).content.cloneNode(true);
}

function fill(part, values) {
  for (const slot of part.querySelectorAll("[data-slot]")) {
    const value = values[slot.dataset.slot];
    if (value) slot.textContent = value;
    else slot.closest("[data-line]")?.remove();
  }
  for (const link of part.querySelectorAll("a[data-certificate]")) link.href += values.code;
  return part;
}

function facts(statement) {
  const part = fill(template("facts"), {
    ...statement,
    stars: String(statement.stars),
    firstDay: statement.dayIsKnown ? formatDay(statement.firstDay) : "",
    lastDay: formatDay(statement.lastDay),
    signedOn: formatDay(statement.signedOn),
  });
  const seal = part.querySelector("use");
  seal.setAttribute("href", seal.getAttribute("href") + statement.stars);
  return part;
}

/** Says what a text is worth, and then what the register says of it now, if it can be asked. */
async function check(read) {
  stopLooking();
  const { book, isFresh } = await opened;
  const verdict = await judge(read, book, vietnamDay(new Date()));
  const values = { ...verdict, day: verdict.day ? formatDay(verdict.day) : "", bookDay: book ? formatDay(vietnamDay(new Date(book.fetchedAt))) : "" };
  const parts = [fill(template(verdict.name), values)];
  if (verdict.statement) parts.push(facts(verdict.statement));
  result.replaceChildren(...parts);
  result.dataset.verdict = verdict.name;
  result.hidden = false;
  result.focus();
  result.scrollIntoView({ block: "start" });
  if (verdict.code) await addRegister(verdict, isFresh);
}

async function addRegister(verdict, isFresh) {
  const state = isFresh || navigator.onLine ? await askRegister(verdict.code) : null;
  const part = fill(template(state ? `register_${state}` : "register_away"), { code: verdict.code });
  result.append(part);
  result.dataset.register = state ?? "away";
}

async function look() {
  const { watch } = await import("./camera.js");
  finder.hidden = false;
  said.textContent = page.dataset.starting;
  try {
    stopCamera = await watch(finder.querySelector("video"), (text) => check(readText(text, host)));
    said.textContent = page.dataset.hold;
  } catch {
    finder.hidden = true;
    said.textContent = page.dataset.noCamera;
  }
}

function stopLooking() {
  stopCamera();
  stopCamera = () => {};
  finder.hidden = true;
  said.textContent = "";
}

async function readFile(input) {
  const { readPicture } = await import("./camera.js");
  const [file] = input.files;
  const text = file && (await readPicture(file));
  input.value = "";
  if (text) await check(readText(text, host));
  else said.textContent = page.dataset.noCode;
}

async function showReadiness() {
  const { book, isFresh } = await opened;
  const isKept = "serviceWorker" in navigator && Boolean(await navigator.serviceWorker.getRegistration("/kiem-tra").catch(() => null));
  if (!book) return;
  const values = { bookDay: formatDay(vietnamDay(new Date(book.fetchedAt))), count: String(Object.keys(book.taken_back).length) };
  ready.replaceChildren(fill(template(isKept ? "ready" : "only_now"), values));
  ready.dataset.ready = isKept ? "offline" : "now";
  ready.dataset.fresh = isFresh;
}

/** The worker answers for this page, and where a certificate's page cannot be reached. */
async function keepForLater() {
  if (!("serviceWorker" in navigator)) return;
  const scopes = [location.pathname.startsWith("/en/") ? "/en/kiem-tra" : "/kiem-tra", "/kiem-tra", "/chung-nhan/"];
  await Promise.all([...new Set(scopes)].map((scope) => navigator.serviceWorker.register("/kiem-tra/service-worker.js", { scope })));
  await navigator.serviceWorker.ready;
}

page.querySelector("[data-look]").addEventListener("click", look);
page.querySelector("[data-stop]").addEventListener("click", stopLooking);
page.querySelector("input[type=file]").addEventListener("change", (event) => readFile(event.target));
const typed = page.querySelector("input[name=q]");
typed.removeAttribute("maxlength");
typed.form.addEventListener("submit", (event) => {
  event.preventDefault();
  check(readText(typed.value, host));
});
window.addEventListener("hashchange", () => readPath(location.pathname, location.hash).kind !== "nothing" && location.reload());
window.addEventListener("online", () => {
  opened = openBook();
  showReadiness();
});

const here = readPath(location.pathname, location.hash);
if (here.kind !== "nothing") check(here);
keepForLater()
  .catch((trouble) => console.warn("this browser keeps no pages", trouble))
  .then(showReadiness)
  .then(() => (page.dataset.check = "ready"));
