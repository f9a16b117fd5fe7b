"""Reprendre un référentiel d’un fichier : l’aperçu, puis le brouillon."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, RuleViolation
from coopmetiers.echanges import queries
from coopmetiers.echanges.correspondances import moodle as correspondance
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.formats import moodle
from coopmetiers.echanges.formats.reproches import FichierRefuse
from coopmetiers.echanges.services import importations
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.services import brouillons, publication
from tests.fabriques import arbres
from tests.fabriques.referentiel import fabriquer_contenu
from tests.navigateur import compter_requetes

CODE = "petit-referentiel"


@pytest.fixture
def publiee(app, monde):
    with app.test_request_context():
        with transaction():
            faite = publication.publier(monde.ines, fabriquer_contenu())
        yield faite


@pytest.fixture
def emporter(monde, publiee):
    def _emporter(version="1.0", genre=Format.TABLEUR):
        return queries.fichier_referentiel(monde.ines, CODE, version, genre).octets

    return _emporter


@pytest.fixture
def reprendre(monde):
    def _reprendre(octets, genre=Format.TABLEUR, acteur=None, **options):
        acteur = acteur or monde.ines
        apercu = queries.previsualiser(acteur, octets, genre, **options)
        with transaction():
            return apercu, importations.appliquer(acteur, apercu)

    return _reprendre


def reecrire(octets, code, enonce) -> bytes:
    livre = openpyxl.load_workbook(io.BytesIO(octets))
    page = livre["Compétences"]
    titres = [cellule.value for cellule in page[1]]
    for ligne in page.iter_rows(min_row=2):
        if ligne[titres.index("Code")].value == code:
            ligne[titres.index("Énoncé")].value = enonce
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def versions(acteur) -> list[tuple[str, str]]:
    vues = referentiel.versions_visibles(acteur)
    return [(v.version, v.etat) for v in vues if v.code == CODE]


@pytest.mark.parametrize("genre", [Format.TABLEUR, Format.MOODLE])
def test_un_fichier_repris_tel_quel_n_ecrit_rien(genre, monde, emporter, reprendre):
    apercu, ecrit = reprendre(emporter(genre=genre), genre)
    assert apercu.comparaison.phrase() == "0 changement"
    assert ecrit is None
    assert versions(monde.ines) == [("1.0", EtatVersion.PUBLIEE)]


def test_compare_a_une_version_publiee_un_fichier_ouvre_le_brouillon_suivant(
    monde, emporter, reprendre
):
    apercu, ecrit = reprendre(reecrire(emporter(), "C1.1.1", "Tenir, afin de durer."))
    assert apercu.comparaison.phrase() == "1 changement : 1 modification"
    assert ecrit.version == "1.1"
    assert versions(monde.ines) == [
        ("1.1", EtatVersion.BROUILLON),
        ("1.0", EtatVersion.PUBLIEE),
    ]
    relu = referentiel.contenu(ecrit.cle_version)
    assert relu.competences[0].enonce == "Tenir, afin de durer."
    ligne = db.session.query(LigneAudit).order_by(LigneAudit.cle.desc()).first()
    assert ligne.action == "echanges.referentiel.importer"
    assert ligne.details == {"format": "tableur", "changements": 1}


def test_compare_a_un_brouillon_un_fichier_le_remplace(monde, emporter, reprendre):
    reprendre(reecrire(emporter(), "C1.1.1", "Un, afin de deux."))
    octets = reecrire(emporter("1.1"), "C1.1.2", "Trois, afin de quatre.")
    apercu, ecrit = reprendre(octets)
    assert (apercu.base.version, ecrit.version) == ("1.1", "1.1")
    assert [c.enonce for c in referentiel.contenu(ecrit.cle_version).competences[:2]] == [
        "Un, afin de deux.",
        "Trois, afin de quatre.",
    ]


def test_un_brouillon_ecrit_depuis_l_apercu_n_est_pas_ecrase(monde, emporter, reprendre):
    reprendre(reecrire(emporter(), "C1.1.1", "Un, afin de deux."))
    octets = reecrire(emporter("1.1"), "C1.1.2", "Trois, afin de quatre.")
    apercu = queries.previsualiser(monde.ines, octets, Format.TABLEUR)
    brouillon = apercu.base
    contenu = referentiel.contenu(brouillon.cle)
    with transaction():
        brouillons.remplacer(
            monde.ines, brouillon.version_id, replace(contenu, criteres=()), lue=apercu.lue
        )
    with pytest.raises(RuleViolation) as refus, transaction():
        importations.appliquer(monde.ines, apercu)
    assert refus.value.code == "brouillon_change"


def test_un_code_inconnu_ouvre_un_referentiel_neuf_avec_ses_lacunes(monde, publiee, reprendre):
    octets = moodle.ecrire(correspondance.cadre(arbres.fabriquer_arbre_mele()))
    apercu, ecrit = reprendre(octets, Format.MOODLE)
    assert apercu.base is None
    assert apercu.comparaison.est_vide is False
    assert {a.code for a in apercu.lacunes} >= {"competence_sans_critere", "competence_sans_source"}
    vue = referentiel.version_visible(monde.ines, ecrit.code, ecrit.version)
    assert (vue.code, vue.etat) == ("ailleurs", EtatVersion.BROUILLON)


def test_le_fichier_d_une_autre_organisation_est_refuse(monde, emporter, reprendre):
    livre = openpyxl.load_workbook(io.BytesIO(emporter()))
    livre.custom_doc_props["coopmetiers.porteuse"].value = "une-autre"
    sortie = io.BytesIO()
    livre.save(sortie)
    with pytest.raises(RuleViolation) as refus:
        reprendre(sortie.getvalue())
    assert refus.value.code == "autre_organisation"
    assert versions(monde.ines) == [("1.0", EtatVersion.PUBLIEE)]


@pytest.mark.parametrize("genre", [Format.TABLEUR, Format.MOODLE])
def test_un_fichier_illisible_ne_change_rien(genre, monde, publiee, reprendre):
    with pytest.raises(FichierRefuse):
        reprendre(b"\x00\x01ceci n'est pas un fichier", genre)
    assert versions(monde.ines) == [("1.0", EtatVersion.PUBLIEE)]


@pytest.mark.parametrize("qui", ["ada", "helene", "zelie", "samir"])
def test_seul_un_reseau_reprend_un_fichier(qui, monde, emporter, reprendre):
    with pytest.raises(Forbidden):
        reprendre(emporter(), acteur=getattr(monde, qui))


def test_mille_competences_de_moodle_coutent_peu_de_requetes(app, monde, publiee, reprendre):
    feuilles = tuple(arbres.feuille(f"F{rang}", "D2") for rang in range(1000))
    grand = replace(arbres.fabriquer_arbre_mele(), competences=feuilles, ordre=(), ajouts=())
    octets = moodle.ecrire(correspondance.cadre(grand))
    with compter_requetes(app) as comptees:
        _apercu, ecrit = reprendre(octets, Format.MOODLE)
    assert comptees["requetes"] <= 40
    # « D1.1 », sans filles dans Moodle, y devient une compétence de plus.
    assert len(referentiel.competences(ecrit.cle_version)) == 1001
