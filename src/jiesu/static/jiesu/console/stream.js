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
  addEventListener("pagehide", () => source.close());
}

if (address && "EventSource" in window) listen();
setInterval(() => live || changed(), ASK_EVERY);
document.addEventListener("visibilitychange", () => document.hidden || changed());
