// A place on a map. Without a tile server the map draws a grid of degrees and the places of recent orders: nothing is
// asked of another host.
const STYLE = () => getComputedStyle(document.body);

const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
const APART = 110;

/** Lines at round degrees, as far apart as their figures need. */
function grid() {
  const Grid = L.GridLayer.extend({
    createTile(coords) {
      const tile = document.createElement("canvas");
      const size = this.getTileSize();
      tile.width = size.x;
      tile.height = size.y;
      const ink = tile.getContext("2d");
      const colours = STYLE();
      ink.strokeStyle = colours.getPropertyValue("--line");
      ink.fillStyle = colours.getPropertyValue("--soft");
      ink.font = "11px system-ui";
      const origin = coords.scaleBy(size);
      const [west, east] = [origin, origin.add(size)].map((at) => this._map.unproject(at, coords.z));
      const step = STEPS.findLast((degrees) => (degrees * 256 * 2 ** coords.z) / 360 >= APART) ?? STEPS[0];
      const digits = Math.max(0, Math.ceil(-Math.log10(step)));
      const lines = (from, to) => Array.from({ length: Math.ceil((to - from) / step) + 1 }, (_, n) => (Math.floor(from / step) + n) * step);
      const line = (x, y, right, down) => {
        ink.beginPath();
        ink.moveTo(x + 0.5, y + 0.5);
        ink.lineTo(right + 0.5, down + 0.5);
        ink.stroke();
      };
      for (const lon of lines(west.lng, east.lng)) {
        const x = Math.round(this._map.project([west.lat, lon], coords.z).x - origin.x);
        line(x, 0, x, size.y);
        if (x >= 0 && x < size.x) ink.fillText(`${lon.toFixed(digits)}°`, x + 4, 12);
      }
      for (const lat of lines(east.lat, west.lat)) {
        const y = Math.round(this._map.project([lat, west.lng], coords.z).y - origin.y);
        line(0, y, size.x, y);
        if (y >= 0 && y < size.y) ink.fillText(`${lat.toFixed(digits)}°`, 4, y - 4);
      }
      return tile;
    },
  });
  return new Grid();
}

/** Draw the map and keep its pin and the two fields of degrees the same. */
export function showMap(place) {
  if (place.dataset.shown || !window.L) return;
  place.dataset.shown = "yes";
  const { lon, lat, tiles } = place.dataset;
  const fields = ["lon", "lat"].map((name) => document.querySelector(`#desk-${name}`));
  const told = () => (fields.every((field) => field.value !== "" && field.validity.valid) ? fields.map((field) => Number(field.value)) : null);
  const map = L.map(place, { zoomControl: false, attributionControl: false, minZoom: 5, maxZoom: 18, zoomAnimation: false, fadeAnimation: false });
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  const start = told();
  map.setView(start ? [start[1], start[0]] : [Number(lat), Number(lon)], start ? 15 : 11);
  (tiles ? L.tileLayer(tiles) : grid()).addTo(map);

  let pin = null;
  const put = (at) => {
    if (!pin) {
      const icon = L.divIcon({ className: "", html: '<div class="map-pin"></div>', iconSize: [0, 0] });
      pin = L.marker(at, { icon, draggable: true, title: place.dataset.pin, alt: place.dataset.pin }).addTo(map);
      pin.on("dragend", () => write(pin.getLatLng()));
    }
    pin.setLatLng(at);
  };
  const write = (at) => {
    const spot = at.wrap();
    fields[0].value = spot.lng.toFixed(6);
    fields[1].value = spot.lat.toFixed(6);
    put(spot);
    fields[1].dispatchEvent(new Event("change", { bubbles: true }));
  };
  map.on("click", (event) => write(event.latlng));
  const follow = () => {
    const spot = told();
    if (!spot) return;
    put([spot[1], spot[0]]);
    map.panTo([spot[1], spot[0]], { animate: false });
  };
  for (const field of fields) field.addEventListener("change", () => document.activeElement === field && follow());
  place.addEventListener("jiesu:pin", follow);
  if (start) put([start[1], start[0]]);
  points(place, map);
  new ResizeObserver(() => map.invalidateSize()).observe(place);
}

async function points(place, map) {
  const answer = await fetch(place.dataset.points, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const { points: known } = await answer.json();
  const colour = STYLE().getPropertyValue("--accent");
  for (const [lon, lat, number, title] of known) {
    const said = document.createElement("span");
    said.textContent = `${number} ${title}`;
    L.circleMarker([lat, lon], { radius: 4, weight: 1, color: colour, fillOpacity: 0.4, interactive: true })
      .bindTooltip(said, { className: "map-tip" })
      .addTo(map);
  }
}
