"""Ce que les faits suggèrent, ce que le jury peut décider, ce qui en découle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.certification.enums import EtatJury, QualiteMembre, Resultat, ResultatBloc
from coopmetiers.certification.rules import jury as rules
from coopmetiers.certification.rules.dossier import AcquiseAvant
from coopmetiers.certification.rules.jury import DecisionVue, MembreVu, SaisieDecision
from tests.fabriques.certification import (
    acquise,
    fabriquer_bloc,
    fabriquer_competence,
    fabriquer_dossier,
    fabriquer_fait,
    refusee,
)

JAMAIS_SEULES = ("ME7",)
OUI, NON = Resultat.ACQUISE, Resultat.NON_ACQUISE
AVANT = AcquiseAvant(3, "J-2026-001", fabriquer_fait().observee_le)


def fait(niveau=3, modalite="ME1", preuves=("p",)):
    return fabriquer_fait(niveau=niveau, modalite=modalite, preuves=preuves)


@pytest.mark.parametrize(
    ("ecarts", "resultat", "raison"),
    [
        ({}, OUI, "N3 constaté, preuve au dossier"),
        ({"niveau": 4, "faits": (fait(4),)}, OUI, "N4 constaté, preuve au dossier"),
        ({"niveau": 2, "seuil": 2, "faits": (fait(2),)}, OUI, "N2 constaté, preuve au dossier"),
        ({"niveau": 2, "faits": (fait(2),)}, NON, "N2 constaté, N3 exigé"),
        ({"a_preuve": False}, NON, "N3 constaté, mais sans preuve"),
        ({"niveau": None, "a_preuve": False, "faits": ()}, NON, "aucune évaluation au dossier"),
        ({"faits": (fait(modalite="ME7"),)}, NON, "l’attestation d’un collectif ne suffit pas"),
        # L’attestation accompagne une observation prouvée : elle n’est plus seule.
        ({"faits": (fait(modalite="ME7"), fait())}, OUI, "preuve au dossier"),
        # La preuve est déposée à part, mais seule une attestation situe au seuil.
        ({"faits": (fait(modalite="ME7", preuves=()),)}, NON, "ne suffit pas"),
        # Une observation plus ancienne sous le seuil ne l’accompagne pas.
        ({"faits": (fait(modalite="ME7"), fait(1))}, NON, "ne suffit pas"),
        # Observée sans preuve jointe, prouvée par la seule attestation.
        ({"faits": (fait(modalite="ME7"), fait(preuves=()))}, NON, "ne suffit pas"),
        ({"faits": (fait(modalite=None),)}, OUI, "preuve au dossier"),
    ],
)
def test_la_suggestion_suit_le_niveau_le_seuil_et_la_preuve(ecarts, resultat, raison):
    proposee = rules.suggestion(fabriquer_competence(**ecarts), JAMAIS_SEULES)
    assert proposee.resultat == resultat
    assert raison in proposee.raison % proposee.params
    if resultat == OUI:
        assert proposee.niveau == ecarts.get("niveau", 3)


SOUS_LE_SEUIL = fabriquer_competence("C1.1.1", niveau=2, faits=(fait(2),))


@pytest.mark.parametrize(
    ("saisie", "ecarts", "code"),
    [
        (acquise("C1.1.1"), {}, None),
        (refusee("C1.1.1"), {}, None),
        (acquise("C1.1.1", 4, "Les deux séances montrent l’aisance."), {}, None),
        (acquise("C1.1.1", 4), {}, "motif_manquant"),
        (refusee("C1.1.1", ""), {}, "motif_manquant"),
        (refusee("C1.1.1", "   "), {}, "motif_manquant"),
        (acquise("C1.1.1", 2), {}, "niveau_decide"),
        (acquise("C1.1.1", 5), {}, "niveau_decide"),
        (SaisieDecision("C1.1.1", OUI, None, ""), {}, "niveau_decide"),
        (acquise("C9.9.9"), {}, "competence_hors_dossier"),
        (acquise("C1.1.1", 3), {"niveau": 2, "faits": (fait(2),)}, "motif_manquant"),
        (acquise("C1.1.1", 3, "La soutenance l’a montré."), {"niveau": 2}, None),
        (refusee("C1.1.1", ""), {"niveau": 2, "faits": (fait(2),)}, "motif_manquant"),
        (acquise("C1.1.1"), {"avant": AVANT}, "deja_acquise"),
        (acquise("C1.1.1"), {"avant": AVANT, "seuil": 3}, "deja_acquise"),
        (acquise("C1.1.1", 4), {"avant": AVANT, "seuil": 4, "niveau": 4}, None),
    ],
)
def test_une_decision_tient_son_niveau_et_dit_son_motif(saisie, ecarts, code):
    competence = fabriquer_competence("C1.1.1", **ecarts)
    dossier = fabriquer_dossier(fabriquer_bloc(competences=(competence,)))
    assert refus(lambda: decider(dossier, saisie)) == code


def test_les_motifs_qui_manquent_sont_dits_ensemble():
    with pytest.raises(RuleViolation) as leve:
        decider(
            fabriquer_dossier(), refusee("C1.1.1", ""), acquise("C1.1.2"), refusee("C2.1.1", "")
        )
    assert leve.value.params == {"codes": "C1.1.1, C2.1.1"}
    assert leve.value.field == "motif"


def test_un_membre_recuse_ne_decide_rien():
    assert refus(lambda: decider(fabriquer_dossier(), acquise("C1.1.1"), recuse=True)) == (
        "membre_recuse"
    )


def decider(dossier, *saisies, recuse=False):
    rules.verifier_decisions(dossier, saisies, recuse=recuse, niveau_maximum=4)


ACQUISE = DecisionVue("", OUI, 3, "")
REFUSEE = DecisionVue("", NON, None, "motif")


@pytest.mark.parametrize(
    ("decisions", "piece", "attendu"),
    [
        ({}, None, ResultatBloc.EN_ATTENTE),
        ({"C1.1.1": ACQUISE}, None, ResultatBloc.EN_ATTENTE),
        ({"C1.1.1": REFUSEE}, "le budget signé", ResultatBloc.EN_ATTENTE),
        ({"C1.1.1": ACQUISE, "C1.1.2": ACQUISE}, None, ResultatBloc.ACQUIS),
        ({"C1.1.1": ACQUISE, "C1.1.2": ACQUISE}, "une pièce", ResultatBloc.ACQUIS),
        ({"C1.1.1": ACQUISE, "C1.1.2": REFUSEE}, None, ResultatBloc.NON_ACQUIS),
        ({"C1.1.1": ACQUISE, "C1.1.2": REFUSEE}, "le budget signé", ResultatBloc.AJOURNE),
    ],
)
def test_le_resultat_d_un_bloc_se_deduit(decisions, piece, attendu):
    assert rules.resultat_bloc(fabriquer_bloc(), decisions, piece) == attendu


def test_ce_qui_est_deja_acquis_n_est_plus_a_decider():
    deja, reste = fabriquer_bloc().competences
    bloc = fabriquer_bloc(competences=(replace(deja, avant=AVANT), reste))
    assert rules.resultat_bloc(bloc, {}, None) == ResultatBloc.EN_ATTENTE
    assert rules.resultat_bloc(bloc, {"C1.1.2": ACQUISE}, None) == ResultatBloc.ACQUIS
    assert rules.reste_a_decider(fabriquer_dossier(bloc), {}) == ("C1.1.2",)


def test_une_acquisition_sous_le_nouveau_seuil_se_decide_a_nouveau():
    competence = fabriquer_competence(seuil=4, avant=AVANT)
    assert not competence.deja_acquise
    assert fabriquer_dossier(fabriquer_bloc(competences=(competence,))).a_decider() == ("C1.1.1",)


OCTAVE = MembreVu("octave", 1, "Octave Filigrane", QualiteMembre.PRESIDENCE, True)
HELENE = MembreVu("helene", 2, "Hélène Croquis", QualiteMembre.PRATICIEN, True)
PERSONNE = frozenset()


@pytest.mark.parametrize(
    ("membres", "quorum", "recuses", "code"),
    [
        ((OCTAVE, HELENE), 2, (("Zélie", PERSONNE),), None),
        ((HELENE,), 1, (("Zélie", PERSONNE),), "presidence"),
        (
            (OCTAVE, replace(HELENE, qualite=OCTAVE.qualite)),
            2,
            (("Zélie", PERSONNE),),
            "presidence",
        ),
        ((OCTAVE, HELENE), 2, (), "sans_candidature"),
        ((OCTAVE, HELENE), 3, (("Zélie", PERSONNE),), "quorum"),
        ((OCTAVE, HELENE), 2, (("Zélie", PERSONNE), ("Tom", frozenset({"helene"}))), "quorum"),
        ((OCTAVE, HELENE), 1, (("Tom", frozenset({"helene"})),), None),
    ],
)
def test_un_jury_s_ouvre_avec_presidence_candidatures_et_quorum(membres, quorum, recuses, code):
    assert refus(lambda: rules.verifier_ouverture(membres, quorum, recuses)) == code


def test_le_quorum_dit_pour_qui_il_manque():
    with pytest.raises(RuleViolation) as leve:
        rules.verifier_quorum((OCTAVE, HELENE), frozenset({"helene"}), 2, "Tom Brouillon")
    assert leve.value.text() == "Pour Tom Brouillon, 1 membre siège et le quorum est de 2."


@pytest.mark.parametrize(
    ("membres", "restant", "code"),
    [
        ((OCTAVE, HELENE), 0, None),
        ((OCTAVE, HELENE), 1, "decisions_manquantes"),
        ((OCTAVE, replace(HELENE, a_signe=False)), 0, "signatures_manquantes"),
        ((OCTAVE,), 0, "quorum"),
    ],
)
def test_on_proclame_tout_decide_tout_signe(membres, restant, code):
    recuses = (("Zélie", PERSONNE),)
    assert refus(lambda: rules.verifier_proclamation(membres, 2, recuses, restant)) == code


@pytest.mark.parametrize(
    ("etat", "compose", "delibere"),
    [
        (EtatJury.COMPOSITION, None, "jury_pas_ouvert"),
        (EtatJury.OUVERT, "jury_compose", None),
        (EtatJury.PROCLAME, "jury_compose", "jury_proclame"),
    ],
)
def test_chaque_etat_du_jury_a_ses_actes(etat, compose, delibere):
    assert refus(lambda: rules.verifier_composition(etat)) == compose
    assert refus(lambda: rules.verifier_ouvert(etat)) == delibere


def refus(acte):
    """Le code du refus, ou rien si l’acte est permis."""
    try:
        acte()
    except RuleViolation as violation:
        return violation.code
    return None
