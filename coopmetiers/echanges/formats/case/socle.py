"""La classe mère des objets de CASE, et ce qu’un objet reçu a de trop ou de moins."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.case.carnet import Carnet
from coopmetiers.echanges.formats.case.champs import a_un_schema, est_uuid

#: Ce qu’un objet porte quand il voyage seul, et que l’objet d’un paquet n’a pas (CASE 1.1 § 4.1).
HORS_PAQUET = frozenset({"CFDocumentURI", "CFPackageURI"})

CHAMP_SEUL = n_(
    "« %(champ)s » n’a de sens que pour un objet envoyé seul : ignoré (%(nombre)d fois)."
)
CHAMP_GARDE = n_("« %(champ)s » est inconnu de CASE : gardé à part (%(nombre)d fois).")
CHAMP_IGNORE = n_("« %(champ)s » est inconnu de CASE à cette place : ignoré (%(nombre)d fois).")
CHAMP_DEUX_FOIS = n_(
    "« %(champ)s » est aussi dans « extensions », dont la valeur est gardée (%(nombre)d fois)."
)
REMPLACE_ABSENT = n_("Champ obligatoire absent : « %(par)s » en tient lieu (%(nombre)d fois).")
ADRESSE_GARDEE = n_("Adresse incomplète, gardée à part (%(nombre)d fois).")
ADRESSE_ABSENTE = n_(
    "Adresse incomplète, remplacée par l’identifiant de l’objet (%(nombre)d fois)."
)


class Objet(BaseModel):
    """Un objet de CASE : figé, sans champ inconnu ; les noms sont ceux de la norme.

    Lu avec un `Carnet` pour contexte, il traite une valeur nulle ou une liste vide comme absentes
    et garde les champs inconnus, tels quels, dans `extensions` (CASE 1.1) là où il y en a.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    #: Champ obligatoire de 1.1 que 1.0 n’exige pas → le champ qui en tient lieu.
    a_defaut: ClassVar[Mapping[str, str]] = {}

    @model_validator(mode="before")
    @classmethod
    def _arranger(cls, recu: Any, info: ValidationInfo) -> Any:
        if isinstance(info.context, Carnet) and isinstance(recu, dict):
            return _arrange(cls, recu, info.context)
        return recu


@cache
def noms(classe: type[Objet]) -> Mapping[str, str]:
    """Nom dans le fichier → nom de l’attribut, dans l’ordre de la norme."""
    return {champ.alias or nom: nom for nom, champ in classe.model_fields.items()}


def sans_vides(recu: Mapping[str, Any]) -> dict[str, Any]:
    """Le même objet sans ses valeurs nulles ni ses listes vides."""
    return {cle: v for cle, v in recu.items() if v is not None and v != []}


def trier_inconnus(autres: dict[str, Any], carnet: Carnet) -> dict[str, Any]:
    """Retire ce qui n’a de sens que hors d’un paquet ; note le reste, qui sera gardé."""
    for nom in HORS_PAQUET & autres.keys():
        del autres[nom]
        carnet.noter(CHAMP_SEUL, champ=nom)
    for nom in autres:
        carnet.noter(CHAMP_GARDE, champ=nom)
    return autres


def fondre(autres: Mapping[str, Any], extensions: Mapping[str, Any], carnet: Carnet) -> dict:
    """Range des champs inconnus parmi les extensions, sans écraser celles-ci."""
    for nom in autres.keys() & extensions.keys():
        if autres[nom] != extensions[nom]:
            carnet.noter(CHAMP_DEUX_FOIS, champ=nom)
    return {**autres, **extensions}


def _arrange(classe: type[Objet], recu: Mapping[str, Any], carnet: Carnet) -> dict[str, Any]:
    plein = sans_vides(recu)
    connus = noms(classe)
    arrange = {cle: valeur for cle, valeur in plein.items() if cle in connus}
    autres = {cle: valeur for cle, valeur in plein.items() if cle not in connus}
    if "extensions" in connus:
        autres = trier_inconnus(autres, carnet) | _source_incomplete(arrange, carnet)
        _ranger(arrange, autres, classe, carnet)
    else:
        for nom in autres:
            carnet.noter(CHAMP_IGNORE, champ=nom)
    for absent, par in classe.a_defaut.items():
        if absent not in arrange and par in arrange:
            arrange[absent] = arrange[par]
            carnet.noter(REMPLACE_ABSENT, absent, par=par)
    _completer_adresse(arrange, carnet)
    return arrange


def _source_incomplete(arrange: dict[str, Any], carnet: Carnet) -> dict[str, Any]:
    """Ôte et rend une adresse facultative qui n’en est pas une : elle ne fait rien refuser."""
    source = arrange.get("officialSourceURL")
    if not isinstance(source, str) or a_un_schema(source.strip()):
        return {}
    del arrange["officialSourceURL"]
    if not source.strip():
        return {}
    carnet.noter(ADRESSE_GARDEE, "officialSourceURL")
    return {"officialSourceURL": source}


def _ranger(
    arrange: dict[str, Any], autres: dict[str, Any], classe: type[Objet], carnet: Carnet
) -> None:
    """Range les inconnus ; le niveau d’une grille a une liste d’extensions, les autres un objet."""
    extensions = arrange.get("extensions")
    if classe.model_fields["extensions"].default == ():
        if isinstance(extensions, dict):
            arrange["extensions"] = extensions = [extensions] if extensions else []
        if autres and isinstance(extensions, (list, type(None))):
            arrange["extensions"] = [*(extensions or []), autres]
    elif autres and isinstance(extensions, (dict, type(None))):
        arrange["extensions"] = fondre(autres, extensions or {}, carnet)


def _completer_adresse(arrange: dict[str, Any], carnet: Carnet) -> None:
    adresse, identifiant = arrange.get("uri"), arrange.get("identifier")
    if isinstance(adresse, str) and not a_un_schema(adresse.strip()) and est_uuid(identifiant):
        arrange["uri"] = f"urn:uuid:{str(identifiant).lower()}"
        carnet.noter(ADRESSE_ABSENTE, "uri")
