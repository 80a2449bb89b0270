// The notes (Exif) of a photo, carried over to its smaller copy. The copy is drawn upright, so the note about
// turning is set to "upright".
const ORIENTATION = 0x0112;

export async function notesOf(file) {
  const bytes = new Uint8Array(await file.slice(0, 131072).arrayBuffer());
  const view = new DataView(bytes.buffer);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const length = view.getUint16(at + 2);
    if (bytes[at + 1] === 0xe1 && String.fromCharCode(...bytes.slice(at + 4, at + 8)) === "Exif")
      return upright(bytes.slice(at, at + 2 + length));
    at += 2 + length;
  }
  return null;
}

export function withNotes(jpeg, notes) {
  return [jpeg.slice(0, 2), notes, jpeg.slice(2)];
}

function upright(segment) {
  const view = new DataView(segment.buffer, segment.byteOffset + 10);
  try {
    const little = view.getUint16(0) === 0x4949;
    const start = view.getUint32(4, little);
    const count = view.getUint16(start, little);
    for (let i = 0; i < count; i += 1) {
      const entry = start + 2 + 12 * i;
      if (view.getUint16(entry, little) === ORIENTATION) view.setUint16(entry + 8, 1, little);
    }
  } catch {
    return null;
  }
  return segment;
}
