// The place of the telephone, only when asked for, and shown that it was taken.
export function locate(box, form) {
  const [take, forget] = [box.querySelector("[data-locate]"), box.querySelector("[data-forget]")];
  const status = box.querySelector(".status");
  if (!("geolocation" in navigator) || !isSecureContext) {
    box.hidden = true;
    return;
  }
  const set = (lon, lat, words, has) => {
    form.elements.lon.value = lon;
    form.elements.lat.value = lat;
    status.textContent = words;
    forget.hidden = !has;
  };
  take.addEventListener("click", () => {
    status.textContent = box.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        set(
          coords.longitude.toFixed(6),
          coords.latitude.toFixed(6),
          box.dataset.found.replace("{m}", Math.max(1, Math.round(coords.accuracy))),
          true,
        ),
      () => set("", "", box.dataset.denied, false),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
  forget.addEventListener("click", () => set("", "", "", false));
}
