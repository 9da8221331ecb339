// A page of fields used like a sheet: arrows and Enter move within a column, Ctrl+S keeps, and changes are counted.
const EDITED = "edited";

export function attach(form) {
  const fields = [...form.querySelectorAll("input.input")];
  const ticks = [...form.querySelectorAll("input[type=checkbox]")];
  const note = form.querySelector("[data-changes]");
  const words = note.textContent;

  const columnOf = (field) => field.name.slice(0, field.name.lastIndexOf("-"));
  const step = (field, by) => {
    const column = fields.filter((other) => columnOf(other) === columnOf(field));
    const next = column[column.indexOf(field) + by];
    if (next) {
      next.focus();
      next.select();
    }
    return Boolean(next);
  };

  const count = () => {
    fields.forEach((field) => field.classList.toggle(EDITED, field.value.trim() !== field.dataset.kept));
    const changed =
      fields.filter((field) => field.classList.contains(EDITED)).length +
      ticks.filter((tick) => tick.checked !== tick.defaultChecked).length;
    const { one, many } = note.dataset;
    note.textContent = changed === 0 ? words : changed === 1 ? one : many.replace("{count}", String(changed));
  };

  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (by && fields.includes(event.target)) {
      event.preventDefault(); // Enter would send a half-filled page
      step(event.target, by);
    }
  });
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  count();
}
