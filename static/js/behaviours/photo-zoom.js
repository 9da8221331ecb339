// Shows a photo as large as the window. Without scripts the link opens the picture itself.
export function attach(element) {
  const dialog = document.createElement("dialog");
  dialog.className = "photo-zoom";
  const image = new Image();
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-quiet";
  close.textContent = element.dataset.close;
  dialog.append(image, close);

  element.addEventListener("click", (event) => {
    const link = event.target.closest("[data-zoom]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const small = link.querySelector("img");
    image.src = link.href;
    image.alt = small.alt || document.querySelector("h1").textContent;
    dialog.setAttribute("aria-label", image.alt);
    document.body.append(dialog);
    dialog.showModal();
  });

  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
}
