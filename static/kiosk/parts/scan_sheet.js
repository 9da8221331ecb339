// Scanning with the tablet's camera: QR everywhere, the bars of a pack where the browser can read them itself.
import { element } from "../element.js";
import { openSheet } from "./sheet.js";

const BARS = ["ean_13", "ean_8", "upc_a", "upc_e"];
const LOOK_EVERY_MS = 180;

/** Can this browser read the bars of a pack by itself? */
export async function readsBars() {
  if (!("BarcodeDetector" in window)) return false;
  const formats = await window.BarcodeDetector.getSupportedFormats();
  return BARS.some((format) => formats.includes(format));
}

/** Reads QR and bars by the browser's own detector; answers how to stop. */
async function watchBars(video, onCode) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  const detector = new window.BarcodeDetector({ formats: ["qr_code", ...BARS] });
  video.srcObject = stream;
  await video.play();
  const looking = setInterval(async () => {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) onCode(found.rawValue);
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(looking);
    for (const track of stream.getTracks()) track.stop();
  };
}

/** Reads QR codes by the reader that we carry. */
async function watchQr(video, onCode) {
  const { default: QrScanner } = await import("../../vendor/qr-scanner/qr-scanner.min.js");
  const scanner = new QrScanner(video, ({ data }) => onCode(data), { returnDetailedScanResult: true, maxScansPerSecond: 8 });
  try {
    await scanner.start();
  } catch (trouble) {
    scanner.destroy();
    throw trouble;
  }
  return () => scanner.destroy();
}

/** What the camera read or somebody typed under its picture; null when it was closed. */
export function scan(booth) {
  let stop = () => {};
  let isOver = false;
  const build = (finish) => {
    const video = element("video", { playsinline: true, muted: true, aria: { label: booth.say("scan.picture") } });
    const said = element("p.scan-said", { role: "status" }, booth.say("scan.starting"));
    const typed = element("input", { name: "code", inputmode: "text", autocomplete: "off", autocapitalize: "off" });
    const found = (text) => {
      if (isOver) return;
      isOver = true;
      navigator.vibrate?.(60);
      finish(text);
    };
    begin(video, found, said).then((stopping) => (isOver ? stopping() : (stop = stopping)));
    const submit = (event) => {
      event.preventDefault();
      if (typed.value.trim()) found(typed.value.trim());
    };
    return element(
      "div",
      {},
      element("div.finder", {}, video),
      said,
      element(
        "form",
        { on: { submit } },
        element("label", {}, element("span", {}, booth.say("scan.by_hand")), typed),
        element("button.button.button-quiet", { type: "submit", data: { act: "find" } }, booth.say("scan.find")),
      ),
    );
  };

  async function begin(video, found, said) {
    try {
      const hasBars = await readsBars();
      const stopping = await (hasBars ? watchBars : watchQr)(video, found);
      said.textContent = booth.say(hasBars ? "scan.hold_all" : "scan.hold_qr");
      return stopping;
    } catch {
      said.textContent = booth.say("scan.no_camera");
      video.parentElement.hidden = true;
      return () => {};
    }
  }

  return openSheet(booth, { name: "scan-sheet", title: booth.say("scan.title"), build }).finally(() => {
    isOver = true;
    stop();
  });
}
