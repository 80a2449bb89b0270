// Picking days on the year: a click picks one, Shift and a click a stretch; the form beside takes them.
const year = document.querySelector("[data-year]");
const first = document.querySelector("#id_first");
const last = document.querySelector("#id_last");

function show() {
  const from = first.value;
  const to = last.value || from;
  for (const day of year.querySelectorAll("[data-day]"))
    day.classList.toggle("is-picked", Boolean(from) && day.dataset.day >= from && day.dataset.day <= to);
}

year?.addEventListener("click", (event) => {
  const day = event.target.closest("[data-day]")?.dataset.day;
  if (!day || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  if (event.shiftKey && first.value) [first.value, last.value] = [first.value, day].sort();
  else first.value = last.value = day;
  show();
});
for (const field of [first, last]) field?.addEventListener("input", show);
if (year) show();
