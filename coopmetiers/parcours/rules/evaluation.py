"""Évaluer : ce qu’un fait doit dire pour être enregistré."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_

SITUATION_LA_PLUS_COURTE = 3
TEXTE_LE_PLUS_LONG = 2000


@dataclass(frozen=True)
class Contexte:
    """Ce qui a été observé, pour une personne ou pour tout un groupe."""

    situation: str
    code_modalite: str
    observee_le: date
    commentaire: str = ""


@dataclass(frozen=True)
class SaisieEvaluation:
    """Un niveau observé pour une compétence, et les preuves sur lesquelles il s’appuie."""

    code_competence: str
    niveau: int
    contexte: Contexte
    preuves: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaisieGroupe:
    """Une compétence observée le même jour chez plusieurs personnes : un niveau par inscription."""

    code_competence: str
    contexte: Contexte
    niveaux: Mapping[str, int]


def verifier_contexte(contexte: Contexte, *, modalites: Collection[str], aujourd_hui: date) -> None:
    """Un fait dit sa situation, sa modalité, et un jour qui n’est pas à venir."""
    if len(contexte.situation.strip()) < SITUATION_LA_PLUS_COURTE:
        raise RuleViolation(
            "situation_absente",
            n_("Dites en quelques mots dans quelle situation vous l’avez observé."),
            field="situation",
        )
    for champ, texte in (("situation", contexte.situation), ("commentaire", contexte.commentaire)):
        if len(texte) > TEXTE_LE_PLUS_LONG:
            raise RuleViolation(
                "texte_trop_long",
                n_("Ce texte dépasse %(maximum)s signes."),
                {"maximum": TEXTE_LE_PLUS_LONG},
                field=champ,
            )
    if contexte.code_modalite not in modalites:
        raise RuleViolation(
            "modalite_inconnue",
            n_("Choisissez la modalité d’évaluation dans la liste."),
            field="code_modalite",
        )
    if contexte.observee_le > aujourd_hui:
        raise RuleViolation(
            "observee_a_venir",
            n_("Une observation ne se date pas d’un jour à venir."),
            field="observee_le",
        )


def verifier_niveau(niveau: int, *, rangs: int) -> None:
    """Le niveau est l’un des rangs de l’échelle, du premier au dernier."""
    if not 1 <= niveau <= rangs:
        raise RuleViolation(
            "niveau_inconnu",
            n_("Le niveau va de N1 à N%(dernier)s."),
            {"dernier": rangs},
            field="niveau",
        )


def verifier_exigee(code: str, exigees: Collection[str]) -> None:
    """On n’évalue que ce que le métier et l’exercice visés exigent."""
    if code not in exigees:
        raise RuleViolation(
            "competence_non_exigee",
            n_("%(code)s n’est pas exigée pour ce métier et cet exercice."),
            {"code": code},
            field="code_competence",
        )


def verifier_pas_soi_meme(cle_evaluateur: int | None, cle_titulaire: int) -> None:
    """On ne s’évalue pas soi-même, quel que soit son rôle."""
    if cle_evaluateur == cle_titulaire:
        raise RuleViolation("soi_meme", n_("On ne s’évalue pas soi-même."))


def verifier_corrigeable(*, deja_corrige: bool, annule: bool) -> None:
    """Un fait se corrige une fois ; c’est ensuite sa correction qui se corrige."""
    if deja_corrige:
        raise RuleViolation(
            "deja_corrigee", n_("Cette évaluation a déjà été corrigée : corrigez la correction.")
        )
    if annule:
        raise RuleViolation(
            "annulation", n_("Une annulation ne se corrige pas : évaluez à nouveau.")
        )


def verifier_meme_competence(ancienne: str, nouvelle: str) -> None:
    """Une correction porte sur la compétence du fait qu’elle corrige."""
    if ancienne != nouvelle:
        raise RuleViolation(
            "autre_competence",
            n_("Une correction porte sur la même compétence : annulez ce fait, évaluez l’autre."),
            field="code_competence",
        )


def verifier_groupe(saisie: SaisieGroupe) -> None:
    """Il y a au moins une personne à évaluer."""
    if not saisie.niveaux:
        raise RuleViolation(
            "aucun_niveau", n_("Choisissez un niveau pour au moins une personne."), field="niveaux"
        )
