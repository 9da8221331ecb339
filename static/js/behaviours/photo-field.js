// A field for photos in a form: what is chosen is made small in its place and shown; the form is sent as always.
import { smallPhoto } from "../parts/small-photo.js";

export function attach(element) {
  const input = element.querySelector("input");
  const shown = document.createElement("div");
  shown.className = "photo-field-shown";
  shown.setAttribute("role", "img");
  let work = null;

  async function shrink() {
    const files = [...input.files].slice(0, Number(element.dataset.most));
    const small = new DataTransfer();
    const pictures = [];
    for (const file of files) {
      const { blob, shown: picture } = await smallPhoto(file);
      small.items.add(blob === file ? file : new File([blob], file.name, { type: blob.type }));
      if (picture) pictures.push(picture);
    }
    input.files = small.files;
    shown.replaceChildren(...pictures);
    shown.setAttribute("aria-label", `${element.dataset.shown}: ${files.length}`);
    if (pictures.length) element.append(shown);
    else shown.remove();
    work = null;
  }

  input.addEventListener("change", () => {
    work = shrink();
  });
  input.form?.addEventListener("submit", (event) => {
    if (!work) return;
    event.preventDefault();
    work.then(() => input.form.requestSubmit(event.submitter));
  });
}
