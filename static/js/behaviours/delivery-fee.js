// Shows fee and days on the good's own page: asks the address that the form would lead to and takes the answer from it.
const A_YEAR = 365 * 24 * 3600;

export function attach(form) {
  const province = form.querySelector("select");
  const place = form.querySelector(".delivery-place");
  const known = document.cookie.match(/(?:^|; )province=(\d\d)(?:;|$)/)?.[1];

  form.querySelector("button").remove();

  async function show() {
    const code = province.value;
    if (!code) return place.replaceChildren();
    try {
      const answer = await fetch(`${form.getAttribute("action")}?province=${code}`);
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (code === province.value) place.replaceChildren(page.querySelector(".delivery-answer"));
    } catch {
      form.submit();
    }
  }

  province.addEventListener("change", () => {
    if (province.value) {
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `province=${province.value}; path=/; max-age=${A_YEAR}; samesite=lax${secure}`;
    }
    show();
  });
  if (known && !province.value) {
    province.value = known;
    show();
  }
}
