// Reading QR codes with the phone's camera, or from a picture that was taken before.
const READER = "../vendor/qr-scanner/qr-scanner.min.js";
// A code that fills the picture is read fastest when small; one in a corner of a photo only when large.
const SIDES = [800, 1600, 400];

/** Watches the camera until something is read; answers how to stop. Throws where there is no camera. */
export async function watch(video, onText) {
  const { default: QrScanner } = await import(READER);
  const scanner = new QrScanner(video, ({ data }) => onText(data), { returnDetailedScanResult: true, maxScansPerSecond: 8, highlightScanRegion: false });
  try {
    await scanner.start();
  } catch (trouble) {
    scanner.destroy();
    throw trouble;
  }
  return () => scanner.destroy();
}

/** What the code in a picture says; null where none can be read. Drawn by us, as no policy of ours lets blobs be loaded. */
export async function readPicture(file) {
  const { default: QrScanner } = await import(READER);
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  for (const side of SIDES) {
    const found = await QrScanner.scanImage(drawn(picture, side), { returnDetailedScanResult: true }).catch(() => null);
    if (found) return found.data;
  }
  return null;
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
