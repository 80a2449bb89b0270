// The keyboard: / j k Enter o a n Esc ? — silent while somebody types.
import { choose, chosen, closePanel, nextOne, open, rows } from "./frame.js";

const typing = (target) => target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  choose(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function escape(event) {
  const form = event.target.closest?.("form.act");
  if (form) form.querySelector("[data-close]")?.click();
  else if (typing(event.target)) event.target.blur();
  else closePanel();
}

const KEYS = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  Enter: () => open(chosen()),
  o: () => {
    const link = chosen()?.querySelector("[data-open]") ?? document.querySelector("[data-alone]");
    if (link) window.open(link.href, "_blank", "noopener");
  },
  a: () => document.querySelector("[data-first]")?.click(),
  n: nextOne,
  "?": () => document.querySelector("#help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return escape(event);
  if (typing(event.target) || (event.key === "Enter" && event.target.closest("a, button, summary, input"))) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
