// Hands the page's address to the device's own sharing sheet, or copies it.
export function attach(element) {
  const { address: url, title } = element.dataset;
  const share = element.querySelector("[name=share]");
  const copy = element.querySelector("[name=copy]");
  const status = element.querySelector("[role=status]");

  if (navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  }
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(url);
    status.textContent = status.dataset.done;
    setTimeout(() => (status.textContent = ""), 4000);
  });
}
