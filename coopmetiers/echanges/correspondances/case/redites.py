"""Ce qu’un objet reçu disait autrement que nous : gardé champ par champ, redit tel quel.

Un champ que notre contenu ne porte pas est gardé seul (« case.CFItem.educationLevel » → sa valeur).
Un champ qu’il porte est gardé à côté du nôtre, `[le nôtre, le leur]`, et n’est redit que tant que
le nôtre n’a pas changé. La date du dernier changement tient à tous les champs portés à la fois.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from coopmetiers.echanges.correspondances.case.adresses import NEUTRE
from coopmetiers.echanges.formats.case import CFAssociation, CFDocument, CFItem
from coopmetiers.referentiel.contenu import ContenuVersion

PREFIXE = "case."
_O = TypeVar("_O", CFDocument, CFItem, CFAssociation)

#: Champ gardé → celui de nos champs auquel il tient ; les autres champs ne tiennent à rien.
_TIENT_A: Mapping[type, Mapping[str, str]] = {
    CFDocument: {
        **{champ: champ for champ in ("title", "description", "language", "version")},
        "licenseURI": "licenseURI",
    },
    CFItem: {
        **{champ: champ for champ in ("humanCodingScheme", "fullStatement", "notes", "language")},
        **{champ: champ for champ in ("abbreviatedStatement", "CFItemType")},
        "CFItemTypeURI": "CFItemType",
    },
    CFAssociation: {
        champ: champ for champ in ("sequenceNumber", "originNodeURI", "destinationNodeURI")
    },
}
#: Les champs qui disent un état : le nôtre l’emporte dès que quelque chose a changé.
_ETATS = frozenset({"lastChangeDateTime", "adoptionStatus", "statusStartDate", "statusEndDate"})
_DATE = frozenset({"lastChangeDateTime"})


@dataclass(frozen=True)
class _Attache:
    """Ce à quoi tient un champ gardé : une valeur de chez nous, ou l’empreinte de plusieurs."""

    a: Any


@dataclass(frozen=True)
class Gardes:
    """Les ajouts de CASE d’un contenu, rangés par objet puis par nom, sans leur préfixe."""

    par_objet: Mapping[str, Mapping[str, Any]]

    @classmethod
    def de(cls, contenu: ContenuVersion, adresse: str) -> Gardes:
        """Lit les ajouts ; l’adresse neutre y redevient celle de la version."""
        dits: dict[str, dict[str, Any]] = {}
        for ajout in contenu.ajouts:
            if ajout.nom.startswith(PREFIXE):
                valeur = json.loads(ajout.valeur.replace(NEUTRE, adresse))
                dits.setdefault(ajout.objet, {})[ajout.nom.removeprefix(PREFIXE)] = valeur
        return cls(dits)

    def valeur(self, objet: str, nom: str, absente: Any = None) -> Any:
        """Ce qui est gardé sous ce nom."""
        return self.par_objet.get(objet, {}).get(nom, absente)

    def champs(self, objet: str, nom: str) -> dict[str, Any]:
        """Champ → ce qui en est gardé, pour l’objet de CASE de ce nom."""
        dits = self.par_objet.get(objet, {})
        return {
            champ: valeur
            for cle, valeur in dits.items()
            if (champ := cle.removeprefix(f"{nom}.")) != cle
        }


def en_json(valeur: object) -> str:
    """L’écriture, toujours la même, d’une valeur gardée."""
    return json.dumps(valeur, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def valeurs(objet: Any) -> dict[str, Any]:
    """Les champs d’un objet de CASE qui disent quelque chose, en valeurs de JSON."""
    return dict(objet.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def ecarts(
    dit: _O,
    nu: _O,
    nom: str,
    *,
    trace: str = "",
    sauf: Collection[str] = (),
    toujours: Collection[str] = (),
) -> dict[str, str]:
    """Nom d’ajout → valeur, pour chaque champ où `dit` n’est pas ce que nous écrivons (`nu`).

    `toujours` : les champs que nous n’écrivons pas d’après le contenu seul ; `sauf` : ceux que le
    fichier n’a pas à nous apprendre.
    """
    leurs, notres = valeurs(dit), valeurs(nu)
    gardes: dict[str, str] = {}
    for champ in sorted(leurs.keys() | notres.keys() | set(toujours)):
        leur = leurs.get(champ)
        if champ in sauf or (leur == notres.get(champ) and champ not in toujours):
            continue
        attache = _attache(nu, champ, notres, trace)
        garde = leur if attache is None else [attache.a, leur]
        gardes[f"{PREFIXE}{nom}.{champ}"] = en_json(garde)
    return gardes


def redire(nu: _O, gardes: Mapping[str, Any], *, trace: str = "") -> _O:
    """Notre objet, où chaque champ gardé est redit s’il tient encore."""
    notres = valeurs(nu)
    redits = dict(notres)
    for champ, garde in gardes.items():
        attache = _attache(nu, champ, notres, trace)
        if attache is None:
            redits[champ] = garde
        elif garde[0] == attache.a:
            redits[champ] = garde[1]
    if redits == notres:
        return nu
    return type(nu).model_validate({c: v for c, v in redits.items() if v is not None})


def fondre(dit: _O, attendu: _O, plein: _O) -> _O:
    """Ce que le fichier change à ce qu’on attendait de lui, appliqué à ce que nous savons.

    `attendu` est `plein` tel que la version de CASE du fichier peut le porter.
    """
    if dit == attendu:
        return plein
    leurs, attendus = valeurs(dit), valeurs(attendu)
    changes = {
        champ: leurs.get(champ)
        for champ in leurs.keys() | attendus.keys()
        if leurs.get(champ) != attendus.get(champ)
    }
    fondu = {**valeurs(plein), **changes}
    return type(dit).model_validate({c: v for c, v in fondu.items() if v is not None})


def trace_de(valeur: object) -> str:
    """L’empreinte de ce que dit une valeur, où qu’elle soit servie."""
    return hashlib.sha256(en_json(_sans_adresses(valeur)).encode()).hexdigest()[:16]


def _attache(nu: Any, champ: str, notres: Mapping[str, Any], trace: str) -> _Attache | None:
    """À quoi tient un champ gardé ; `None` : à rien."""
    if champ in (_ETATS if isinstance(nu, CFDocument) else _DATE):
        portes = _TIENT_A[type(nu)]
        return _Attache(trace or trace_de({c: notres.get(c) for c in portes}))
    porte = _TIENT_A[type(nu)].get(champ)
    return _Attache(notres.get(porte)) if porte else None


def _sans_adresses(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {c: _sans_adresses(v) for c, v in valeur.items() if c != "uri"}
    return [_sans_adresses(v) for v in valeur] if isinstance(valeur, list) else valeur
