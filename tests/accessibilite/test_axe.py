"""Chaque page, vue par chaque rôle, large et étroite, de jour et de nuit : aucun défaut."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.accessibilite.visite import ROLES

AXE = Axe()
LARGEURS = (1280, 390)
#: Où rien ne doit déborder ; 320 px, c’est une page agrandie quatre fois.
SANS_DEBORDER = (1280, 390, 320)
#: Ce qu’on n’atteint que par un lien reçu, ou qui n’est pas une page.
SANS_LIEN = {
    "comptes.invitation",
    "security.reset_password",
    "security.change_password",
    "static",
}
_QUI_DEBORDE = """() => {
  const racine = document.documentElement;
  if (racine.scrollWidth <= racine.clientWidth) return "";
  const large = [...document.body.querySelectorAll("*")].filter(
    (un) => un.getBoundingClientRect().right > racine.clientWidth + 1,
  );
  return large.slice(-3).map((un) => un.outerHTML.slice(0, 100)).join(" | ") || "?";
}"""


@pytest.fixture
def premiere_fois(racine_commune):
    """Vrai une seule fois par nom, tous processus ensemble."""
    dossier = racine_commune / "pages-vues"
    dossier.mkdir(exist_ok=True)

    def est_la_premiere(nom):
        try:
            (dossier / nom).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return est_la_premiere


@pytest.mark.parametrize("role", ROLES)
def test_aucune_page_n_a_de_defaut(role, visiter, premiere_fois):
    visite = visiter(role)
    page = visite.personne.page
    defauts = []
    for nom, (adresse, *_autres) in sorted(visite.pages.items()):
        # Sans animation : axe lirait des couleurs à mi-chemin.
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": LARGEURS[0], "height": 900})
        page.goto(adresse)
        for largeur in SANS_DEBORDER:
            page.set_viewport_size({"width": largeur, "height": 900})
            if coupables := page.evaluate(_QUI_DEBORDE):
                defauts.append(f"{adresse} déborde à {largeur} px : {coupables}")
            if largeur in LARGEURS:
                defauts += releves(page, f"{adresse} ({largeur} px)")
        if premiere_fois(nom or "refus"):
            page.emulate_media(color_scheme="dark")
            defauts += releves(page, f"{adresse} (sombre)")
    assert not defauts, "\n".join(defauts)
    assert not visite.personne.reproches, "\n".join(visite.personne.reproches)


def releves(page, ou):
    """Ce qu’axe reproche à la page telle qu’elle est : la règle, l’élément, la raison."""
    return [
        f"{ou} : {defaut['id']}, {element['target']} : {element['html'][:160]}"
        f" {element['any'][0]['message'] if element['any'] else ''}"
        for defaut in AXE.run(page).response["violations"]
        for element in defaut["nodes"]
    ]


def test_chaque_page_se_trouve_en_suivant_des_liens(visiter, a_lire):
    trouvees = {nom for role in ROLES for nom in visiter(role).pages}
    pages = {regle.endpoint for regle in a_lire.app.url_map.iter_rules() if "GET" in regle.methods}
    telechargements = {
        "certification.piece",
        "certification.telecharger",
        "comptes.la_notre",
        "echanges.referentiel",
        "parcours.fichier",
        "referentiel.changements",
    }
    assert pages - trouvees - SANS_LIEN - telechargements == set()
