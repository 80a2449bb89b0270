// A citizen's telephone, for demonstrations: calls the hotline, hears and is heard, presses digits.
const place = document.querySelector("#call");
const button = (name) => place.querySelector(`[data-${name}]`);
const media = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };
const phone = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(place.dataset.socket)],
  uri: `sip:${place.dataset.number}@jiesu`,
  password: place.dataset.secret,
  session_timers: false,
});
let session = null;

function say(state) {
  const line = document.querySelector("#call-state");
  line.dataset.state = state;
  line.textContent = place.dataset[`said${state[0].toUpperCase()}${state.slice(1)}`];
  button("call").disabled = Boolean(session) || !phone.isRegistered();
  button("end").disabled = !session;
  for (const digit of place.querySelectorAll("[data-digit]")) digit.disabled = !session?.isEstablished();
}

function call() {
  session = phone.call(`sip:${place.dataset.line}@jiesu`, media);
  session.connection.addEventListener("track", (event) => {
    place.querySelector("#sound").srcObject = event.streams[0] ?? new MediaStream([event.track]);
  });
  session.on("confirmed", () => say("talking"));
  session.on("getusermediafailed", () => say("microphone"));
  for (const end of ["ended", "failed"]) {
    session.on(end, ({ cause }) => {
      session = null;
      say(cause === JsSIP.C.causes.USER_DENIED_MEDIA_ACCESS ? "microphone" : "ended");
    });
  }
  say("ringing");
}

place.addEventListener("click", (event) => {
  if (event.target.closest("[data-call]")) call();
  else if (event.target.closest("[data-end]")) session?.terminate();
  else if (event.target.closest("[data-digit]")) session?.sendDTMF(event.target.dataset.digit, { transportType: "RFC2833" });
});
phone.on("registered", () => say("ready"));
phone.on("disconnected", () => say("lost"));
addEventListener("pagehide", () => session?.terminate());
phone.start();
