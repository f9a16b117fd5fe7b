"""Les rapprochements avec d’autres répertoires : des relations qui sortent du paquet.

CASE n’a ni « plus large » ni « plus étroit » : la relation part en « isRelatedTo », sa sorte est
dite dans `notes` et gardée, avec tout le reste, dans `extensions` (1.1).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from coopmetiers.echanges.correspondances.case.adresses import NOUS, Sortie, a_nous, identifiant
from coopmetiers.echanges.formats.case import CFAssociation, LinkGenURI
from coopmetiers.referentiel.contenu import AlignementLu, ContenuVersion
from coopmetiers.referentiel.contenu.noeuds import parties
from coopmetiers.referentiel.enums import LIBELLES_RELATION, RelationAlignement

_TYPES = {
    RelationAlignement.EQUIVALENT: "exactMatchOf",
    RelationAlignement.PARTIE_DE: "isPartOf",
    RelationAlignement.REMPLACE_PAR: "replacedBy",
}
_VOISIN = "isRelatedTo"
_RELATIONS = {type_case: relation for relation, type_case in _TYPES.items()}
#: Champ → la place qu’il a chez nous.
_TEXTES = {
    **{"repertoire": 40, "code": 80, "libelle": 2000, "uri": 500},
    **{"niveau": 80, "precision": 2000, "reserve": 2000},
}
_ADRESSE = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+")


def relations(
    contenu: ContenuVersion, bouts: Mapping[str, LinkGenURI], sortie: Sortie
) -> Iterator[tuple[AlignementLu, CFAssociation]]:
    """Chaque alignement d’un élément de l’arbre, et sa relation ; ceux d’un métier n’y sont pas."""
    objets = {partie.code: partie.element_id for partie in parties(contenu)}
    deja: Counter[str] = Counter()
    for alignement in contenu.alignements:
        element_id = objets.get(alignement.code_objet, "")
        if alignement.objet == "metier" or element_id not in bouts or not element_id:
            continue
        cle = f"{element_id}/{alignement.repertoire}/{alignement.code}/{alignement.uri}"
        deja[cle] += 1
        rang = f"#{deja[cle]}" if deja[cle] > 1 else ""
        soi = identifiant("alignement", cle + rang)
        yield alignement, _relation(alignement, soi, bouts[element_id], sortie)


def relu(
    relation: CFAssociation, notre: tuple[AlignementLu, CFAssociation] | None
) -> AlignementLu | None:
    """L’alignement que dit une relation ; rien quand elle n’est pas de notre main.

    `notre` : l’alignement qu’on a déjà, et la relation qu’on en attendait. Ce que le fichier redit
    garde notre écriture.
    """
    avant, attendue = notre or (None, None)
    dits = {n: v for n, v in a_nous(relation.extensions).items() if isinstance(v, str)}
    if avant is None or attendue is None:
        trop_long = any(len(dits.get(nom, "")) > place for nom, place in _TEXTES.items())
        return _neuf(dits) if dits.get("repertoire") and not trop_long else None
    if relation == attendue:
        return avant
    deja = {n: v for n, v in a_nous(attendue.extensions).items() if isinstance(v, str)}
    changes: dict[str, Any] = {n: dits[n] for n in _TEXTES if n in dits and dits[n] != deja.get(n)}
    if dits.get("relation", "") != deja.get("relation", "") and dits.get("relation"):
        changes["relation"] = _sorte(dits["relation"])
    elif relation.associationType != attendue.associationType:
        changes["relation"] = _RELATIONS.get(relation.associationType, RelationAlignement.APPARENTE)
    cible, visee = relation.destinationNodeURI, attendue.destinationNodeURI
    for champ, dit, attendu in (
        ("libelle", cible.title, visee.title),
        ("uri", cible.uri, visee.uri),
        ("code", cible.identifier, visee.identifier),
    ):
        if dit != attendu:
            changes.setdefault(champ, dit)
    coupes = {n: v[: _TEXTES[n]] if n in _TEXTES else v for n, v in changes.items()}
    return replace(avant, **coupes)


def _neuf(dits: Mapping[str, str]) -> AlignementLu:
    textes: dict[str, Any] = {nom: dits.get(nom, "") for nom in _TEXTES}
    relation = _sorte(dits.get("relation", ""))
    return AlignementLu(objet="", code_objet="", relation=relation, sources=(), **textes)


def _sorte(dite: str) -> RelationAlignement | None:
    return RelationAlignement(dite) if dite in RelationAlignement.__members__ else None


def _relation(
    alignement: AlignementLu, soi: str, origine: LinkGenURI, sortie: Sortie
) -> CFAssociation:
    exact = {nom: valeur for nom in _TEXTES if (valeur := getattr(alignement, nom))}
    if alignement.relation:
        exact["relation"] = alignement.relation.value
    return CFAssociation(
        identifier=soi,
        associationType=_TYPES.get(alignement.relation, _VOISIN)
        if alignement.relation
        else _VOISIN,
        uri=sortie.repere(soi),
        originNodeURI=origine,
        destinationNodeURI=_cible(alignement),
        lastChangeDateTime=sortie.le,
        notes=_note(alignement) or None,
        extensions={NOUS: exact},
    )


def _cible(alignement: AlignementLu) -> LinkGenURI:
    repertoire = re.sub(r"[^A-Za-z0-9._\-]+", "-", alignement.repertoire).strip("-") or "autre"
    nom = alignement.code or alignement.uri or alignement.libelle or alignement.repertoire
    adresse = alignement.uri
    if not _ADRESSE.fullmatch(adresse):
        adresse = f"urn:x-repertoire:{quote(repertoire, safe='')}:{quote(nom, safe='')}"
    return LinkGenURI(
        title=alignement.libelle or nom, identifier=nom, uri=adresse, targetType=f"ext:{repertoire}"
    )


def _note(alignement: AlignementLu) -> str:
    sorte = LIBELLES_RELATION[alignement.relation] if alignement.relation else ""
    return " · ".join(filter(None, (sorte, alignement.precision, alignement.reserve)))
