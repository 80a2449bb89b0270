// How long something has lasted: every <time data-since> counts by itself between two answers of the server.
function tick() {
  for (const place of document.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(place.dataset.since)) / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const parts = hours ? [hours, minutes, seconds % 60] : [minutes, seconds % 60];
    place.textContent = parts.map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
  }
}

document.addEventListener("htmx:afterSwap", tick);
setInterval(tick, 1000);
tick();
