// Changes as they happen: told by the stream where there is one, asked for every fifteen seconds where there is not.
const ASK_EVERY = 15_000;
const GATHER = 800;
const address = document.querySelector("meta[name=jiesu-stream]")?.content;
let live = false;
let pending = 0;

function changed() {
  clearTimeout(pending);
  pending = setTimeout(() => {
    if (!document.hidden) document.body.dispatchEvent(new Event("jiesu:changed"));
  }, GATHER);
}

function about({ number, seq }) {
  const order = document.querySelector("#order");
  if (order?.dataset.number === number && Number(order.dataset.version) < seq) {
    order.querySelector("#stale").hidden = false;
  }
}

function listen() {
  const source = new EventSource(address, { withCredentials: true });
  source.addEventListener("open", () => (live = true));
  source.addEventListener("error", () => (live = false));
  source.addEventListener("changed", (event) => {
    about(JSON.parse(event.data));
    changed();
  });
  source.addEventListener("inbox", () => document.body.dispatchEvent(new Event("jiesu:inbox")));
  addEventListener("pagehide", () => source.close());
}

if (address && "EventSource" in window) listen();
setInterval(() => live || changed(), ASK_EVERY);

// A new message is shown by the browser where the person has allowed it and is not looking at this page.
let shown = Number(sessionStorage.getItem("told") ?? 0);
document.body.addEventListener("htmx:afterSwap", () => {
  const bell = document.querySelector("#bell");
  const newest = Number(bell?.dataset.newest ?? 0);
  if (newest <= shown) return;
  shown = newest;
  sessionStorage.setItem("told", newest);
  if (document.hidden && window.Notification?.permission === "granted") {
    new Notification(bell.dataset.title, { body: bell.dataset.text, tag: `message-${newest}` });
  }
});
document.addEventListener("visibilitychange", () => document.hidden || changed());
