"""Évaluer, noter un groupe, corriger, annuler ; le niveau courant suit dans le même acte."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.parcours.models import EtatCompetence, Evaluation, Inscription
from coopmetiers.parcours.queries import faits_de, progression
from coopmetiers.parcours.rules.evaluation import Contexte, SaisieEvaluation, SaisieGroupe
from coopmetiers.parcours.services import evaluations, inscriptions, reconstruction
from tests.fabriques import parcours as fabrique

pytestmark = pytest.mark.deux_bases

CONTEXTE = Contexte("Séance du matin au tiers-lieu", "ME1", date(2026, 11, 23))
SAISIE = SaisieEvaluation("C1.1.1", 3, CONTEXTE)


def niveaux(lignes) -> list[int]:
    return [etat.niveau for etat in lignes(EtatCompetence)]


def test_evaluer_ajoute_un_fait_signe_et_tient_le_niveau(monde, printemps, agir, lignes, journal):
    fait = agir(evaluations.evaluer, monde.noe, printemps.zelie_id, SAISIE)
    (ecrit,) = lignes(Evaluation)
    assert (ecrit.niveau, ecrit.evaluateur_nom) == (3, "Noé Gabarit")
    assert (ecrit.situation, ecrit.observee_le) == (CONTEXTE.situation, date(2026, 11, 23))
    (etat,) = lignes(EtatCompetence)
    assert (etat.niveau, etat.cle_evaluation, etat.a_preuve) == (3, ecrit.cle, False)
    action, objet, details = journal()[-1]
    assert (action, objet) == ("parcours.evaluation.creer", fait.evaluation_id)
    assert details["competence"] == "C1.1.1"
    assert details["niveau"] == 3


def test_un_fait_appuye_sur_une_preuve_est_prouve(acte, monde, printemps, agir, lignes):
    with acte():
        inscription = db.session.get_one(Inscription, printemps.cle_zelie)
        preuve_id = fabrique.fabriquer_preuve(inscription, "C2.1.1").preuve_id
    agir(evaluations.evaluer, monde.noe, printemps.zelie_id, replace(SAISIE, preuves=(preuve_id,)))
    (etat,) = lignes(EtatCompetence)
    assert etat.a_preuve


def test_une_preuve_d_une_autre_personne_ne_s_emploie_pas(acte, monde, printemps, agir, lignes):
    with acte():
        inscription = db.session.get_one(Inscription, printemps.cle_youssef)
        preuve_id = fabrique.fabriquer_preuve(inscription, "C1.1.1").preuve_id
    with pytest.raises(RuleViolation) as refus:
        agir(
            evaluations.evaluer,
            monde.noe,
            printemps.zelie_id,
            replace(SAISIE, preuves=(preuve_id,)),
        )
    assert refus.value.code == "preuve_inconnue"
    assert lignes(Evaluation) == []


@pytest.mark.parametrize(
    ("saisie", "code"),
    [
        (replace(SAISIE, niveau=5), "niveau_inconnu"),
        (replace(SAISIE, niveau=0), "niveau_inconnu"),
        (replace(SAISIE, code_competence="C9.9.9"), "competence_non_exigee"),
        (replace(SAISIE, contexte=replace(CONTEXTE, situation=" ")), "situation_absente"),
        (replace(SAISIE, contexte=replace(CONTEXTE, code_modalite="ME9")), "modalite_inconnue"),
        (
            replace(SAISIE, contexte=replace(CONTEXTE, observee_le=date(2026, 11, 24))),
            "observee_a_venir",
        ),
        (replace(SAISIE, contexte=replace(CONTEXTE, commentaire="x" * 2001)), "texte_trop_long"),
    ],
)
def test_un_fait_incomplet_est_refuse_et_rien_n_est_ecrit(
    monde, printemps, agir, lignes, saisie, code
):
    with pytest.raises(RuleViolation) as refus:
        agir(evaluations.evaluer, monde.noe, printemps.zelie_id, saisie)
    assert refus.value.code == code
    assert lignes(Evaluation) == []


@pytest.mark.parametrize(
    ("qui", "refus"),
    [
        ("ada", None),
        ("noe", None),
        ("basile", None),
        ("zelie", Forbidden),
        ("driss", NotFound),
        ("rim", NotFound),
        ("octave", NotFound),
        ("ines", NotFound),
    ],
)
def test_qui_peut_evaluer(monde, printemps, agir, qui, refus):
    acteur = getattr(monde, qui)
    if refus is None:
        agir(evaluations.evaluer, acteur, printemps.zelie_id, SAISIE)
        return
    with pytest.raises(refus):
        agir(evaluations.evaluer, acteur, printemps.zelie_id, SAISIE)


def test_un_formateur_ne_voit_rien_des_sessions_des_autres(monde, printemps, agir):
    with pytest.raises(NotFound):
        agir(evaluations.evaluer, monde.noe, printemps.ailleurs_inscription_id, SAISIE)
    saisie = SaisieGroupe("C1.1.1", CONTEXTE, {printemps.ailleurs_inscription_id: 3})
    with pytest.raises(NotFound):
        agir(evaluations.evaluer_groupe, monde.noe, printemps.session_id, saisie)


def test_on_ne_s_evalue_pas_soi_meme_meme_responsable(monde, printemps, agir):
    zelie_responsable = replace(monde.ada, user_key=monde.zelie.user_key)
    with pytest.raises(RuleViolation) as refus:
        agir(evaluations.evaluer, zelie_responsable, printemps.zelie_id, SAISIE)
    assert refus.value.code == "soi_meme"


def test_une_inscription_rompue_ne_s_evalue_plus(monde, printemps, agir):
    agir(inscriptions.rompre, monde.ada, printemps.zelie_id, "Déménagement")
    with pytest.raises(RuleViolation) as refus:
        agir(evaluations.evaluer, monde.noe, printemps.zelie_id, SAISIE)
    assert refus.value.code == "inscription_rompue"


def test_corriger_ajoute_un_fait_qui_nomme_l_ancien(monde, printemps, agir, lignes, journal):
    premier = agir(evaluations.evaluer, monde.noe, printemps.zelie_id, replace(SAISIE, niveau=4))
    second = agir(
        evaluations.corriger, monde.basile, premier.evaluation_id, SAISIE, "Erreur de case"
    )
    ancien, nouveau = lignes(Evaluation)
    assert (ancien.niveau, nouveau.niveau) == (4, 3)
    assert (nouveau.cle_corrige, nouveau.motif_correction) == (ancien.cle, "Erreur de case")
    assert niveaux(lignes) == [3]
    assert journal()[-1][1] == second.evaluation_id
    assert journal()[-1][2]["corrige"] == premier.evaluation_id


def test_annuler_laisse_le_fait_d_avant(monde, printemps, agir, lignes, lire):
    hier = replace(SAISIE, niveau=2, contexte=replace(CONTEXTE, observee_le=date(2026, 11, 22)))
    agir(evaluations.evaluer, monde.noe, printemps.zelie_id, hier)
    trop = agir(evaluations.evaluer, monde.noe, printemps.zelie_id, replace(SAISIE, niveau=4))
    assert niveaux(lignes) == [4]
    agir(evaluations.corriger, monde.noe, trop.evaluation_id, None, "Annulée dans la foulée")
    assert niveaux(lignes) == [2]
    faits = lire(faits_de, printemps.cle_zelie)
    assert [fait.est_vivant for fait in faits] == [False, False, True]


def test_tout_annuler_rend_la_competence_non_evaluee(monde, printemps, agir, lignes):
    fait = agir(evaluations.evaluer, monde.noe, printemps.zelie_id, SAISIE)
    agir(evaluations.corriger, monde.noe, fait.evaluation_id, None, "Mauvaise personne")
    assert niveaux(lignes) == []


def test_un_fait_ne_se_corrige_qu_une_fois(monde, printemps, agir):
    fait = agir(evaluations.evaluer, monde.noe, printemps.zelie_id, SAISIE)
    annulation = agir(evaluations.corriger, monde.noe, fait.evaluation_id, None, "Une erreur")
    for evaluation_id, code in (
        (fait.evaluation_id, "deja_corrigee"),
        (annulation.evaluation_id, "annulation"),
    ):
        with pytest.raises(RuleViolation) as refus:
            agir(evaluations.corriger, monde.noe, evaluation_id, SAISIE, "Une erreur")
        assert refus.value.code == code


@pytest.mark.parametrize(
    ("qui", "saisie", "motif", "attendu"),
    [
        ("noe", SAISIE, "", "motif_absent"),
        ("noe", replace(SAISIE, code_competence="C1.1.2"), "Une erreur", "autre_competence"),
        ("zelie", SAISIE, "Une erreur", Forbidden),
        ("driss", SAISIE, "Une erreur", NotFound),
    ],
)
def test_corriger_se_refuse(monde, printemps, agir, lignes, qui, saisie, motif, attendu):
    fait = agir(evaluations.evaluer, monde.noe, printemps.zelie_id, SAISIE)
    code = attendu if isinstance(attendu, str) else None
    with pytest.raises(RuleViolation if code else attendu) as refus:
        agir(evaluations.corriger, getattr(monde, qui), fait.evaluation_id, saisie, motif)
    if code:
        assert refus.value.code == code
    assert len(lignes(Evaluation)) == 1


def test_noter_le_groupe_ecrit_un_fait_par_personne(monde, printemps, agir, lignes, journal):
    niveaux_donnes = {printemps.zelie_id: 3, printemps.youssef_id: 2}
    saisie = SaisieGroupe("C1.1.2", CONTEXTE, niveaux_donnes)
    agir(evaluations.evaluer_groupe, monde.basile, printemps.session_id, saisie)
    faits = lignes(Evaluation)
    assert {fait.cle_inscription: fait.niveau for fait in faits} == {
        printemps.cle_zelie: 3,
        printemps.cle_youssef: 2,
    }
    assert sorted(niveaux(lignes)) == [2, 3]
    assert [ligne[0] for ligne in journal()] == ["parcours.evaluation.creer"] * 2


@pytest.mark.parametrize(
    ("donnes", "code"), [({}, "aucun_niveau"), ({"zelie": 3, "youssef": 7}, "niveau_inconnu")]
)
def test_noter_le_groupe_ecrit_tout_ou_rien(monde, printemps, agir, lignes, donnes, code):
    nommes = {getattr(printemps, f"{qui}_id"): niveau for qui, niveau in donnes.items()}
    with pytest.raises(RuleViolation) as refus:
        agir(
            evaluations.evaluer_groupe,
            monde.noe,
            printemps.session_id,
            SaisieGroupe("C1.1.2", CONTEXTE, nommes),
        )
    assert refus.value.code == code
    assert lignes(Evaluation) == []


def test_le_desaccord_entre_deux_personnes_reste_visible(monde, printemps, agir, lire):
    agir(evaluations.evaluer, monde.noe, printemps.zelie_id, replace(SAISIE, niveau=2))
    agir(evaluations.evaluer, monde.basile, printemps.zelie_id, SAISIE)
    (bloc, _autre) = lire(progression, printemps.cle_zelie).blocs
    assert bloc.competences[0].observation.en_desaccord
    assert bloc.competences[0].niveau == 3


def test_reconstruire_retrouve_exactement_les_etats_tenus(
    acte, monde, printemps, agir, lignes, horloge
):
    for qui, cle, code, niveau, jours in [
        ("noe", "zelie_id", "C1.1.1", 2, 3),
        ("basile", "zelie_id", "C1.1.1", 3, 1),
        ("noe", "zelie_id", "C1.1.2", 4, 0),
        ("ada", "youssef_id", "C2.1.1", 1, 2),
    ]:
        le = clock.today() - timedelta(days=jours)
        contexte = replace(CONTEXTE, observee_le=le)
        saisie = SaisieEvaluation(code, niveau, contexte)
        agir(evaluations.evaluer, getattr(monde, qui), getattr(printemps, cle), saisie)
        horloge.avancer(minutes=1)
    dernier = lignes(Evaluation)[2]
    agir(evaluations.corriger, monde.noe, dernier.evaluation_id, None, "Une erreur")
    tenus = [valeurs(etat) for etat in lignes(EtatCompetence)]
    systeme = Identity.as_system("cli", monde.sp)
    assert agir(reconstruction.reconstruire, systeme) == 0
    assert [valeurs(etat) for etat in lignes(EtatCompetence)] == tenus
    with acte():
        db.session.query(EtatCompetence).delete()
    assert agir(reconstruction.reconstruire, systeme) == len(tenus)
    assert sorted(valeurs(etat) for etat in lignes(EtatCompetence)) == sorted(tenus)


def valeurs(etat: EtatCompetence) -> tuple[object, ...]:
    place = (etat.cle_inscription, etat.cle_competence)
    return (*place, etat.niveau, etat.a_preuve, etat.cle_evaluation, etat.en_desaccord)


def test_reconstruire_n_est_pas_a_tout_le_monde(monde, printemps, agir):
    with pytest.raises(Forbidden):
        agir(reconstruction.reconstruire, monde.noe)
