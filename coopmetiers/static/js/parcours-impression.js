/* Le bouton « Imprimer » : caché sans script, où la commande du navigateur suffit. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-imprimer]")) {
    button.hidden = false;
    button.addEventListener("click", () => globalThis.print());
  }
})();
