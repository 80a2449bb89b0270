// Answers from the knowledge base: one click puts the approved words into the answer and cites the article.
const on = (kind, handler) => document.addEventListener(kind, handler);
const ANSWERS = "textarea[name=answer], textarea[name=public_answer]";

function put(field, value, between) {
  if (field.value.includes(value)) return;
  field.value = field.value.trim() ? `${field.value.trim()}${between}${value}` : value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

on("click", (event) => {
  const button = event.target.closest?.("[data-cite]");
  if (!button) return;
  const form = document.querySelector("#desk") ?? [...document.querySelectorAll("form.act")].find((one) => one.querySelector(ANSWERS));
  if (!form) {
    button.textContent = button.dataset.closed;
    return;
  }
  const direct = form.querySelector("input[name=disposition][value=answer_directly]");
  if (direct) direct.checked = true;
  put(form.querySelector(ANSWERS), document.querySelector(`[data-said="${button.dataset.cite}"]`).textContent.trim(), "\n");
  if (form.elements.citations) put(form.elements.citations, button.dataset.cite, " ");
  button.textContent = button.dataset.cited;
  form.querySelector(ANSWERS).focus({ preventScroll: true });
});

// An opened article lies over what was found, until one goes back or asks for something else.
const close = () => document.querySelector("#desk-open")?.replaceChildren();
on("click", (event) => event.target.closest?.("[data-back]") && close());
on("input", (event) => event.target.id === "knowledge-q" && close());
