// What is being written outlives a lost connection and a closed page for a week, on this machine only. Name and
// telephone are left out: the machine may be shared. The form's key is kept too, so that what was sent and never
// answered is registered once when it is sent again.
const KEY = "jiesu-report-draft";
const KEPT = 7 * 24 * 3600 * 1000;
const NAMES = ["key", "content", "nature", "area_code", "address", "occurred_at"];

export function keepDraft(form, line) {
  const fields = NAMES.map((name) => form.elements[name]).filter(Boolean);
  const first = fields.map((field) => field.value);
  if (!("bound" in form.dataset)) restore(form, fields, line, first);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(fields), 300);
  });
  addEventListener("pagehide", () => save(fields));
}

export function forgetDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // storage is switched off, so nothing was kept
  }
}

function save(fields) {
  const told = Object.fromEntries(fields.map((field) => [field.name, field.value]));
  if (!told.content.trim()) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), told }));
  } catch {
    // storage is full or switched off: the form works without
  }
}

function restore(form, fields, line, first) {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return;
  }
  if (!kept?.told || Date.now() - kept.at > KEPT) return;
  for (const field of fields) if (kept.told[field.name]) field.value = kept.told[field.name];
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "link";
  clear.textContent = line.dataset.clear;
  clear.addEventListener("click", () => {
    fields.forEach((field, i) => (field.value = first[i]));
    forgetDraft();
    line.replaceChildren();
    form.elements.content.focus();
  });
  line.replaceChildren(line.dataset.restored, clear);
}
