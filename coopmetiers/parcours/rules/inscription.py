"""Inscrire une personne, changer son inscription : ce qui est admis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.referentiel.enums import Exercice

NOM_LE_PLUS_LONG = 80
LIEU_LE_PLUS_LONG = 120
COURRIEL_LE_PLUS_LONG = 254
#: Avant ce jour, une date de naissance est une faute de frappe.
PREMIERE_NAISSANCE = date(1900, 1, 1)
MOTIF_LE_PLUS_COURT = 3

_COURRIEL = re.compile(r"[^@\s,;:<>()\[\]\"]+@[^@\s,;:<>()\[\]\"]+\.[^@\s.,;:<>()\[\]\"]{2,}")


@dataclass(frozen=True)
class SaisieInscription:
    """Une personne à inscrire ; son compte se retrouve par son courriel."""

    prenom: str
    nom: str
    email: str
    code_metier: str
    exercice: str
    naissance_le: date | None = None
    naissance_lieu: str = ""


@dataclass(frozen=True)
class SaisieNaissance:
    """La date et le lieu de naissance, tels que la pièce d’identité les dit."""

    naissance_le: date | None
    naissance_lieu: str


@dataclass(frozen=True)
class SaisieVersion:
    """La version, le métier et l’exercice qu’une inscription vise, et pourquoi on en change."""

    version_id: str
    code_metier: str
    exercice: str
    motif: str


def verifier_identite(saisie: SaisieInscription, *, aujourd_hui: date) -> tuple[RuleViolation, ...]:
    """Toutes les fautes d’une identité saisie, dans l’ordre des champs ; vide quand tout va."""
    fautes = [_faute_nom("prenom", saisie.prenom), _faute_nom("nom", saisie.nom)]
    fautes += [
        _faute_courriel(saisie.email),
        _faute_naissance(saisie.naissance_le, aujourd_hui),
        _faute_lieu(saisie.naissance_lieu),
    ]
    return tuple(faute for faute in fautes if faute)


def verifier_naissance(saisie: SaisieNaissance, *, aujourd_hui: date) -> None:
    """Lève `RuleViolation` pour une naissance à venir, d’avant 1900, ou un lieu trop long."""
    faute = _faute_naissance(saisie.naissance_le, aujourd_hui) or _faute_lieu(saisie.naissance_lieu)
    if faute:
        raise faute


def verifier_motif(motif: str) -> None:
    """Lève `RuleViolation` sans motif : ce qui est audité dit pourquoi."""
    if len(motif.strip()) < MOTIF_LE_PLUS_COURT:
        raise RuleViolation(
            "motif_absent",
            n_("Dites pourquoi, en quelques mots : ce motif reste au journal."),
            field="motif",
        )


def verifier_en_cours(etat: str) -> None:
    """Lève `RuleViolation` pour une inscription rompue : plus rien ne s’y ajoute."""
    if etat == EtatInscription.ROMPUE:
        raise RuleViolation(
            "inscription_rompue",
            n_("Cette inscription est rompue : plus rien ne s’y ajoute. Reprenez-la d’abord."),
        )


def verifier_rompue(etat: str) -> None:
    """Lève `RuleViolation` si l’inscription n’est pas rompue : il n’y a rien à reprendre."""
    if etat != EtatInscription.ROMPUE:
        raise RuleViolation("pas_rompue", n_("Cette inscription n’est pas rompue."))


def verifier_exercice(exercice: str) -> None:
    """Lève `RuleViolation` si l’exercice n’est ni interne ni externe."""
    if exercice not in set(Exercice):
        raise exercice_inconnu(exercice)


def exercice_inconnu(texte: str) -> RuleViolation:
    """Le refus d’un exercice qui n’est ni interne ni externe."""
    return RuleViolation(
        "exercice_inconnu",
        n_("« %(valeur)s » : l’exercice est « interne » ou « externe »."),
        {"valeur": texte[:40]},
        field="exercice",
    )


def deja_inscrite(nom: str) -> RuleViolation:
    """Le refus d’inscrire deux fois la même personne à la même session."""
    return RuleViolation(
        "deja_inscrite",
        n_("%(nom)s est déjà inscrit·e à cette session."),
        {"nom": nom},
        field="email",
    )


def metier_inconnu(texte: str) -> RuleViolation:
    """Le refus d’un métier que la version offerte ne connaît pas."""
    return RuleViolation(
        "metier_inconnu",
        n_("« %(metier)s » n’est pas un métier de ce référentiel."),
        {"metier": texte},
        field="code_metier",
    )


def _faute_nom(champ: str, valeur: str) -> RuleViolation | None:
    mot = n_("Le prénom manque.") if champ == "prenom" else n_("Le nom manque.")
    if not valeur:
        return RuleViolation(f"{champ}_absent", mot, field=champ)
    if len(valeur) > NOM_LE_PLUS_LONG:
        texte = n_("« %(valeur)s » dépasse %(maximum)s signes.")
        params = {"valeur": f"{valeur[:20]}…", "maximum": NOM_LE_PLUS_LONG}
        return RuleViolation(f"{champ}_trop_long", texte, params, field=champ)
    if not any(signe.isalpha() for signe in valeur) or "@" in valeur:
        texte = n_("« %(valeur)s » n’est pas un nom de personne.")
        return RuleViolation(f"{champ}_illisible", texte, {"valeur": valeur}, field=champ)
    return None


def _faute_courriel(valeur: str) -> RuleViolation | None:
    if not valeur:
        return RuleViolation("email_absent", n_("L’adresse électronique manque."), field="email")
    if len(valeur) > COURRIEL_LE_PLUS_LONG or not _COURRIEL.fullmatch(valeur):
        return RuleViolation(
            "email_faux",
            n_("« %(valeur)s » n’est pas une adresse électronique."),
            {"valeur": valeur[:60]},
            field="email",
        )
    return None


def _faute_naissance(le: date | None, aujourd_hui: date) -> RuleViolation | None:
    if le is None or PREMIERE_NAISSANCE <= le < aujourd_hui:
        return None
    return RuleViolation(
        "naissance_impossible",
        n_("Le %(jour)s ne peut pas être une date de naissance."),
        {"jour": f"{le:%d/%m}/{le.year:04d}"},
        field="naissance_le",
    )


def _faute_lieu(lieu: str) -> RuleViolation | None:
    if len(lieu) <= LIEU_LE_PLUS_LONG:
        return None
    return RuleViolation(
        "lieu_trop_long",
        n_("Le lieu de naissance dépasse %(maximum)s signes."),
        {"maximum": LIEU_LE_PLUS_LONG},
        field="naissance_lieu",
    )
