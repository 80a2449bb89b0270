// An order that is open to be worked on is claimed; the claim is let go when it is closed, or another one is opened.
const claims = () => [...document.querySelectorAll("[data-claim][hx-trigger*=load]")];

function letGo(form) {
  const told = new FormData();
  told.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  navigator.sendBeacon(form.dataset.release, told);
}

document.addEventListener("htmx:beforeCleanupElement", (event) => {
  const form = event.detail.elt;
  if (form.matches?.("[data-claim][hx-trigger*=load]")) letGo(form);
});
addEventListener("pagehide", () => claims().forEach(letGo));

// While somebody writes why they take an order over, the line stays as it is.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (!form.matches?.("[data-claim]") || event.detail.requestConfig.triggeringEvent?.type === "submit") return;
  if (form.querySelector("details[open]")) event.preventDefault();
});
