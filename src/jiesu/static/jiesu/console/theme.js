// Before anything is painted: light or dark, as chosen or as the machine is set.
(function () {
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function paint() {
    var chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  }
  paint();
  dark.addEventListener("change", paint);
  root.addEventListener("jiesu:theme", paint);
})();
