// Asking without leaving the page: the part of /ask/ in a panel. Without scripts, or when anything fails, the door is a
// link to that page, which says the same.
const door = document.querySelector("[data-chat]");
const panel = document.querySelector("[data-chat-panel]");
const talk = panel.querySelector("[data-chat-talk]");
const AS_PART = { headers: { "X-Part": "talk" } };

door.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  panel.show();
  door.hidden = true;
  if (!talk.firstChild) await show(fetch(door.href, AS_PART));
  write();
});

panel.querySelector("[data-chat-close]").addEventListener("click", () => panel.close());
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") panel.close();
});
panel.addEventListener("close", () => {
  door.hidden = false;
  door.focus();
});

talk.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form);
  const wait = document.createElement("p");
  wait.className = "soft";
  wait.textContent = panel.dataset.waiting;
  form.after(wait);
  for (const button of talk.querySelectorAll("button")) button.disabled = true;
  await show(fetch(form.action, { ...AS_PART, method: "POST", body }));
  write();
});

async function show(asked) {
  try {
    const answer = await asked;
    if (answer.status >= 500) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    talk.replaceChildren(page.querySelector(".talking"));
  } catch {
    location.href = door.href;
  }
}

function write() {
  const last = talk.querySelector(".talk li:last-child");
  (last ?? talk).scrollIntoView({ block: "nearest" });
  talk.querySelector("textarea")?.focus({ preventScroll: Boolean(last) });
}
