// The frame: navigation on small screens, theme, the panel beside a list, forms in place, toasts.
const $ = (selector, within = document) => within.querySelector(selector);
const on = (kind, handler) => document.addEventListener(kind, handler);

const narrow = matchMedia("(max-width: 1000px)");

export const panel = () => $("#panel");
export const rows = () => [...document.querySelectorAll("[data-row]")];
export const chosen = () => $("[data-row].is-chosen");

/** Mark a row as the chosen one and bring it into sight. */
export function choose(row) {
  if (!row) return;
  for (const other of rows()) other.classList.toggle("is-chosen", other === row);
  row.scrollIntoView({ block: "nearest" });
  sessionStorage.setItem("chosen", row.dataset.row);
}

/** Show an order beside the list; where there is no room beside it, go to its page. */
export function open(row) {
  const link = row && $("[data-open]", row);
  if (!link) return;
  choose(row);
  if (narrow.matches) location.assign(link.href);
  else htmx.ajax("GET", link.getAttribute("hx-get"), { target: "#panel", swap: "innerHTML" });
}

export function closePanel() {
  const place = panel();
  if (!place || !place.firstElementChild) return false;
  place.replaceChildren();
  syncPanel();
  chosen()?.querySelector("a")?.focus();
  return true;
}

function syncPanel() {
  const place = panel();
  if (place) place.parentElement.classList.toggle("has-panel", Boolean(place.firstElementChild));
}

function closeForm(form) {
  const deed = form.closest(".deed");
  form.remove();
  deed?.querySelector("a")?.setAttribute("aria-expanded", "false");
  deed?.querySelector("a")?.focus();
}

export function nextOne() {
  const current = chosen();
  if (panel() && current?.nextElementSibling) return open(current.nextElementSibling);
  const link = $("[data-next]");
  if (panel() && rows().length) return open(rows()[0]);
  if (link) location.assign(link.href);
}

function toggle(button, name, target) {
  const shown = target.classList.toggle(name);
  button.setAttribute("aria-expanded", String(shown));
}

on("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  let found;
  if ((found = hit("[data-nav]"))) toggle(found, "nav-open", document.body);
  else if ((found = hit("[data-sheet]"))) toggle(found, "is-up", found.closest(".deeds"));
  else if (hit("[data-help]")) $("#help").showModal();
  else if (hit("[data-close-panel]")) closePanel();
  else if ((found = hit("[data-themes] button"))) theme(found.value);
  else if ((found = hit("a[data-close]"))) {
    event.preventDefault();
    closeForm(found.closest("form"));
  } else if ((found = hit("[data-row]")) && !hit("a, button, input, label")) open(found);
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// A plain click on a row's link opens it beside the list; with a modifier, or on a narrow screen, the browser decides.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("[data-open]");
    if (!link) return;
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || narrow.matches;
    if (elsewhere) event.stopImmediatePropagation();
    else choose(link.closest("[data-row]"));
  },
  true,
);

function theme(value) {
  document.cookie = `jiesu_theme=${value};path=/;max-age=31536000;samesite=lax`;
  const root = document.documentElement;
  root.dataset.theme = value;
  root.dispatchEvent(new Event("jiesu:theme"));
}

on("htmx:afterSwap", (event) => {
  syncPanel();
  if (event.detail.target?.matches?.("#order, #panel")) ($("#panel:not(:empty)") ?? $("#main")).scrollTop = 0;
  if (event.target.matches?.(".deed-form")) {
    const form = $("form", event.target);
    for (const other of document.querySelectorAll(".deed-form > form")) if (other !== form) closeForm(other);
    form?.closest(".deed")?.querySelector("a")?.setAttribute("aria-expanded", "true");
    form?.closest(".deeds")?.classList.add("is-up");
    $("input:not([type=hidden]), textarea, select, button", form ?? event.target)?.focus();
  }
  if (event.target.id === "rows" || event.detail.target?.id === "rows") {
    const kept = sessionStorage.getItem("chosen");
    for (const row of rows()) row.classList.toggle("is-chosen", row.dataset.row === kept);
  }
});

on("htmx:afterRequest", (event) => event.target.matches?.(".toast-undo") && event.target.closest(".toast-line")?.remove());
on("htmx:oobAfterSwap", sweepToasts);
function sweepToasts() {
  for (const line of document.querySelectorAll(".toast-line:not([data-seen])")) {
    line.dataset.seen = "";
    setTimeout(() => line.remove(), 8000);
  }
}
sweepToasts();

const lost = $("#lost");
on("htmx:sendError", () => (lost.hidden = false));
on("htmx:afterOnLoad", () => (lost.hidden = true));
addEventListener("offline", () => (lost.hidden = false));
addEventListener("online", () => (lost.hidden = true));
