"""Les natures de champ de CASE : strictes à la construction, tolérantes quand un carnet est là.

Un modèle construit par nous n’arrange rien. Un modèle construit en lisant un fichier reçoit un
`Carnet` pour contexte de validation : ce qui se comprend est arrangé, et la remarque y est gardée.
Source : CASE 1.1, « $comment : Origin » de chaque champ du schéma (UUID, AnyURI, DateTime, Date…).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StrictStr, ValidationInfo
from pydantic_core import PydanticCustomError

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.case.carnet import Carnet

UUID_PAS = n_("« %(valeur)s » n’est pas un identifiant (UUID).")
ADRESSE_PAS = n_("« %(valeur)s » n’est pas une adresse complète (https://…).")
INSTANT_PAS = n_("« %(valeur)s » n’est pas une date suivie d’une heure (2026-11-22T10:30:00Z).")
JOUR_PAS = n_("« %(valeur)s » n’est pas une date (2026-11-22).")
CIBLE_PAS = n_("« %(valeur)s » n’est pas une nature de cible : écrire CASE ou ext: suivi d’un mot.")

SANS_FUSEAU = n_("Date sans fuseau horaire, lue en temps universel (%(nombre)d fois).")
HEURE_LAISSEE = n_("Une date est attendue : l’heure a été laissée (%(nombre)d fois).")
ADRESSE_ECHAPPEE = n_("Adresse aux signes interdits, réécrite sans eux (%(nombre)d fois).")
VALEUR_IGNOREE = n_("« %(valeur)s » n’a pas de sens ici : ignoré (%(nombre)d fois).")

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SIGNE = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:"
    rf"(?://(?:\[[0-9A-Fa-f:.]+\](?::[0-9]*)?|{_SIGNE}*)(?:/(?:{_SIGNE}|/)*)?|(?:{_SIGNE}|/)+)"
    rf"(?:\?(?:{_SIGNE}|[/?])*)?(?:#(?:{_SIGNE}|[/?])*)?"
)
#: Le motif officiel (`(ext:)[a-z|A-Z|0-9|.|-|_]+`) laisse passer plus qu’il ne dit ; celui-ci, non.
EXTENSION = re.compile(r"ext:[A-Za-z0-9._][A-Za-z0-9._\-]*")
_POURCENT_SEUL = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEMA = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:.")


def est_uuid(texte: object) -> bool:
    """Vrai d’un UUID écrit en 8-4-4-4-12, quelle que soit la casse."""
    return isinstance(texte, str) and _UUID.fullmatch(texte) is not None


def est_adresse(texte: str) -> bool:
    """Vrai d’une adresse absolue au sens de la RFC 3986."""
    return _URI.fullmatch(texte) is not None


def a_un_schema(texte: str) -> bool:
    """Vrai d’un texte qui commence comme une adresse absolue, fût-elle mal écrite."""
    return _SCHEMA.match(texte) is not None


def faute(msgid: str, valeur: object) -> PydanticCustomError:
    """L’erreur de validation qui porte un de nos messages et la valeur fautive."""
    return PydanticCustomError("case", "{msgid}", {"msgid": msgid, "valeur": str(valeur)})


def _carnet(info: ValidationInfo) -> Carnet | None:
    return info.context if isinstance(info.context, Carnet) else None


def _uuid(valeur: str) -> str:
    if not est_uuid(valeur):
        raise faute(UUID_PAS, valeur)
    return valeur.lower()


def _uuid_replie(valeur: str) -> str:
    return valeur.lower() if est_uuid(valeur) else valeur


def _adresse_reparee(valeur: Any, info: ValidationInfo) -> Any:
    carnet = _carnet(info)
    if not carnet or not isinstance(valeur, str) or est_adresse(valeur):
        return valeur
    avant, diese, apres = valeur.strip().partition("#")
    permis = ":/?@!$&'()*+,;=~%"
    reparee = quote(avant, safe=permis) + diese + quote(apres, safe=permis)
    reparee = _POURCENT_SEUL.sub("%25", reparee)
    if not est_adresse(reparee):
        return valeur
    carnet.noter(ADRESSE_ECHAPPEE, info.field_name or "")
    return reparee


def _adresse(valeur: str) -> str:
    if not est_adresse(valeur):
        raise faute(ADRESSE_PAS, valeur)
    return valeur


def _lire_instant(valeur: Any, info: ValidationInfo) -> Any:
    if not isinstance(valeur, str):
        return valeur
    try:
        lu = datetime.fromisoformat(valeur.strip().replace("z", "Z"))
    except ValueError:
        raise faute(INSTANT_PAS, valeur) from None
    carnet = _carnet(info)
    if lu.tzinfo is None and carnet:
        carnet.noter(SANS_FUSEAU, info.field_name or "")
        return lu.replace(tzinfo=UTC)
    return lu


def _en_temps_universel(valeur: datetime) -> datetime:
    try:
        decalage = valeur.utcoffset()
        if decalage is None:
            raise faute(INSTANT_PAS, valeur)
        return valeur.astimezone(UTC)
    except OverflowError:
        raise faute(INSTANT_PAS, valeur) from None


def _lire_jour(valeur: Any, info: ValidationInfo) -> Any:
    if not isinstance(valeur, str):
        return valeur
    texte = valeur.strip()
    try:
        return date.fromisoformat(texte)
    except ValueError:
        pass
    try:
        lu = datetime.fromisoformat(texte.replace("z", "Z"))
    except ValueError:
        raise faute(JOUR_PAS, valeur) from None
    carnet = _carnet(info)
    if carnet:
        carnet.noter(HEURE_LAISSEE, info.field_name or "")
    return lu.date()


def _lire_entier(valeur: Any) -> Any:
    """Rend l’entier d’un nombre sans partie décimale (1.0) ; JSON ne les distingue pas."""
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


def _en_liste(valeur: Any) -> Any:
    """Un texte seul vaut une liste d’un texte (CASE 1.0 : `educationLevel`, `subject`)."""
    if isinstance(valeur, str):
        return (valeur,) if valeur.strip() else ()
    return valeur


def _cible(valeur: Any, info: ValidationInfo) -> Any:
    if not isinstance(valeur, str) or valeur == "CASE" or EXTENSION.fullmatch(valeur):
        return valeur
    carnet = _carnet(info)
    if carnet is None:
        raise faute(CIBLE_PAS, valeur)
    carnet.noter(VALEUR_IGNOREE, info.field_name or "", valeur=valeur)
    return None


def _version_case(valeur: Any, info: ValidationInfo) -> Any:
    carnet = _carnet(info)
    if carnet is None or valeur == "1.1" or not isinstance(valeur, str):
        return valeur
    carnet.noter(VALEUR_IGNOREE, info.field_name or "", valeur=valeur)
    return None


Texte = StrictStr
Identifiant = Annotated[StrictStr, AfterValidator(_uuid)]
#: L’identifiant d’un bout de relation : le plus souvent un UUID, et alors replié comme les autres.
IdentifiantLibre = Annotated[StrictStr, AfterValidator(_uuid_replie)]
Adresse = Annotated[StrictStr, AfterValidator(_adresse), BeforeValidator(_adresse_reparee)]
Instant = Annotated[
    datetime, Strict(), AfterValidator(_en_temps_universel), BeforeValidator(_lire_instant)
]
Jour = Annotated[date, Strict(), BeforeValidator(_lire_jour)]
#: Trente-deux bits, comme le dit le schéma 1.0 (`format: int32`).
Entier = Annotated[int, Strict(), Field(ge=-(2**31), lt=2**31), BeforeValidator(_lire_entier)]
Nombre = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Textes = Annotated[tuple[StrictStr, ...], BeforeValidator(_en_liste)]
Cible = Annotated[StrictStr | None, BeforeValidator(_cible)]
VersionCase = Annotated[Literal["1.1"] | None, BeforeValidator(_version_case)]
