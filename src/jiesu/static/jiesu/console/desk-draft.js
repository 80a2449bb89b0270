// What an operator writes outlives a crash of the browser, and a power cut: it is kept on this seat's machine, for this
// person alone, until the form has been sent, somebody throws it away or signs out, or half a day has passed.
import { pick } from "./lookup.js";

const PREFIX = "jiesu-desk:";
const KEPT = 12 * 3600 * 1000;
const UNKEPT = new Set(["csrfmiddlewaretoken", "key"]);
const form = () => document.querySelector("#desk");
const key = () => `${PREFIX}${form().dataset.seat}:${form().elements.namedItem("key").value}`;
let leaving = 0;

const written = () => [...new FormData(form())].filter(([name, value]) => !UNKEPT.has(name) && typeof value === "string");
const names = () =>
  Object.fromEntries([...form().querySelectorAll("[data-lookup]")].map((box) => [box.id, box.querySelector(".lookup-search").value]));
const hold = () => navigator.locks?.request(key(), { ifAvailable: true }, () => new Promise(() => {}));

function keep() {
  const said = ["phone", "name", "content", "title", "address", "answer"];
  const values = written();
  if (!values.some(([name, value]) => said.includes(name) && value.trim())) return localStorage.removeItem(key());
  localStorage.setItem(key(), JSON.stringify({ at: Date.now(), values, names: names() }));
}

async function orphan() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const alive = new Set(held.map((lock) => lock.name));
  let newest = null;
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const draft = JSON.parse(localStorage.getItem(name));
    if (Date.now() - draft.at > KEPT) localStorage.removeItem(name);
    else if (name.startsWith(`${PREFIX}${form().dataset.seat}:`) && !alive.has(name) && !(newest?.draft.at > draft.at)) newest = { name, draft };
  }
  return newest;
}

function put({ values, names: shown }) {
  const byName = new Map();
  for (const [name, value] of values) byName.set(name, [...(byName.get(name) ?? []), value]);
  for (const field of form().elements) {
    if (!field.name || UNKEPT.has(field.name) || field.name.startsWith("search-")) continue;
    const told = byName.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = told.includes(field.value);
    else if (told.length) field.value = told[0];
  }
  for (const [id, name] of Object.entries(shown)) {
    const code = byName.get(id.replace(/^desk-/, ""))?.[0];
    if (code) pick(document.getElementById(id), code, name);
  }
  document.querySelector("[data-map]")?.dispatchEvent(new Event("jiesu:pin"));
  form().dispatchEvent(new Event("change", { bubbles: true }));
}

async function begin() {
  if (!form()) return;
  const receipt = document.querySelector("[data-receipt]");
  if (receipt) for (const name of [sessionStorage.getItem("jiesu-desk-sent")]) if (name) localStorage.removeItem(name);
  sessionStorage.removeItem("jiesu-desk-sent");
  const fresh = !form().elements.namedItem("content").value;
  const call = form().elements.namedItem("call").value;
  const found = fresh ? await orphan() : null;
  if (found && (!call || found.draft.values.some(([name, value]) => name === "call" && value === call))) {
    form().elements.namedItem("key").value = found.name.split(":")[2];
    put(found.draft);
    document.querySelector("#desk-draft").hidden = false;
  }
  hold();
}

document.addEventListener("input", (event) => event.target.closest?.("#desk") && keep());
document.addEventListener("change", (event) => event.target.closest?.("#desk") && keep());
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target === form()) sessionStorage.setItem("jiesu-desk-sent", (leaving = key()));
});
document.addEventListener("htmx:load", (event) => event.target.id === "desk-page" && form() && hold());
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-draft-drop]")) return;
  localStorage.removeItem(key());
  location.assign(form().getAttribute("action"));
});
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
});
begin();
