// The matter is registered: its draft is not needed any more.
import { forgetDraft } from "./draft.js";

forgetDraft();
const copy = document.querySelector("[data-copy]");
if (!navigator.clipboard) copy.hidden = true;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(copy.dataset.copy);
  copy.textContent = copy.dataset.copied;
});
