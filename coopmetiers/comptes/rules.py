"""Ce que la maison admet d’un compte, d’une organisation, d’une habilitation."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.comptes.enums import ROLES_PAR_NATURE, NatureOrganisation, Role

LONGUEUR_MOT_DE_PASSE = 12
LONGUEUR_MAXIMALE = 200
#: Une invitation s’ouvre pendant sept jours, en secondes.
DUREE_INVITATION = 7 * 24 * 3600
#: Une même personne n’est pas relancée deux fois dans l’heure.
DELAI_RELANCE = timedelta(hours=1)
#: Essais de connexion admis avant la première attente, et attente la plus longue.
ESSAIS_ADMIS = 5
ATTENTE_MAXIMALE = timedelta(hours=1)
#: Envois tentés avant d’abandonner un courriel, et délai qui double d’un essai à l’autre.
ENVOIS_TENTES = 8
DELAI_ENVOI = timedelta(minutes=2)

_SIGLE = re.compile(r"[A-Z0-9]{2,8}")
_NDA = re.compile(r"[0-9A-Z]{11}")
#: Ce qui s’essaie en premier : la longueur ne protège pas une phrase que tout le monde choisit.
_TROP_CONNUS = frozenset(
    {
        "abcdefghijkl", "abcdefghijklm", "administrateur", "administration", "abcdefghijklmnop",
        "azertyuiop12", "azertyuiop123", "azertyuiopqs", "azertyuiopqsdf", "azertyuiopqsdfghjklm",
        "bonjourbonjour", "changezmoi12", "changezmoi123", "coopmetiers1", "coopmetiers12",
        "coopmetiers123", "cooperation12", "cooperation123", "jetaimejetaime", "jetaimemonamour",
        "letmeinletmein", "motdepasse12", "motdepasse123", "motdepasse1234", "motdepassemotdepasse",
        "passwordpassword", "password1234", "password12345", "qwertyuiop12", "qwertyuiop123",
        "qwertyuiopas", "unmotdepasse", "123456789012", "1234567890123", "123123123123",
        "121212121212", "112233445566", "098765432109", "987654321098", "azerty123456",
    }
)  # fmt: skip


@dataclass(frozen=True)
class SaisieInvitation:
    """La personne qu’on invite et le rôle qu’on lui donne."""

    prenom: str
    nom: str
    email: str
    role: Role


@dataclass(frozen=True)
class SaisieOrganisation:
    """La fiche d’une organisation ; `sigle` et `natures` ne se saisissent qu’à la création."""

    nom: str
    sigle: str = ""
    natures: frozenset[NatureOrganisation] = frozenset()
    siret: str = ""
    nda: str = ""
    ville: str = ""
    fuseau: str = "Europe/Paris"
    representant_nom: str = ""
    representant_fonction: str = ""


def normaliser_email(email: str) -> str:
    """Deux écritures d’une même adresse, majuscules ou non, désignent une seule personne."""
    return email.strip().lower()


def verifier_mot_de_passe(mot: str, *, connus: Collection[str] = ()) -> None:
    """Un mot de passe compte douze signes ou plus, sans être devinable.

    `connus` : ce que tout le monde sait de la personne (prénom, nom, adresse) ; un mot de passe
    fait d’un seul de ces mots est refusé. Lève `RuleViolation` (`mot_de_passe_*`).
    """
    plie = re.sub(r"[\W_]", "", mot.casefold())
    if len(mot) < LONGUEUR_MOT_DE_PASSE:
        raise RuleViolation(
            "mot_de_passe_court",
            n_("Un mot de passe compte au moins %(minimum)s signes ; une phrase convient."),
            {"minimum": LONGUEUR_MOT_DE_PASSE},
            "mot_de_passe",
        )
    if len(mot) > LONGUEUR_MAXIMALE:
        raise RuleViolation(
            "mot_de_passe_long",
            n_("Un mot de passe compte au plus %(maximum)s signes."),
            {"maximum": LONGUEUR_MAXIMALE},
            "mot_de_passe",
        )
    if plie in _TROP_CONNUS or len(set(plie)) < 4 or plie in {c.casefold() for c in connus}:
        raise RuleViolation(
            "mot_de_passe_devinable",
            n_("Ce mot de passe se devine trop facilement ; choisissez une phrase à vous."),
            field="mot_de_passe",
        )


def attente_apres(essais: int) -> timedelta | None:
    """Passé cinq essais manqués, chaque essai de plus double l’attente : 1, 2, 4… 60 minutes."""
    if essais < ESSAIS_ADMIS:
        return None
    return min(timedelta(minutes=1 << (essais - ESSAIS_ADMIS)), ATTENTE_MAXIMALE)


def delai_avant_renvoi(essais: int) -> timedelta:
    """Un courriel qui n’est pas parti est retenté après 2, 4, 8… minutes."""
    return DELAI_ENVOI * (1 << max(0, essais - 1))


def roles_possibles(
    natures: Collection[NatureOrganisation], est_fondatrice: bool
) -> tuple[Role, ...]:
    """Les rôles qu’une organisation peut donner ; seule la fondatrice donne l’administration."""
    offerts = {role for nature in natures for role in ROLES_PAR_NATURE[nature]}
    if not est_fondatrice:
        offerts.discard(Role.ADMINISTRATION)
    return tuple(role for role in Role if role in offerts)


def verifier_role(role: Role, offerts: Sequence[Role]) -> None:
    """On n’invite que dans un rôle que l’organisation peut donner ; lève `RuleViolation`."""
    if role not in offerts:
        raise RuleViolation(
            "role_impossible", n_("Cette organisation ne donne pas ce rôle."), field="role"
        )


def verifier_depart(role: Role, *, autres_du_role: int, est_sien: bool) -> None:
    """Personne ne met fin à sa propre appartenance, et une organisation garde un·e responsable.

    `autres_du_role` : combien d’autres personnes tiennent encore ce rôle. Lève `RuleViolation`.
    """
    if est_sien:
        raise RuleViolation(
            "depart_soi_meme",
            n_("On ne met pas fin à sa propre appartenance : une autre personne le fait."),
        )
    if role in {Role.RESPONSABLE, Role.ADMINISTRATION} and autres_du_role == 0:
        raise RuleViolation(
            "depart_dernier",
            n_("C’est la dernière personne dans ce rôle : invitez-en une autre d’abord."),
        )


def verifier_relance(
    invitee_a: datetime, acceptee_a: datetime | None, maintenant: datetime
) -> None:
    """On relance une invitation restée sans réponse, une fois par heure au plus."""
    if acceptee_a is not None:
        raise RuleViolation("relance_inutile", n_("Cette personne a déjà ouvert son compte."))
    if maintenant < invitee_a + DELAI_RELANCE:
        raise RuleViolation(
            "relance_proche",
            n_("Un lien est parti il y a moins d’une heure ; laissez-lui le temps d’arriver."),
        )


def verifier_sigle(sigle: str, pris: Collection[str]) -> None:
    """Le sigle ouvre les numéros des documents : 2 à 8 capitales ou chiffres, jamais partagé."""
    if not _SIGLE.fullmatch(sigle):
        raise RuleViolation(
            "sigle_forme",
            n_("Un sigle compte 2 à 8 lettres capitales ou chiffres, sans accent."),
            field="sigle",
        )
    if sigle in pris:
        raise RuleViolation(
            "sigle_pris", n_("Ce sigle est celui d’une autre organisation."), field="sigle"
        )


def verifier_fiche(saisie: SaisieOrganisation, fuseaux: Collection[str]) -> None:
    """SIRET à quatorze chiffres et à sa clé, NDA à onze signes, fuseau qui existe.

    Le SIRET porte une clé de Luhn (INSEE) ; ceux de La Poste, qui y dérogent, passent par leur
    propre somme, multiple de cinq. Le numéro de déclaration d’activité compte onze signes
    (Code du travail, R6351-1). Lève `RuleViolation`.
    """
    if saisie.siret and not siret_juste(saisie.siret):
        raise RuleViolation(
            "siret_faux",
            n_("Ce SIRET n’existe pas : vérifiez ses quatorze chiffres."),
            field="siret",
        )
    if saisie.nda and not _NDA.fullmatch(saisie.nda):
        raise RuleViolation(
            "nda_forme", n_("Un numéro de déclaration d’activité compte onze signes."), field="nda"
        )
    if saisie.fuseau not in fuseaux:
        raise RuleViolation(
            "fuseau_inconnu", n_("Ce fuseau horaire n’est pas connu."), field="fuseau"
        )


def siret_juste(siret: str) -> bool:
    """Vrai pour quatorze chiffres dont la somme de Luhn est un multiple de dix."""
    if not re.fullmatch(r"\d{14}", siret):
        return False
    chiffres = [int(signe) for signe in siret]
    if siret.startswith("356000000") and sum(chiffres) % 5 == 0:
        return True
    doubles = [sum(divmod(2 * c, 10)) if rang % 2 == 0 else c for rang, c in enumerate(chiffres)]
    return sum(doubles) % 10 == 0


def verifier_natures(natures: Collection[NatureOrganisation]) -> None:
    """Une organisation a au moins une nature ; lève `RuleViolation`."""
    if not natures:
        raise RuleViolation(
            "nature_absente", n_("Choisissez au moins une nature d’organisation."), field="natures"
        )


def verifier_habilitation(
    certificateur: Collection[NatureOrganisation],
    organisme: Collection[NatureOrganisation],
    *,
    deja: bool,
    dates: tuple[date, date | None],
) -> None:
    """Un certificateur habilite un organisme, une fois à la fois, entre deux dates qui se suivent.

    Lève `RuleViolation`.
    """
    if NatureOrganisation.CERTIFICATEUR not in certificateur:
        raise RuleViolation(
            "habilitation_certificateur",
            n_("Seul un certificateur habilite."),
            field="certificateur",
        )
    if NatureOrganisation.ORGANISME not in organisme:
        raise RuleViolation(
            "habilitation_organisme",
            n_("Seul un organisme de formation est habilité."),
            field="organisme",
        )
    if deja:
        raise RuleViolation(
            "habilitation_deja",
            n_("Cet organisme est déjà habilité par ce certificateur."),
            field="organisme",
        )
    if dates[1] is not None and dates[1] < dates[0]:
        raise RuleViolation(
            "habilitation_dates", n_("La date de fin précède la date de début."), field="jusqu_au"
        )
