// What makes reporting easier where scripts run; without them the form works as it stands.
import { keepDraft } from "./draft.js";
import { locate } from "./place.js";
import { shrinkPhotos } from "./photos.js";
import { showAlike } from "./alike.js";

const form = document.querySelector("form[data-report]");
keepDraft(form, document.querySelector("[data-draft-line]"));
locate(form.querySelector("[data-place]"), form);
showAlike(form.querySelector("[data-alike]"), form);
const photos = shrinkPhotos(form.querySelector("[data-photos]"));

// Sent once, and not before the photos are ready; the form's key sees to it that twice is once all the same.
let sent = false;
form.addEventListener("submit", async (event) => {
  if (sent) return event.preventDefault();
  form.querySelector("[data-sending-line]").textContent = form.dataset.sending;
  if (photos.busy()) {
    event.preventDefault();
    await photos.ready();
    form.requestSubmit();
    return;
  }
  sent = true;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) sent = false;
});
