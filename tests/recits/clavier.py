"""Une personne sans souris : elle tabule, presse, écrit, et veut toujours voir où elle est."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.recits.gestes import Personne

#: Au-delà, ce qu’on cherche ne s’atteint pas au clavier.
ARRETS_MAXIMUM = 400

#: Ce que vaut l’arrêt : le trait qui l’entoure (sur lui, ou sur l’étiquette d’une case masquée), et
#: ce qui est peint par-dessus. La page défile jusqu’à lui en quelques images, qu’on lui laisse. Un
#: élément plus haut que 200 px n’a pas à se voir tout entier.
_ARRET = """async ([selecteur, texte]) => {
  const element = document.activeElement;
  if (!element || element === document.body) return { ici: false, defaut: "" };
  const ici = element.matches(selecteur) && element.textContent.includes(texte);
  // Une partie d’une saisie (le calendrier d’une date) : le navigateur l’entoure lui-même.
  if (!element.matches(":focus")) return { ici, defaut: "" };
  const nom = element.outerHTML.slice(0, 120);
  const vus = [element, element.nextElementSibling, element.parentElement].filter(Boolean);
  const cercle = vus.find((un) => {
    const style = getComputedStyle(un);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  if (!cercle) return { ici, defaut: `aucun trait autour de ${nom}` };
  const montre = cercle === element ? (element.closest("label") ?? element) : cercle;
  const seVoit = () => {
    const boite = montre.getBoundingClientRect();
    const milieu = boite.left + Math.min(boite.width, innerWidth - boite.left) / 2;
    const hauteurs = [boite.top + boite.height / 2];
    if (boite.height > 200) hauteurs.push(boite.top + 3, boite.bottom - 3);
    return hauteurs.some((hauteur) => {
      const dessus = document.elementFromPoint(milieu, hauteur);
      return dessus && (montre.contains(dessus) || dessus.contains(montre));
    });
  };
  for (let image = 0; image < 120 && !seVoit(); image += 1) {
    await new Promise(requestAnimationFrame);
  }
  return { ici, defaut: seVoit() ? "" : `caché : ${nom}` };
}"""


class Clavier:
    """Ce que fait le clavier d’une personne, et ce qu’elle voit à chaque arrêt."""

    def __init__(self, personne: Personne) -> None:
        self.personne = personne
        self.page: Page = personne.page

    @property
    def focus(self) -> Locator:
        """L’élément où l’on est."""
        return self.page.locator(":focus")

    def ouvrir(self, adresse: str) -> None:
        """Ouvre une adresse, comme en la tapant."""
        self.personne.aller(adresse)

    def presser(self, touche: str) -> None:
        self.page.keyboard.press(touche)

    def ecrire(self, texte: str) -> None:
        """Écrit là où l’on est."""
        self.page.keyboard.type(texte)

    def tabuler_jusqu_a(self, selecteur: str, texte: str = "") -> None:
        """Presse Tab jusqu’à l’élément ; à chaque arrêt, on voit où l’on est."""
        for _arret in range(ARRETS_MAXIMUM):
            self.presser("Tab")
            arret = self.page.evaluate(_ARRET, [selecteur, texte])
            assert not arret["defaut"], f"{self.page.url} : {arret['defaut']}"
            if arret["ici"]:
                return
        raise AssertionError(f"{self.page.url} : on n’atteint pas « {selecteur} {texte} ».")
