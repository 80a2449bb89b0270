// A place on a map. Without a tile server the map draws a grid of degrees and the places of recent orders: nothing is
// asked of another host.
const STYLE = () => getComputedStyle(document.body);

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
      ink.strokeRect(0.5, 0.5, size.x, size.y);
      const corner = this._map.unproject(coords.scaleBy(size), coords.z);
      ink.fillStyle = colours.getPropertyValue("--soft");
      ink.font = "11px system-ui";
      const digits = Math.max(0, Math.min(4, coords.z - 7));
      ink.fillText(`${corner.lng.toFixed(digits)}, ${corner.lat.toFixed(digits)}`, 5, 14);
      return tile;
    },
  });
  return new Grid({ tileSize: 128 });
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
