"""Un paquet CASE, écrit pour une version : valide dans le schéma officiel de celle-ci."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from coopmetiers.echanges.formats.case.objets import PaquetCase
from coopmetiers.echanges.formats.case.socle import Objet, noms
from coopmetiers.echanges.formats.case.versions import (
    Version,
    champs_tus,
    porte_le_type,
    verifier,
)


def ecrire(paquet: PaquetCase, version: Version = "1.1") -> bytes:
    """Rend les octets JSON (UTF-8) d’un paquet.

    L’ordre est celui du paquet, et des champs dans la norme : deux paquets égaux donnent les mêmes
    octets. Les dates sont en temps universel (`Z`), les UUID en minuscules ; ni valeur nulle ni
    liste vide hors des `extensions`, rendues telles quelles. Ce que la version ne porte pas est
    omis : `pertes` le dit. Lève `ValueError` d’une version inconnue.
    """
    verifier(version)
    relations = [r for r in paquet.CFAssociations if porte_le_type(r.associationType, version)]
    contenu: dict[str, Any] = {
        "CFDocument": _objet(paquet.CFDocument, version),
        "CFItems": _liste(paquet.CFItems, version),
        "CFAssociations": _liste(relations, version),
        "CFDefinitions": _objet(paquet.CFDefinitions, version),
        "CFRubrics": _liste(paquet.CFRubrics, version),
        "extensions": {} if version == "1.0" else dict(paquet.extensions),
    }
    plein = {nom: valeur for nom, valeur in contenu.items() if valeur}
    texte = json.dumps(plein, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return texte.encode("utf-8")


def _liste(objets: Iterable[Objet], version: Version) -> list[dict[str, Any]]:
    return [_objet(objet, version) for objet in objets]


def _objet(objet: Objet, version: Version) -> dict[str, Any]:
    tus = champs_tus(type(objet), version)
    rendu = {}
    for nom, attribut in noms(type(objet)).items():
        valeur = getattr(objet, attribut)
        if valeur is None or valeur == () or valeur == {} or nom in tus:
            continue
        rendu[nom] = _valeur(valeur, version)
    return rendu


def _valeur(valeur: Any, version: Version) -> Any:
    if isinstance(valeur, Objet):
        return _objet(valeur, version)
    if isinstance(valeur, tuple):
        return [_valeur(element, version) for element in valeur]
    if isinstance(valeur, datetime):
        return valeur.isoformat().replace("+00:00", "Z")
    if isinstance(valeur, date):
        return valeur.isoformat()
    return valeur
