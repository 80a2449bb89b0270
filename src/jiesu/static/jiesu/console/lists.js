// Lists: choosing many rows, and coming back to where one was.
import { chosen } from "./frame.js";

const list = document.querySelector("[data-list]");
const place = location.pathname + location.search;
const SELECTED = `jiesu-selected:${place}`;
const SCROLL = `jiesu-scroll:${place}`;
const picks = () => [...list.querySelectorAll("[data-pick]")];
const picked = () => picks().filter((box) => box.checked);
let last = null;
let pending = 0;

function show() {
  const numbers = picked().map((box) => box.value);
  list.classList.toggle("has-selection", numbers.length > 0);
  list.querySelector("[data-selected-count]").hidden = !numbers.length;
  list.querySelector("[data-selected-count] b").textContent = numbers.length;
  list.querySelector("[data-select-none]").hidden = !numbers.length;
  const all = list.querySelector("[data-select-all]");
  if (all) {
    all.checked = numbers.length > 0 && numbers.length === picks().length;
    all.indeterminate = numbers.length > 0 && !all.checked;
  }
  sessionStorage.setItem(SELECTED, JSON.stringify(numbers));
  clearTimeout(pending);
  const offers = list.querySelector("#offers");
  if (numbers.length) pending = setTimeout(() => htmx.trigger(offers, "jiesu:selected"), 150);
  else offers.replaceChildren();
}

function restore() {
  const kept = new Set(JSON.parse(sessionStorage.getItem(SELECTED) ?? "[]"));
  for (const box of picks()) box.checked = kept.has(box.value);
  show();
}

function set(boxes, value) {
  for (const box of boxes) box.checked = value;
  show();
}

function pick(box, withRange) {
  const all = picks();
  if (withRange && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const other of all.slice(from, to + 1)) other.checked = box.checked;
  }
  last = box;
  show();
}

list.classList.add("is-live");
list.addEventListener("click", (event) => {
  if (event.target.matches("[data-pick]")) pick(event.target, event.shiftKey);
  else if (event.target.matches("[data-select-all]")) set(picks(), event.target.checked);
  else if (event.target.matches("[data-select-none]")) set(picks(), false);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const box = chosen()?.querySelector("[data-pick]");
  if (!box) return;
  box.checked = !box.checked;
  pick(box, event.shiftKey);
});

// The verb has been carried out: what is told of each order stands beside the list, and nothing stays chosen.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "panel" && document.querySelector("#panel [data-outcome]")) set(picks(), false);
  if (event.target.id === "found" || event.detail.target?.id === "found") {
    restore();
    mark();
  }
});

function mark() {
  const kept = sessionStorage.getItem("chosen");
  for (const row of list.querySelectorAll("[data-row]")) row.classList.toggle("is-chosen", row.dataset.row === kept);
}

const scroller = () => (list.scrollHeight > list.clientHeight + 1 ? list : document.querySelector("#main"));
addEventListener("pagehide", () => sessionStorage.setItem(SCROLL, String(scroller().scrollTop)));
restore();
if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
  mark();
  scroller().scrollTop = Number(sessionStorage.getItem(SCROLL) ?? 0);
}
