// The seat's telephone: one conversation, perhaps a second one to consult before it is handed over.
import "./since.js";

const seat = document.querySelector("#seat");
const said = (name) => seat.dataset[`said${name[0].toUpperCase()}${name.slice(1)}`];
const key = (name) => seat.querySelector(`[data-phone=${name}]`);
const sound = document.querySelector("#sound");
const KEPT = "jiesu:call";
const AGAIN = 400;

const uri = `sip:${seat.dataset.number}@jiesu`;
const phone = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(seat.dataset.socket)],
  uri,
  password: seat.dataset.secret,
  session_timers: false,
  register_expires: 120,
  connection_recovery_min_interval: 1,
  connection_recovery_max_interval: 8,
});

let main = null; // the conversation
let consult = null; // whom the operator asks first
let expected = false; // the switch rings to bring the caller back
let alarm = null;

function line(state) {
  const place = document.querySelector("#line");
  place.dataset.state = state;
  place.textContent = said(state);
}

/** Ask the server what it knows now, and once more when the switch's log has had time to be read. */
function look() {
  for (const wait of [0, AGAIN, 3 * AGAIN]) setTimeout(() => document.body.dispatchEvent(new Event("jiesu:seat")), wait);
}

/** Ask something of the switch through the server, which may learn a moment later than we that somebody answered. */
async function tell(address, values = {}, tries = 4) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": seat.dataset.csrf, "HX-Request": "true" },
    body: new URLSearchParams(values),
  });
  if ((answer.status === 409 || answer.status === 404) && tries > 1) {
    setTimeout(() => tell(address, values, tries - 1), AGAIN);
    return;
  }
  const now = document.querySelector("#now");
  now.innerHTML = await answer.text();
  htmx.process(now);
  if (answer.ok) look();
}

function show() {
  const rings = Boolean(main && main.direction === "incoming" && !main.isEstablished());
  const talks = Boolean(main?.isEstablished());
  key("answer").disabled = !rings;
  key("hangup").disabled = !main;
  for (const name of ["hold", "mute", "transfer", "consult", "third"]) key(name).disabled = !talks || Boolean(consult);
  key("complete").hidden = !consult?.isEstablished();
  key("call").disabled = Boolean(main);
  for (const button of seat.querySelectorAll("[data-service], [data-digit]")) button.disabled = !talks;
  key("hold").setAttribute("aria-pressed", String(Boolean(main?.isOnHold().local)));
  key("mute").setAttribute("aria-pressed", String(Boolean(main?.isMuted().audio)));
  document.querySelector("#who").textContent = main ? main.remote_identity.display_name || main.remote_identity.uri.user : "";
  if (talks) sessionStorage.setItem(KEPT, "1");
  ring(rings && !expected);
}

/** Two short tones a second apart, until somebody answers or the caller gives up. */
function ring(on) {
  if (on === Boolean(alarm)) return;
  if (!on) {
    clearInterval(alarm.timer);
    alarm.context.close();
    alarm = null;
    return;
  }
  const context = new AudioContext();
  const beep = () => {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = 660;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + 0.4);
  };
  beep();
  alarm = { context, timer: setInterval(beep, 1000) };
}

const media = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };

function follow(session) {
  const hear = (connection) => {
    connection.addEventListener("track", (event) => {
      sound.srcObject = event.streams[0] ?? new MediaStream([event.track]);
    });
  };
  if (session.connection) hear(session.connection);
  session.on("peerconnection", ({ peerconnection }) => hear(peerconnection));
  for (const name of ["progress", "accepted", "confirmed", "hold", "unhold", "muted", "unmuted"]) session.on(name, changed);
  for (const name of ["ended", "failed"]) session.on(name, (event) => gone(session, event));
  session.on("getusermediafailed", () => line("microphone"));
}

function changed() {
  show();
  look();
}

function gone(session, event) {
  if (session === consult) {
    consult = null;
    if (main?.isOnHold().local) main.unhold();
    if (main) sound.srcObject = new MediaStream(main.connection.getReceivers().map((one) => one.track));
  } else if (session === main) {
    main = null;
    sessionStorage.removeItem(KEPT);
    if (event.cause === JsSIP.C.causes.USER_DENIED_MEDIA_ACCESS) line("microphone");
  }
  changed();
}

phone.on("connecting", () => line("connecting"));
phone.on("registered", () => {
  line("ready");
  if (!main && sessionStorage.getItem(KEPT)) comeBack();
});
phone.on("disconnected", () => line("lost"));
phone.on("registrationFailed", () => line("refused"));
phone.on("newRTCSession", ({ session, originator }) => {
  if (originator === "remote") {
    if (main && !expected) {
      session.terminate({ status_code: 486 });
      return;
    }
    main = session;
    follow(session);
    if (expected) session.answer(media);
    expected = false;
    changed();
  }
});

/** The page was opened anew in the middle of a conversation: the switch rings this telephone for the caller. */
function comeBack() {
  expected = true;
  document.querySelector("#who").textContent = said("rejoin");
  tell(seat.dataset.rejoin);
  setTimeout(() => {
    expected = false;
    if (!main) sessionStorage.removeItem(KEPT);
    show();
  }, 8000);
}

function dial(number) {
  const session = phone.call(`sip:${number}@jiesu`, media);
  follow(session);
  return session;
}

const wanted = () => seat.querySelector("#dialled").value.replace(/[\s-]/g, "");
const deeds = {
  answer: () => main.answer(media),
  hangup: () => (consult ?? main).terminate(),
  hold: () => (main.isOnHold().local ? main.unhold() : main.hold()),
  mute: () => (main.isMuted().audio ? main.unmute({ audio: true }) : main.mute({ audio: true })),
  transfer: () => wanted() && main.refer(`sip:${wanted()}@jiesu`, { eventHandlers: { accepted: () => main?.terminate() } }),
  consult: () => {
    if (!wanted()) return;
    main.hold();
    consult = dial(wanted());
  },
  complete: () => main.refer(consult.remote_identity.uri.toString(), { replaces: consult }),
  third: () => wanted() && tell(seat.dataset.third, { number: wanted() }),
};

seat.addEventListener("click", (event) => {
  const name = event.target.closest("[data-phone]")?.dataset.phone;
  const service = event.target.closest("[data-service]")?.dataset.service;
  const digit = event.target.closest("[data-digit]")?.dataset.digit;
  if (name && deeds[name]) deeds[name]();
  else if (service) tell(seat.dataset.third, { number: service });
  else if (digit) main?.sendDTMF(digit, { transportType: "RFC2833" });
  if (name || digit) show();
});

seat.querySelector("[data-dial]").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!wanted() || main) return;
  main = dial(wanted());
  changed();
});

document.addEventListener("keydown", (event) => {
  const name = { F2: "answer", F4: "hangup" }[event.key];
  if (!name || key(name).disabled) return;
  event.preventDefault();
  deeds[name]();
});

// This window is the telephone: whatever else is opened goes into another one.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("a[href]");
    if (link && !link.target && !link.getAttribute("href").startsWith("#")) link.target = "jiesu-desk";
  },
  true,
);

// What somebody is writing is not replaced by news.
document.addEventListener("htmx:beforeSwap", (event) => {
  const writing = [...document.querySelectorAll("#now input[type=text], #now input:not([type])")];
  const news = event.target.id === "now" && event.detail.requestConfig.verb === "get";
  if (news && writing.some((one) => one.value !== one.defaultValue)) event.detail.shouldSwap = false;
});

// A headset's keys, where the browser passes them on.
for (const [action, name] of [["hangup", "hangup"], ["togglemicrophone", "mute"]]) {
  try {
    navigator.mediaSession?.setActionHandler(action, () => key(name).disabled || deeds[name]());
  } catch {
    // this browser does not know the key
  }
}

// Leaving in the middle of a conversation is asked for; nothing is hung up, so that it can be taken up again.
addEventListener("beforeunload", (event) => {
  if (main?.isEstablished()) event.preventDefault();
});
addEventListener("online", () => phone.isConnected() || phone.start());

phone.start();
show();
