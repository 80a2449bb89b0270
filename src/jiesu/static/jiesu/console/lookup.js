// Choosing by typing: a box to type in, and what was found below it.
const on = (kind, handler) => document.addEventListener(kind, handler);
const lookup = (node) => node.closest?.("[data-lookup]");

/** Choose an entry of a lookup by hand: it becomes the only one offered. */
export function pick(box, code, name) {
  const field = box.id.replace(/^desk-/, "");
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name: field, value: code, checked: true });
  radio.dataset.name = name;
  const label = document.createElement("label");
  label.className = "lookup-entry";
  label.append(radio, document.createTextNode(` ${name}`));
  box.querySelector(".lookup-offers").replaceChildren(label);
  box.querySelector(".lookup-search").value = name;
}

on("focusin", (event) => {
  if (!event.target.matches?.(".lookup-search")) return;
  const box = lookup(event.target);
  box.classList.remove("is-closed");
  if (box.querySelectorAll(".lookup-entry").length < 2 || !event.target.value) {
    if (!event.target.value) event.target.dispatchEvent(new Event("jiesu:ask"));
  }
});
on("input", (event) => {
  if (event.target.matches?.(".lookup-search")) lookup(event.target).classList.remove("is-closed");
});
on("change", (event) => {
  const box = event.target.matches?.("input[type=radio]") && lookup(event.target);
  if (box) box.querySelector(".lookup-search").value = event.target.dataset.name ?? "";
});
// The box keeps the focus while an entry is clicked, so that the entries stay in sight until they are chosen.
on("mousedown", (event) => event.target.closest?.(".lookup-offers") && event.preventDefault());
on("click", (event) => {
  const entry = event.target.closest?.(".lookup-entry");
  if (entry && event.detail > 0) lookup(entry).classList.add("is-closed");
});
on("focusout", (event) => {
  const box = lookup(event.target);
  if (!box || box.contains(event.relatedTarget)) return;
  const chosen = box.querySelector("input[type=radio]:checked");
  if (chosen) box.querySelector(".lookup-search").value = chosen.dataset.name ?? box.querySelector(".lookup-search").value;
});
on("keydown", (event) => {
  const box = lookup(event.target);
  if (box && event.key === "Enter") {
    event.preventDefault();
    box.classList.add("is-closed");
  } else if (box && event.key === "Escape") {
    box.classList.add("is-closed");
  } else if (box && event.key === "ArrowDown" && event.target.matches(".lookup-search")) {
    event.preventDefault();
    box.querySelector("input[type=radio]:checked, input[type=radio]")?.focus();
  }
});
