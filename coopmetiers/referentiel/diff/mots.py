"""Deux textes comparés mot à mot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

#: Un mot, puis le blanc qui le suit. Une élision tient à sa lettre (« l’ »), un mot composé ou
#: épicène à ses traits et à ses points (« habitant·es », « C1.1.2 »), un nombre à ses espaces
#: insécables (« 10 000 », « 30 min »), un signe à celle qui le précède (« ; », « » »).
_MOT = re.compile(
    r"""
    (?P<mot>
        \d+(?:[\u00a0\u202f.,]\d+)*(?:[\u00a0\u202f](?:%|€|\w+))?(?!\w)
      | [\w\u0300-\u036f]+(?:[-‑·.][\w\u0300-\u036f]+)*[’']?
      | «[\u00a0\u202f]?
      | [\u00a0\u202f]?[^\w\s]
      | ^(?=\s)
    )
    (?P<blanc>(?:(?![\u00a0\u202f][^\w\s])\s)*)
    """,
    re.VERBOSE,
)
#: Au-delà de tant de rapprochements possibles entre deux textes, leur milieu est dit remplacé : les
#: aligner coûterait plus que ce qu’on y lirait. Mille mots de français restent en dessous.
_RAPPROCHEMENTS_MAX = 20_000

Mot = tuple[str, str]


class Trace(StrEnum):
    """Ce qu’un bout de texte devient."""

    EGAL = "egal"
    RETIRE = "retire"
    AJOUTE = "ajoute"


@dataclass(frozen=True, slots=True)
class Fragment:
    """Un bout de texte, gardé, retiré ou ajouté."""

    trace: Trace
    texte: str


def fragments(avant: str, apres: str) -> tuple[Fragment, ...]:
    """Ce qui reste, ce qui part et ce qui vient, mot par mot.

    Bout à bout, les fragments gardés et retirés redonnent le premier texte, signe pour signe ; les
    gardés et les ajoutés redonnent le second.
    """
    bouts = _bouts(_mots(avant), _mots(apres))
    return tuple(Fragment(trace, texte) for trace, texte in _reunis(bouts))


def ressemblance(avant: str, apres: str) -> float:
    """La part des mots que deux textes partagent : 0, aucun ; 1, tous, quel que soit leur ordre."""
    uns, autres = (Counter(mot for mot, _ in _mots(texte)) for texte in (avant, apres))
    total = uns.total() + autres.total()
    return 2 * (uns & autres).total() / total if total else 1.0


def _mots(texte: str) -> list[Mot]:
    return [(trouve["mot"], trouve["blanc"]) for trouve in _MOT.finditer(texte)]


def _bouts(avant: Sequence[Mot], apres: Sequence[Mot]) -> Iterator[tuple[Trace, str]]:
    uns, autres = [mot for mot, _ in avant], [mot for mot, _ in apres]
    for sorte, debut, fin, debut_apres, fin_apres in _operations(uns, autres):
        if sorte != "equal":
            yield from _remplace(_texte(avant[debut:fin]), _texte(apres[debut_apres:fin_apres]))
            continue
        for (mot, blanc), (_, autre) in zip(
            avant[debut:fin], apres[debut_apres:fin_apres], strict=True
        ):
            yield Trace.EGAL, mot
            if blanc == autre:
                yield Trace.EGAL, blanc
            else:
                yield Trace.RETIRE, blanc
                yield Trace.AJOUTE, autre


def _remplace(avant: str, apres: str) -> Iterator[tuple[Trace, str]]:
    """Un passage pour un autre ; le même blanc qui les suivait reste."""
    mots, autres = avant.rstrip(), apres.rstrip()
    blanc = avant[len(mots) :]
    if blanc != apres[len(autres) :]:
        mots, autres, blanc = avant, apres, ""
    yield Trace.RETIRE, mots
    yield Trace.AJOUTE, autres
    yield Trace.EGAL, blanc


def _operations(avant: list[str], apres: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Le début et la fin communs, puis l’alignement de ce qui reste entre les deux."""
    debut = _commun(avant, apres)
    fin = _commun(avant[debut:][::-1], apres[debut:][::-1])
    milieu, autre = avant[debut : len(avant) - fin], apres[debut : len(apres) - fin]
    yield "equal", 0, debut, 0, debut
    uns, autres = Counter(milieu), Counter(autre)
    if sum(nombre * autres[mot] for mot, nombre in uns.items()) > _RAPPROCHEMENTS_MAX:
        yield "replace", debut, debut + len(milieu), debut, debut + len(autre)
    else:
        for sorte, *bornes in SequenceMatcher(None, milieu, autre, autojunk=False).get_opcodes():
            yield sorte, *(debut + borne for borne in bornes)  # type: ignore[misc]
    yield "equal", len(avant) - fin, len(avant), len(apres) - fin, len(apres)


def _commun(avant: list[str], apres: list[str]) -> int:
    """Combien de mots les deux suites ont d’abord en commun."""
    rang = 0
    for rang, (un, autre) in enumerate(zip(avant, apres, strict=False), start=1):
        if un != autre:
            return rang - 1
    return rang


def _texte(mots: Sequence[Mot]) -> str:
    return "".join(mot + blanc for mot, blanc in mots)


def _reunis(bouts: Iterator[tuple[Trace, str]]) -> Iterator[tuple[Trace, str]]:
    """Les bouts vides écartés, les voisins de même sort réunis, ce qui part avant ce qui vient."""
    pleins = (bout for bout in bouts if bout[1])
    for egal, groupe in groupby(pleins, key=lambda bout: bout[0] is Trace.EGAL):
        suite = list(groupe)
        for trace in [Trace.EGAL] if egal else [Trace.RETIRE, Trace.AJOUTE]:
            texte = "".join(bout for sienne, bout in suite if sienne is trace)
            if texte:
                yield trace, texte
