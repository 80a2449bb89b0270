// The registration desk: what belongs together on it.
import "./desk-advised.js";
import "./desk-draft.js";
import { pick } from "./lookup.js";
import { showMap } from "./map.js";

const on = (kind, handler) => document.addEventListener(kind, handler);

on("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest?.("#desk")) {
    event.preventDefault();
    document.querySelector("#desk").requestSubmit();
  }
});

// A division that the address names is taken, as long as nobody has chosen another.
on("htmx:afterSwap", (event) => {
  if (event.target.id !== "beside") return;
  const heard = event.target.querySelector("[data-heard]");
  const box = document.querySelector("#desk-area_code");
  if (heard && box && !box.contains(document.activeElement) && !box.querySelector("input[type=radio]:checked")?.value) {
    pick(box, heard.dataset.code, heard.dataset.name);
    advise();
  }
});

function begin(within) {
  const place = within.querySelector?.("[data-map]");
  if (place) showMap(place);
  within.querySelector?.("#desk [aria-invalid=true]")?.focus();
}
// Whose duty it is depends on the topic and the division.
const advise = () => {
  for (const box of document.querySelectorAll("#desk-dispatch .units-search")) box.dispatchEvent(new Event("search"));
};
on("change", (event) => ["topic_code", "area_code", "disposition"].includes(event.target.name) && advise());

on("htmx:load", (event) => begin(event.target));
begin(document);
