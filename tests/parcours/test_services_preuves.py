"""Déposer une preuve, la retirer ; ce que le niveau courant en apprend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coopmetiers.base import vault
from coopmetiers.base.db import db
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.parcours.models import EtatCompetence, Inscription, Preuve
from coopmetiers.parcours.queries import fichier_ouvert, preuves_de
from coopmetiers.parcours.rules.preuve import SaisiePreuve
from coopmetiers.parcours.services import evaluations, inscriptions, preuves
from tests.fabriques import parcours as fabrique

pytestmark = pytest.mark.deux_bases

PDF = b"%PDF-1.7\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
FICHIER = SaisiePreuve("Compte rendu", ("C1.1.1",), nom_fichier="../compte rendu.PDF")
LIEN = SaisiePreuve("Article", ("C1.1.1", "C1.1.2"), adresse="https://exemple.test/article")


@pytest.fixture
def etat_zelie(acte, monde, printemps, lignes):
    """Évalue Zélie sans preuve, et dit si son niveau est prouvé."""
    with acte():
        inscription = db.session.get_one(Inscription, printemps.cle_zelie)
        fait = fabrique.fabriquer_evaluation(inscription, "C1.1.1", 3, par=monde.noe)
        evaluation_id = fait.evaluation_id

    def _prouve() -> bool:
        (etat,) = lignes(EtatCompetence)
        return bool(etat.a_preuve)

    _prouve.evaluation_id = evaluation_id
    return _prouve


def test_un_fichier_va_au_coffre_sous_un_nom_propre(app, monde, printemps, agir, lignes, journal):
    preuve_id = agir(preuves.deposer, monde.zelie, printemps.zelie_id, FICHIER, PDF).preuve_id
    (preuve,) = lignes(Preuve)
    with app.app_context():
        assert vault.fetch(preuve.empreinte) == PDF
    assert (preuve.nom_fichier, preuve.type_mime) == ("compte rendu.pdf", "application/pdf")
    assert (preuve.taille_octets, preuve.cle_deposant) == (len(PDF), monde.zelie.user_key)
    action, objet, details = journal()[-1]
    assert (action, objet) == ("parcours.preuve.deposer", preuve_id)
    assert details["competences"] == ["C1.1.1"]


def test_un_lien_se_depose_pour_plusieurs_competences(monde, printemps, agir, lire):
    agir(preuves.deposer, monde.noe, printemps.zelie_id, LIEN)
    (preuve,) = lire(preuves_de, printemps.cle_zelie)
    assert (preuve.adresse, preuve.codes) == (LIEN.adresse, ("C1.1.1", "C1.1.2"))
    assert preuve.deposant == "Noé Gabarit"


def test_deposer_prouve_un_niveau_deja_observe_et_retirer_l_oublie(
    monde, printemps, agir, etat_zelie, journal
):
    assert not etat_zelie()
    preuve_id = agir(preuves.deposer, monde.zelie, printemps.zelie_id, LIEN).preuve_id
    assert etat_zelie()
    agir(preuves.retirer, monde.zelie, preuve_id)
    assert not etat_zelie()
    assert journal()[-1][:2] == ("parcours.preuve.retirer", preuve_id)
    with pytest.raises(RuleViolation) as refus:
        agir(preuves.retirer, monde.zelie, preuve_id)
    assert refus.value.code == "deja_retiree"


def test_une_preuve_employee_se_retire_apres_correction(acte, monde, printemps, agir, etat_zelie):
    with acte():
        inscription = db.session.get_one(Inscription, printemps.cle_youssef)
        preuve = fabrique.fabriquer_preuve(inscription, "C1.1.1")
        fait = fabrique.fabriquer_evaluation(
            inscription, "C1.1.1", 3, par=monde.noe, preuves=[preuve]
        )
        preuve_id, evaluation_id = preuve.preuve_id, fait.evaluation_id
    with pytest.raises(RuleViolation) as refus:
        agir(preuves.retirer, monde.noe, preuve_id)
    assert refus.value.code == "preuve_employee"
    agir(evaluations.corriger, monde.noe, evaluation_id, None, "Mauvaise preuve")
    agir(preuves.retirer, monde.noe, preuve_id)


@pytest.mark.parametrize(
    ("saisie", "octets", "code"),
    [
        (FICHIER, b"MZ programme", "fichier_trompeur"),
        (FICHIER, b"", "fichier_vide"),
        (replace(FICHIER, nom_fichier="page.html"), b"<html>", "fichier_non_admis"),
        (replace(FICHIER, libelle=""), PDF, "libelle_absent"),
        (replace(FICHIER, libelle="x" * 201), PDF, "libelle_trop_long"),
        (replace(FICHIER, codes=()), PDF, "competence_non_exigee"),
        (replace(FICHIER, codes=("C9.9.9",)), PDF, "competence_non_exigee"),
        (LIEN, PDF, "fichier_ou_adresse"),
        (replace(LIEN, adresse=""), None, "fichier_ou_adresse"),
        (replace(LIEN, adresse="javascript:alert(1)"), None, "adresse_fausse"),
        (replace(LIEN, adresse="https://moi:secret@exemple.test/"), None, "adresse_fausse"),
        (replace(LIEN, adresse="https://exemple.test/a b"), None, "adresse_fausse"),
        (replace(LIEN, adresse="https://[/"), None, "adresse_fausse"),
    ],
)
def test_une_preuve_fausse_est_refusee_et_rien_n_est_ecrit(
    app, monde, printemps, agir, lignes, saisie, octets, code
):
    with pytest.raises(RuleViolation) as refus:
        agir(preuves.deposer, monde.zelie, printemps.zelie_id, saisie, octets)
    assert refus.value.code == code
    assert lignes(Preuve) == []
    coffre = app.extensions["coopmetiers"].data_dir / "documents"
    assert not [chemin for chemin in coffre.rglob("*") if chemin.is_file()]


@pytest.mark.parametrize(
    ("qui", "refus"),
    [("basile", Forbidden), ("driss", NotFound), ("rim", NotFound), ("helene", NotFound)],
)
def test_qui_ne_depose_pas(monde, printemps, agir, lignes, qui, refus):
    with pytest.raises(refus):
        agir(preuves.deposer, getattr(monde, qui), printemps.zelie_id, LIEN)
    assert lignes(Preuve) == []


def test_zelie_ne_depose_ni_ne_retire_rien_au_dossier_de_youssef(monde, printemps, agir):
    with pytest.raises(NotFound):
        agir(preuves.deposer, monde.zelie, printemps.youssef_id, LIEN)
    preuve_id = agir(preuves.deposer, monde.noe, printemps.youssef_id, LIEN).preuve_id
    with pytest.raises(NotFound):
        agir(preuves.retirer, monde.zelie, preuve_id)
    with pytest.raises(NotFound):
        agir(preuves.retirer, monde.driss, preuve_id)


def test_une_inscription_rompue_ne_recoit_plus_de_preuve(monde, printemps, agir):
    agir(inscriptions.rompre, monde.ada, printemps.zelie_id, "Déménagement")
    with pytest.raises(RuleViolation) as refus:
        agir(preuves.deposer, monde.zelie, printemps.zelie_id, LIEN)
    assert refus.value.code == "inscription_rompue"


def test_un_fichier_ne_s_ouvre_que_pour_qui_voit_le_dossier(monde, printemps, agir, lire):
    preuve_id = agir(preuves.deposer, monde.zelie, printemps.zelie_id, FICHIER, PDF).preuve_id
    for qui in (monde.zelie, monde.noe, monde.basile, monde.ada):
        assert lire(fichier_ouvert, qui, preuve_id).preuve_id == preuve_id
    autre = replace(monde.zelie, user_key=monde.rim.user_key)
    with pytest.raises(NotFound):
        lire(fichier_ouvert, autre, preuve_id)
    with pytest.raises(NotFound):
        agir(fichier_ouvert, monde.driss, preuve_id)
