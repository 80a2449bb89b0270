// Photos are made small before they are sent, and forget where they were taken unless that is wanted.
import { notesOf, withNotes } from "./exif.js";

const SIDE = 1600;
const SMALL = 400 * 1024;
const DRAWN = ["image/jpeg", "image/png", "image/webp"];

export function shrinkPhotos(box) {
  const input = box.querySelector("input[type=file]");
  const keep = box.querySelector("input[type=checkbox]");
  const list = box.querySelector(".photos");
  const status = box.querySelector(".status");
  let chosen = []; // { original, file, canvas }
  let work = Promise.resolve();
  let waiting = 0;

  const run = (task) => {
    waiting += 1;
    status.textContent = box.dataset.working;
    work = work.then(task).finally(() => {
      waiting -= 1;
    });
  };

  input.addEventListener("change", () => {
    const given = [...input.files];
    run(async () => {
      const said = [];
      const small = given.filter((file) => {
        const fits = file.size <= Number(box.dataset.mostBytes) || DRAWN.includes(file.type);
        if (!fits) said.push(box.dataset.large.replace("{name}", file.name));
        return fits;
      });
      const most = Number(box.dataset.mostFiles);
      if (small.length > most) said.push(box.dataset.many.replaceAll("{n}", most));
      chosen = [];
      for (const original of small.slice(0, most)) chosen.push(await made(original, keep.checked));
      show(said.join(" "));
    });
  });
  keep.addEventListener("change", () => {
    if (!chosen.length) return;
    run(async () => {
      const originals = chosen.map((one) => one.original);
      chosen = [];
      for (const original of originals) chosen.push(await made(original, keep.checked));
      show("");
    });
  });

  function show(words) {
    const holder = new DataTransfer();
    chosen.forEach((one) => holder.items.add(one.file));
    input.files = holder.files;
    list.replaceChildren(...chosen.map((one) => row(one)));
    status.textContent = words;
  }

  function row(one) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    const less = one.file === one.original ? "" : ` → ${box.dataset.smaller} ${size(one.file)}`;
    words.textContent = `${one.original.name} ${size(one.original)}${less}`;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "plain";
    remove.textContent = box.dataset.remove;
    remove.setAttribute("aria-label", `${box.dataset.remove} ${one.original.name}`);
    remove.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== one);
      show("");
      input.focus();
    });
    item.append(...(one.canvas ? [one.canvas] : []), words, remove);
    return item;
  }

  return { busy: () => waiting > 0, ready: () => work };
}

async function made(original, keepPlace) {
  if (!DRAWN.includes(original.type)) return { original, file: original };
  try {
    const picture = await createImageBitmap(original, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const blob = await drawn(picture, scale).convertToBlob({ type: "image/jpeg", quality: 0.82 });
    const canvas = thumbnail(picture);
    picture.close();
    const notes = keepPlace && original.type === "image/jpeg" ? await notesOf(original) : null;
    if (keepPlace && !notes && scale === 1) return { original, file: original, canvas };
    if (original.type !== "image/jpeg" && blob.size >= original.size) return { original, file: original, canvas };
    if (keepPlace && original.size <= SMALL) return { original, file: original, canvas };
    const name = original.name.replace(/\.\w+$/, "") + ".jpg";
    const file = new File(notes ? withNotes(await blob.arrayBuffer(), notes) : [blob], name, { type: "image/jpeg" });
    return { original, file, canvas };
  } catch {
    return { original, file: original }; // what this browser cannot draw goes as it is
  }
}

function drawn(picture, scale) {
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)),
  );
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function thumbnail(picture) {
  const canvas = document.createElement("canvas");
  const side = Math.min(picture.width, picture.height);
  canvas.width = canvas.height = 128;
  canvas.setAttribute("aria-hidden", "true");
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext("2d").drawImage(picture, left, top, side, side, 0, 0, 128, 128);
  return canvas;
}

const size = (file) =>
  file.size >= 1048576 ? `${(file.size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(file.size / 1024))} KB`;
