// A form whose answer takes a while: say so, count the seconds, and take no second press.
for (const form of document.querySelectorAll("form[data-busy]"))
  form.addEventListener("submit", () => {
    const note = form.querySelector("[data-busy-note]");
    const began = Date.now();
    const tell = () => (note.querySelector("b").textContent = String(Math.round((Date.now() - began) / 1000)));
    note.hidden = false;
    tell();
    setInterval(tell, 1000);
    // After the browser has read the form: a disabled button would not be sent.
    setTimeout(() => form.querySelectorAll("button").forEach((button) => (button.disabled = true)));
  });
