// The work that is asked of whoever comes often: a number with which the SHA-256 begins with enough zero bits.
// Where there is no Web Crypto the question stays for the person.
const BATCH = 256;

for (const box of document.querySelectorAll("[data-challenge]")) if (globalThis.crypto?.subtle) solve(box);

async function solve(box) {
  const { challenge, bits, done } = box.dataset;
  const encoder = new TextEncoder();
  for (let first = 0; ; first += BATCH) {
    const tried = Array.from({ length: BATCH }, async (_, i) => {
      const digest = await crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}.${first + i}`));
      return new DataView(digest).getUint32(0) >>> (32 - Number(bits)) === 0;
    });
    const found = (await Promise.all(tried)).indexOf(true);
    if (found < 0) continue;
    box.querySelector("[name=nonce]").value = String(first + found);
    box.querySelector(".field").hidden = true;
    box.querySelector("[role=status]").textContent = done;
    return;
  }
}
