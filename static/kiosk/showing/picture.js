// A good's photo, or our drawing of its kind on the ground of its region; both lie on the tablet.
import { element } from "../element.js";

const DRAWINGS = new URL("../../img/kinds/", import.meta.url).pathname;

/** The address of the drawing that stands for a good without photos. */
export const drawingOf = (good) => `${DRAWINGS}${good.picture ?? good.kind ?? "other"}.svg`;

/** The picture of a good. `photo`: which of its photos; `small`: for a card; the name stands beside it, so alt is empty. */
export function picture(good, { photo = good.photos?.[0], small = false, alt = "", eager = false } = {}) {
  const drawn = () => {
    const image = element("img", { src: drawingOf(good), alt, width: 400, height: 500, draggable: false });
    return element(`span.shown.ground-${good.ground ?? "red-river-delta"}`, {}, image);
  };
  if (!photo) return drawn();
  const image = element("img", {
    src: (small && photo.small) || photo.src,
    alt,
    width: photo.width,
    height: photo.height,
    loading: eager ? "eager" : "lazy",
    decoding: "async",
    draggable: false,
  });
  const shown = element("span.shown.photographed", {}, image);
  // A photo that was never fetched and is out of reach: the drawing stands in.
  image.addEventListener("error", () => shown.replaceWith(drawn()), { once: true });
  return shown;
}
