"""Déposer, retirer une preuve : ce qui est admis."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_

LIBELLE_LE_PLUS_LONG = 200
ADRESSE_LA_PLUS_LONGUE = 2000


@dataclass(frozen=True)
class SaisiePreuve:
    """Une preuve : ce qu’elle montre, les compétences qu’elle éclaire, un fichier ou un lien."""

    libelle: str
    codes: tuple[str, ...]
    commentaire: str = ""
    adresse: str = ""
    nom_fichier: str = ""


def verifier_preuve(saisie: SaisiePreuve, *, a_fichier: bool, exigees: Collection[str]) -> None:
    """Un nom, au moins une compétence exigée, et un fichier ou une adresse, pas les deux."""
    if not saisie.libelle:
        raise RuleViolation(
            "libelle_absent", n_("Dites ce que montre cette preuve."), field="libelle"
        )
    if len(saisie.libelle) > LIBELLE_LE_PLUS_LONG:
        raise RuleViolation(
            "libelle_trop_long",
            n_("Ce texte dépasse %(maximum)s signes."),
            {"maximum": LIBELLE_LE_PLUS_LONG},
            field="libelle",
        )
    if not saisie.codes or not set(saisie.codes) <= set(exigees):
        raise RuleViolation(
            "competence_non_exigee",
            n_("Choisissez au moins une compétence de votre parcours."),
            field="codes",
        )
    if a_fichier == bool(saisie.adresse):
        raise RuleViolation(
            "fichier_ou_adresse",
            n_("Donnez un fichier, ou l’adresse d’une page : l’un des deux."),
            field="fichier",
        )
    if saisie.adresse:
        verifier_adresse(saisie.adresse)


def verifier_adresse(adresse: str) -> None:
    """Une adresse du web, sans identifiants, d’au plus 2 000 signes."""
    try:
        parties = urlsplit(adresse)
        juste = parties.scheme in ("http", "https") and bool(parties.hostname)
        juste = juste and "@" not in parties.netloc and not any(s.isspace() for s in adresse)
    except ValueError:
        juste = False
    if not juste or len(adresse) > ADRESSE_LA_PLUS_LONGUE:
        raise RuleViolation(
            "adresse_fausse",
            n_("Cette adresse n’est pas celle d’une page : elle commence par https://."),
            field="adresse",
        )


def verifier_retirable(*, deja_retiree: bool, employee: bool) -> None:
    """Une preuve sur laquelle une évaluation s’appuie ne se retire pas."""
    if deja_retiree:
        raise RuleViolation("deja_retiree", n_("Cette preuve est déjà retirée."))
    if employee:
        raise RuleViolation(
            "preuve_employee",
            n_(
                "Une évaluation s’appuie sur cette preuve : "
                "elle se retire une fois cette évaluation corrigée."
            ),
        )
