"""Le réseau reprend un fichier : l’aperçu, le brouillon, le retour en arrière."""

from __future__ import annotations

import io

import pytest

from coopmetiers.base.db import transaction
from coopmetiers.echanges.correspondances import moodle as correspondance
from coopmetiers.echanges.formats import moodle
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.services import brouillons, publication
from tests.fabriques.referentiel import fabriquer_contenu

ADRESSE = "/importations"
FORMULAIRE = "main form[enctype]"
CODE = "petit-referentiel"


@pytest.fixture
def publiee(app, monde):
    with app.app_context(), transaction():
        return publication.publier(monde.ines, fabriquer_contenu())


@pytest.fixture
def fichier(app):
    """Le petit référentiel parti pour Moodle, un énoncé changé là-bas."""

    def _fichier(avant="Tenir C1.1.1, avec d’autres", apres="Porter C1.1.1, ensemble"):
        with app.test_request_context():
            octets = moodle.ecrire(correspondance.cadre(fabriquer_contenu()))
        return octets.decode().replace(avant, apres).encode()

    return _fichier


@pytest.fixture
def deposer(monde, navigateur, publiee):
    def _deposer(octets, genre="moodle", statut=200, **champs):
        navigateur.connecter(monde.ines)
        saisie = {"fichier": (io.BytesIO(octets), "retours.csv"), "genre": genre, **champs}
        return navigateur.soumettre(navigateur.get(ADRESSE), FORMULAIRE, saisie, statut=statut)

    return _deposer


def versions(app, acteur) -> list[str]:
    with app.app_context():
        return [v.version for v in referentiel.versions_visibles(acteur)]


def test_l_apercu_dit_ce_qui_changerait_et_n_ecrit_rien(app, monde, deposer, fichier):
    page = deposer(fichier())
    assert "1 changement : 1 modification." in page.texte
    assert "Comparé à petit-referentiel 1.0. Rien n’est encore écrit." in page.texte
    assert page.textes("main del") == ["Tenir", "avec d’autres"]
    assert page.textes("main ins") == ["Porter", "ensemble"]
    assert versions(app, monde.ines) == ["1.0"]


def test_appliquer_puis_annuler_rend_ce_qu_il_y_avait(app, monde, navigateur, deposer, fichier):
    page = deposer(fichier())
    page = navigateur.soumettre(page, "main form:has([name=lue])", {"version": "1.5"})
    assert "Le brouillon 1.5 est écrit." in page.soupe.text
    assert versions(app, monde.ines) == ["1.5", "1.0"]
    page = navigateur.soumettre(page, "main form[action$=annulation]")
    assert "L’importation est annulée" in page.soupe.text
    assert versions(app, monde.ines) == ["1.0"]
    assert not page.soupe.select("main form[action$=annulation]")


def test_annuler_rend_au_brouillon_ce_qu_il_disait(app, monde, navigateur, deposer, fichier):
    with app.app_context(), transaction():
        avant = brouillons.deriver(monde.ines, referentiel.version_nommee(monde.ines, CODE), "1.1")
    page = navigateur.soumettre(deposer(fichier()), "main form:has([name=lue])")
    with app.app_context():
        assert referentiel.contenu(avant.cle_version).competences[0].enonce.startswith("Porter")
    navigateur.soumettre(page, "main form[action$=annulation]")
    with app.app_context():
        assert referentiel.contenu(avant.cle_version).competences[0].enonce.startswith("Tenir")


def test_un_brouillon_retouche_depuis_n_est_pas_annule(app, monde, navigateur, deposer, fichier):
    page = navigateur.soumettre(deposer(fichier()), "main form:has([name=lue])")
    with app.app_context():
        brouillon = referentiel.derniere_version(monde.ines, CODE)
        contenu = referentiel.contenu(brouillon.cle)
        neuf = fabriquer_contenu(version=brouillon.version, complement=" encore")
        with transaction():
            lue = publication.empreinte(contenu)
            brouillons.remplacer(monde.ines, brouillon.version_id, neuf, lue=lue)
    page = navigateur.soumettre(page, "main form[action$=annulation]")
    assert "Ce brouillon a changé depuis" in page.soupe.text
    assert len(versions(app, monde.ines)) == 2


def test_un_apercu_perime_se_relit_avant_d_ecrire(app, monde, navigateur, deposer, fichier):
    page = deposer(fichier())
    with app.app_context(), transaction():
        base = referentiel.version_nommee(monde.ines, CODE)
        brouillons.ouvrir(monde.ines, fabriquer_contenu(version="1.1", complement=" encore"))
    page = navigateur.soumettre(page, "main form:has([name=lue])", statut=422)
    assert "La version comparée a changé depuis cet aperçu" in page.texte
    assert base.version == "1.0"


def test_un_fichier_identique_le_dit_et_n_a_pas_de_bouton(deposer, fichier):
    page = deposer(fichier(apres="Tenir C1.1.1, avec d’autres"))
    assert "0 changement." in page.texte
    assert not page.soupe.select("[name=lue]")


def test_un_fichier_illisible_est_refuse_situe_et_rien_n_est_garde(deposer, fichier, navigateur):
    lignes = fichier().decode().splitlines(keepends=True)
    page = deposer("".join([*lignes[:2], *lignes[3:]]).encode(), statut=422)
    assert "Ce fichier ne peut pas être lu" in page.texte
    assert "ligne 3, colonne « Parent ID number » :" in page.texte
    assert "Aucun fichier reçu" in navigateur.get(ADRESSE).texte


@pytest.mark.parametrize(("champ", "valeur"), [("genre", "pdf"), ("version_id", "ailleurs")])
def test_un_choix_forge_est_refuse(champ, valeur, deposer, fichier):
    deposer(fichier(), statut=422, **{champ: valeur})


def test_sans_fichier_la_page_le_dit(monde, navigateur, publiee):
    navigateur.connecter(monde.ines)
    page = navigateur.soumettre(
        navigateur.get(ADRESSE), FORMULAIRE, {"genre": "moodle"}, statut=422
    )
    assert "Choisissez un fichier." in page.texte


@pytest.mark.parametrize(("qui", "statut"), [("ada", 403), ("zelie", 403), ("helene", 403)])
def test_seul_un_reseau_y_entre(qui, statut, monde, navigateur):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(ADRESSE, statut=statut)


def test_l_importation_d_un_autre_n_existe_pas(monde, navigateur, deposer, fichier):
    adresse = deposer(fichier()).adresse
    navigateur.connecter(monde.ada)
    navigateur.get(adresse, statut=403)
    navigateur.connecter(monde.ines)
    navigateur.get(f"{ADRESSE}/ailleurs", statut=404)
