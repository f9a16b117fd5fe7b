"""Ce qu’un export laissera derrière lui, dit avant de l’envoyer."""

from __future__ import annotations

from collections.abc import Iterator

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.case.objets import CFDefinition, PaquetCase, listes
from coopmetiers.echanges.formats.case.socle import Objet, noms
from coopmetiers.echanges.formats.case.versions import (
    Version,
    champs_tus,
    porte_le_type,
    verifier,
)
from coopmetiers.echanges.formats.reproches import Reproche

RELATION_TUE = n_(
    "CASE %(version)s ne connaît pas les relations « %(type)s » : %(nombre)d ne partent pas."
)
_CHAMP_TU = n_("CASE %(version)s ne porte pas « %(champ)s » : omis %(nombre)d fois.")
CHAMPS_TUS = {
    "extensions": n_(
        "CASE %(version)s ne porte pas les informations propres à un outil : omises %(nombre)d"
        " fois."
    ),
    "frameworkType": n_("CASE %(version)s ne porte pas le type du référentiel : omis."),
    "caseVersion": n_("CASE %(version)s ne dit pas sa propre version : omise."),
    "subject": n_("CASE %(version)s ne porte pas le sujet d’un élément : omis %(nombre)d fois."),
    "subjectURI": n_(
        "CASE %(version)s ne porte pas le renvoi d’un élément à son sujet : omis %(nombre)d fois."
    ),
    "notes": n_("CASE %(version)s ne porte pas les notes d’une relation : omises %(nombre)d fois."),
    "targetType": n_(
        "CASE %(version)s ne dit pas qu’une relation vise un élément d’ESCO, du ROME ou d’une"
        " autre nomenclature : la relation part sans cette mention, %(nombre)d fois."
    ),
}


def pertes(paquet: PaquetCase, version: Version) -> tuple[Reproche, ...]:
    """Ce que la version ne peut porter, une fois par nature de perte, situé à la première.

    Vide : `lire(ecrire(paquet, version)) == paquet`. Lève `ValueError` d’une version inconnue.
    """
    verifier(version)
    comptees: dict[tuple[str, str, str], list[int]] = {}
    for feuille, ligne, objet, omis in _omissions(paquet, version):
        comptees.setdefault((feuille, objet, omis), [ligne, 0])[1] += 1
    return tuple(
        _perte(feuille, objet, omis, tuple(place), version)
        for (feuille, objet, omis), place in comptees.items()
    )


def _perte(
    feuille: str, nature: str, omis: str, place: tuple[int, ...], version: Version
) -> Reproche:
    ligne, nombre = place
    if nature == "relation":
        params = {"version": version, "type": omis, "nombre": nombre}
        return Reproche(RELATION_TUE, params, feuille, ligne, "associationType")
    params = {"version": version, "champ": omis, "nombre": nombre}
    return Reproche(CHAMPS_TUS.get(omis, _CHAMP_TU), params, feuille, ligne, omis)


def _omissions(paquet: PaquetCase, version: Version) -> Iterator[tuple[str, int, str, str]]:
    """Chaque omission : feuille, ligne, sa nature (champ ou relation), ce qui est omis."""
    for feuille, ligne, objet in _objets(paquet):
        type_relation = getattr(objet, "associationType", None)
        if type_relation is not None and not porte_le_type(type_relation, version):
            yield feuille, ligne, "relation", type_relation
            continue
        for omis in _champs_omis(objet, version):
            yield feuille, ligne, "champ", omis
    if paquet.extensions and version == "1.0":
        yield "", 0, "champ", "extensions"


def _objets(paquet: PaquetCase) -> Iterator[tuple[str, int, Objet]]:
    yield "CFDocument", 0, paquet.CFDocument
    # Sans ses listes, parcourues ensuite : restent ses extensions.
    yield "CFDefinitions", 0, CFDefinition(extensions=paquet.CFDefinitions.extensions)
    for nom, objets in listes(paquet).items():
        for ligne, objet in enumerate(objets, start=1):
            yield nom, ligne, objet


def _champs_omis(objet: Objet, version: Version) -> Iterator[str]:
    tus = champs_tus(type(objet), version)
    for nom, attribut in noms(type(objet)).items():
        valeur = getattr(objet, attribut)
        if valeur is None or valeur == () or valeur == {}:
            continue
        if nom in tus:
            yield nom
        for dedans in valeur if isinstance(valeur, tuple) else (valeur,):
            if isinstance(dedans, Objet):
                yield from _champs_omis(dedans, version)
