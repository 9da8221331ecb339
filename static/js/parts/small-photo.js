// Makes a photo small on the phone before it is sent: upright, at most 2000 dots a side, as a JPEG. What this browser
// cannot read goes as it is: the shop makes every photo anew anyway.
const SIDE = 2000;
const SHOWN = 160;

function drawn(picture, share) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * share));
  canvas.height = Math.max(1, Math.round(picture.height * share));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** What to send of a chosen file, and a small canvas to show of it (null where the browser cannot read it). */
export async function smallPhoto(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return { blob: file, shown: null };
  }
  const side = Math.max(picture.width, picture.height);
  const canvas = drawn(picture, Math.min(1, SIDE / side));
  picture.close();
  const shown = drawn(canvas, Math.min(1, SHOWN / Math.min(canvas.width, canvas.height)));
  const blob = await new Promise((tell) => canvas.toBlob(tell, "image/jpeg", 0.85));
  // Phones have little memory for large pictures: let go of it now.
  canvas.width = canvas.height = 0;
  const isSmaller = blob && (side > SIDE || blob.size < file.size);
  return { blob: isSmaller ? blob : file, shown };
}
