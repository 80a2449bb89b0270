// Letting this browser show one's messages: always by a page that is open, and by the service worker where the centre has a key.
const place = document.querySelector("[data-notify]");
const button = place?.querySelector("[data-notify-on]");

function tell() {
  const state = window.Notification?.permission ?? "denied";
  button.hidden = state !== "default";
  for (const line of place.querySelectorAll("[data-notify-state]")) line.hidden = line.dataset.notifyState !== state;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

async function subscribe() {
  const registration = await navigator.serviceWorker.register(place.dataset.worker);
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(place.dataset.key),
  });
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  await fetch(place.dataset.send, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(subscription),
  });
}

button?.addEventListener("click", async () => {
  const answer = await Notification.requestPermission();
  if (answer === "granted" && place.dataset.key && "serviceWorker" in navigator) await subscribe().catch(() => {});
  tell();
});
if (place) tell();
