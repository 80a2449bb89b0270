// Suggestions at the desk: one click puts one into its field.
import { pick } from "./lookup.js";

function put(form, name, value, label) {
  const box = document.querySelector(`#desk-${name}`);
  if (box?.matches("[data-lookup]")) {
    pick(box, value, label);
    return box;
  }
  const control = form.elements[name];
  if (!control) return null;
  if (control.type === "checkbox") control.checked = true;
  else control.value = value;
  return control instanceof RadioNodeList ? [...control].find((one) => one.checked) : control;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-take]");
  const form = button && document.querySelector("#desk");
  if (!form) return;
  if (button.dataset.take === "lead") put(form, "disposition", "dispatch", "");
  const changed = put(form, button.dataset.take, button.dataset.value, button.dataset.name);
  if (!changed) return;
  button.textContent = button.dataset.taken;
  button.disabled = true;
  changed.dispatchEvent(new Event("change", { bubbles: true }));
});
