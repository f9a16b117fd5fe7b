"""La table d’accès dit tout : chaque route, à qui elle est ouverte, et rien d’autre n’existe."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.acces import CONNECTE, TOUS, Ligne, Terrain, ecrire_table, lire_table, routes

TABLE = lire_table()
LECTURES = [ligne for ligne in TABLE if ligne.methode == "GET"]
ACTES = [ligne for ligne in TABLE if ligne.methode != "GET"]
#: Celles que l’on désigne par l’objet de quelqu’un.
DESIGNANTES = [ligne for ligne in TABLE if ligne.prives]

#: Ce que seules les Sept Parcelles, ou seul le certificateur de la démonstration, doivent lire.
TEMOINS_ORGANISME = (
    "Zélie Modèle",
    "Malo Fictif",
    "Hugo Témoin",
    "ion, printemps",
    "ions, automne",
)
TEMOINS_CERTIFICATEUR = ("Jade Calque", "Port-Spécimen", "Octave Filigrane")


def test_chaque_route_est_dans_la_table(terrain: Terrain, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--accepter-attendus"):
        _accepter(request.getfixturevalue("sans_garde"))
    trouvees = [
        (methode, regle.rule, regle.endpoint) for methode, regle in routes(terrain.app.url_map)
    ]
    dites = [(ligne.methode, ligne.adresse, ligne.endpoint) for ligne in lire_table()]
    assert dites == trouvees


def _accepter(terrain: Terrain) -> None:
    ecrire_table(
        [
            Ligne(
                methode,
                regle.rule,
                regle.endpoint,
                terrain.ouverte_a(methode, regle.rule, regle.endpoint),
            )
            for methode, regle in routes(terrain.app.url_map)
        ]
    )


def test_aucune_route_n_est_dite_deux_fois() -> None:
    fois = Counter((ligne.methode, ligne.adresse) for ligne in TABLE)
    assert [route for route, n in fois.items() if n > 1] == []


@pytest.mark.parametrize("ligne", LECTURES, ids=str)
def test_une_page_s_ouvre_a_qui_la_table_le_dit_et_n_ecrit_rien(
    sans_garde: Terrain, ligne: Ligne
) -> None:
    avant = sans_garde.empreinte()
    assert sans_garde.ouverte_a("GET", ligne.adresse, ligne.endpoint) == ligne.ouverte_a
    assert sans_garde.empreinte() == avant


@pytest.mark.parametrize("ligne", ACTES, ids=str)
def test_un_acte_est_permis_a_qui_la_table_le_dit(sans_garde: Terrain, ligne: Ligne) -> None:
    assert sans_garde.ouverte_a(ligne.methode, ligne.adresse, ligne.endpoint) == ligne.ouverte_a


@pytest.mark.parametrize("ligne", DESIGNANTES, ids=str)
def test_une_autre_organisation_ne_trouve_rien(sans_garde: Terrain, ligne: Ligne) -> None:
    """Qui aurait ce droit chez soi lit « introuvable », pas « interdit » : rien ne s’y apprend."""
    for personne in sans_garde.etrangeres():
        recu = sans_garde.demander(personne, ligne.methode, ligne.adresse)
        attendus = {404} if personne.cle in ligne.admis else {403, 404}
        assert recu.status_code in attendus, f"{personne.cle} : {recu.status_code}"


@pytest.mark.parametrize("ligne", [x for x in TABLE if x.ouverte_a != TOUS], ids=str)
def test_sans_compte_on_est_mene_a_la_connexion(sans_garde: Terrain, ligne: Ligne) -> None:
    anonyme = sans_garde.chez_elles()[0]
    recu = sans_garde.demander(anonyme, ligne.methode, ligne.adresse)
    assert (recu.status_code, urlsplit(recu.location).path) == (302, "/connexion")


def test_tout_acte_sans_jeton_est_refuse(terrain: Terrain) -> None:
    anonyme, ada = terrain.chez_elles()[0], terrain.chez_elles()[2]
    admis = [
        f"{ligne} par {personne.cle} : {recu.status_code}"
        for personne in (anonyme, ada)
        for ligne in ACTES
        if (recu := terrain.demander(personne, ligne.methode, ligne.adresse)).status_code != 400
    ]
    assert admis == []


def test_aucune_page_ne_dit_rien_d_une_autre_organisation(sans_garde: Terrain) -> None:
    fuites = []
    for personne in sans_garde.etrangeres():
        ailleurs = "CERTIFICATEUR" in personne.cle or "RESEAU" in personne.cle
        temoins = TEMOINS_ORGANISME + (TEMOINS_CERTIFICATEUR if ailleurs else ())
        for ligne in LECTURES:
            # Ces deux pages montrent les portes de la démonstration, donc des noms.
            if ligne.prives or ligne.adresse in {"/connexion", "/demonstration"}:
                continue
            lue = sans_garde.demander(personne, "GET", ligne.adresse).data.decode(errors="replace")
            fuites += [f"{personne.cle} {ligne} : {t}" for t in temoins if t in lue]
    assert fuites == []


def test_ce_qui_demande_un_compte_ne_demande_que_cela() -> None:
    """Une page « à qui a un compte » ne montre l’objet de personne."""
    assert [str(x) for x in TABLE if x.ouverte_a == CONNECTE and x.prives] == []
