"""Les parties XML d’un classeur : saines, puis les petites lues en arbre.

Aucune déclaration de type ni d’entité n’est admise, dans aucune partie : ni bombe ni lecture
d’ailleurs. Sources : ECMA-376 partie 2 § 6.1.4 (XML d’un paquet : UTF-8, ni DTD ni entité) ;
partie 1 § 18.2 (classeur), § 22.3 (propriétés ajoutées) ; partie 2 § 6.5 (relations).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any

from defusedxml import DefusedXmlException, ElementTree

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.tableur_lu.archive import ABIME, SUSPECT, Entree, refus

FEUILLES_MAX = 100
_PETITE_MAX = 5_000_000  # une partie qu’on lit en arbre

_XML = (".xml", ".rels", ".vml")
_INTERDITS = (b"<!DOCTYPE", b"<!ENTITY")
_CODAGE = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)[\"']")
_CODAGES = {b"utf-8", b"us-ascii", b"ascii"}

_TROP_DE_FEUILLES = n_("Ce classeur a plus de %(maximum)s feuilles : gardez celles du modèle.")
_SANS_FEUILLE = n_("Ce classeur n’a aucune feuille de calcul.")


@dataclass(frozen=True, slots=True)
class Place:
    """Une feuille de calcul déclarée : son nom, sa partie, si elle est masquée."""

    nom: str
    partie: str
    cachee: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Ce qu’un classeur déclare : ses feuilles, textes, formats, époque."""

    feuilles: tuple[Place, ...]
    textes: str | None
    formats: str | None
    depuis_1904: bool

    @property
    def lues(self) -> set[str]:
        """Les parties dont on lira les octets."""
        nommees = {place.partie for place in self.feuilles} | {self.textes, self.formats}
        return {nom for nom in nommees if nom}


def controler(entrees: Mapping[str, Entree], lues: Collection[str]) -> None:
    """Refuse une partie XML, hors celles qu’on lira, qui déclare un type ou une entité."""
    for nom, entree in entrees.items():
        if nom.endswith(_XML) and nom not in lues:
            octets = entree.deplier()
            _sans_declaration(octets.replace(b"\0", b"") if b"\0" in octets[:4] else octets)


def saine(entree: Entree) -> bytes:
    """Les octets d’une partie en UTF-8, sans déclaration de type ni d’entité."""
    octets = entree.deplier()
    codage = _CODAGE.match(octets[:200])
    if b"\0" in octets[:4] or (codage and codage[1].lower() not in _CODAGES):
        raise refus(SUSPECT)
    _sans_declaration(octets)
    return octets


def _sans_declaration(octets: bytes) -> None:
    if b"!" in octets and any(interdit in octets for interdit in _INTERDITS):
        raise refus(SUSPECT)


def lire_plan(entrees: Mapping[str, Entree]) -> Plan:
    """Le plan du classeur ; lève `FichierRefuse` s’il n’a pas de feuille ou en a trop."""
    racine = _arbre(entrees["xl/workbook.xml"])
    cibles = dict(_relations(entrees))
    par_nature = dict(cibles.values())
    feuilles = tuple(_feuilles(racine, cibles))
    if not feuilles:
        raise refus(_SANS_FEUILLE)
    if len(feuilles) > FEUILLES_MAX:
        raise refus(_TROP_DE_FEUILLES, maximum=FEUILLES_MAX)
    if len({place.nom.casefold() for place in feuilles}) != len(feuilles):
        raise refus(ABIME)
    presentes = {*entrees}
    if not {place.partie for place in feuilles} <= presentes:
        raise refus(ABIME)
    textes, formats = par_nature.get("sharedStrings"), par_nature.get("styles")
    reglage = racine.find("{*}workbookPr")
    return Plan(
        feuilles,
        textes if textes in presentes else None,
        formats if formats in presentes else None,
        reglage is not None and reglage.get("date1904") in {"1", "true", "on"},
    )


def lire_proprietes(entrees: Mapping[str, Entree]) -> dict[str, str]:
    """Les propriétés ajoutées au document, en texte ; un classeur peut n’en porter aucune."""
    entree = entrees.get("docprops/custom.xml")
    if entree is None:
        return {}
    return {
        propriete.get("name", ""): "".join(propriete.itertext())
        for propriete in _arbre(entree).iterfind("{*}property")
    }


def _feuilles(racine: Any, cibles: Mapping[str, tuple[str, str]]) -> Iterator[Place]:
    """Les feuilles de calcul ; un graphique seul sur sa feuille n’en est pas une."""
    for feuille in racine.iterfind("{*}sheets/{*}sheet"):
        lien = next((valeur for cle, valeur in feuille.items() if cle.endswith("}id")), "")
        nature, partie = cibles.get(lien, ("", ""))
        if nature == "worksheet":
            cachee = feuille.get("state", "visible") != "visible"
            yield Place(feuille.get("name", ""), partie, cachee)


def _relations(entrees: Mapping[str, Entree]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Les relations du classeur : identifiant, puis nature (dernier mot) et partie visée."""
    entree = entrees.get("xl/_rels/workbook.xml.rels")
    if entree is None:
        raise refus(ABIME)
    for relation in _arbre(entree).iterfind("{*}Relationship"):
        if relation.get("TargetMode") == "External":
            continue
        nature = relation.get("Type", "").rpartition("/")[2]
        # Une cible qui commence par « / » part de la racine : `join` l’entend ainsi.
        partie = normpath(join("/xl", relation.get("Target", ""))).lstrip("/").lower()
        yield relation.get("Id", ""), (nature, partie)


def _arbre(entree: Entree) -> Any:
    if entree.taille > _PETITE_MAX:
        raise refus(SUSPECT)
    try:
        return ElementTree.fromstring(saine(entree), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException):
        raise refus(ABIME) from None
