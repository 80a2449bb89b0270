// A check in the field: where the telephone is, and what was typed outlives a lost network, a reload and a flat battery.
const PREFIX = "jiesu-field:";
const done = document.querySelector("[data-field-done]");
const form = document.querySelector("form[data-field]");
if (done) localStorage.removeItem(PREFIX + done.dataset.fieldDone);
if (form) begin(form);

function begin(form) {
  const name = PREFIX + form.dataset.field;
  const unkept = new Set(["csrfmiddlewaretoken", "photos"]);
  const offline = form.querySelector("[data-offline]");
  const place = form.querySelector("[data-place]");
  const byHand = form.querySelector(".field-by-hand");
  const locate = form.querySelector("[data-locate]");

  const keep = () => {
    const told = [...new FormData(form)].filter(([field, value]) => !unkept.has(field) && typeof value === "string");
    localStorage.setItem(name, JSON.stringify(told));
  };
  const restore = () => {
    for (const [field, value] of JSON.parse(localStorage.getItem(name) ?? "[]")) {
      for (const input of form.querySelectorAll(`[name="${field}"]`)) {
        if (input.type === "radio") input.checked ||= input.value === value;
        else if (!input.value || field === "key") input.value = value;
      }
    }
  };
  const located = ({ coords }) => {
    form.elements.lon.value = coords.longitude.toFixed(6);
    form.elements.lat.value = coords.latitude.toFixed(6);
    form.elements.accuracy.value = Math.round(coords.accuracy);
    place.textContent = place.dataset.found.replace("{m}", Math.max(1, Math.round(coords.accuracy)));
    keep();
  };
  const denied = () => {
    place.textContent = place.dataset.denied;
    byHand.open = true;
  };
  const ask = () => {
    place.textContent = place.dataset.asking;
    navigator.geolocation.getCurrentPosition(located, denied, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  };
  const tell = () => (offline.hidden = navigator.onLine);

  if ("geolocation" in navigator && isSecureContext) {
    locate.hidden = false;
    locate.addEventListener("click", ask);
  } else byHand.open = true;
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    tell();
  });
  addEventListener("online", tell);
  addEventListener("offline", tell);
  if (!form.querySelector(".errorlist")) restore();
}
