// What somebody is writing into an order's form outlives a crash of the browser; it never leaves the tab's machine,
// and goes once the form has been sent or the tab is closed on purpose.
const PREFIX = "jiesu-draft:";
const key = (form) => PREFIX + form.dataset.draft;
const fields = (form) => [...form.querySelectorAll("textarea[name]")];

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form || !event.target.matches("textarea")) return;
  const told = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
  sessionStorage.setItem(key(form), JSON.stringify(told));
});

document.addEventListener("htmx:load", (event) => restore(event.target));
restore(document);

function restore(within) {
  const own = within.matches?.("form[data-draft]") ? [within] : [];
  for (const form of [...own, ...within.querySelectorAll("form[data-draft]")]) {
    const told = JSON.parse(sessionStorage.getItem(key(form)) ?? "{}");
    for (const field of fields(form)) if (!field.value && told[field.name]) field.value = told[field.name];
  }
}

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  const isSent = event.detail.elt === form && event.detail.requestConfig?.verb === "post";
  if (form && isSent && event.detail.successful) sessionStorage.removeItem(key(form));
});
