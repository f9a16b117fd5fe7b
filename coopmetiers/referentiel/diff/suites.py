"""Critères, situations, niveaux : des suites sans identifiant, appariées par ce qu’elles disent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product, zip_longest

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import CritereLu, NiveauLu, SituationLue
from coopmetiers.referentiel.diff.changements import Champ, Sorte
from coopmetiers.referentiel.diff.couples import Places, apparier
from coopmetiers.referentiel.diff.mots import ressemblance
from coopmetiers.referentiel.diff.ordre import deplaces

#: En deçà, deux énoncés ne sont pas le même reformulé : l’un est retiré, l’autre ajouté.
RESSEMBLANCE_MIN = 0.5
#: Au-delà de tant de couples à rapprocher, on s’en tient au rang.
_COUPLES_MAX = 2_500

Ligne = CritereLu | SituationLue


@dataclass(frozen=True, slots=True)
class Suite:
    """Comment se nomme ce que la suite contient, et ce que son changement veut dire."""

    nom: str
    libelle: str
    libelle_rang: str
    sorte: Sorte

    def champs(self, avant: Sequence[Ligne], apres: Sequence[Ligne]) -> Iterator[Champ]:
        """Ce qui est ajouté, retiré, reformulé, déplacé d’une suite à l’autre."""
        couples = _couples([ligne.enonce for ligne in avant], [ligne.enonce for ligne in apres])
        dits = [
            self._enonce(avant[i] if i is not None else None, apres[j] if j is not None else None)
            for i, j in couples
        ]
        communs = [(i, j) for i, j in couples if i is not None and j is not None]
        bouges = deplaces(sorted(i for i, _ in communs), [i for i, _ in communs])
        dits += [self._rang(avant[i], apres[j]) for i, j in communs if i in bouges]
        # Mêmes énoncés dans le même ordre : seule la numérotation a pu changer.
        yield from [champ for champ in dits if champ] or (
            self._rang(avant[i], apres[j]) for i, j in communs if avant[i].rang != apres[j].rang
        )

    def _enonce(self, avant: Ligne | None, apres: Ligne | None) -> Champ | None:
        if avant and apres and avant.enonce == apres.enonce:
            return None
        un, autre = (ligne.enonce if ligne else "" for ligne in (avant, apres))
        rang = apres.rang if apres else avant.rang if avant else ""
        return Champ(self.nom, self.libelle, self.sorte, un, autre, str(rang))

    def _rang(self, avant: Ligne, apres: Ligne) -> Champ:
        rangs = str(avant.rang), str(apres.rang)
        return Champ("rang", self.libelle_rang, self.sorte, *rangs, rangs[1])


CRITERES = Suite("criteres", n_("Critère"), n_("Rang du critère"), Sorte.CRITERE)
SITUATIONS = Suite(
    "situations", n_("Situation de travail"), n_("Rang de la situation"), Sorte.AUTRE
)

_CHAMPS_DU_NIVEAU = {
    "rang": n_("Rang du niveau"),
    "code": n_("Code du niveau"),
    "libelle": n_("Libellé du niveau"),
    "autonomie": n_("Autonomie"),
    "situations": n_("Situations"),
    "reflexivite": n_("Réflexivité"),
    "rapport_aux_autres": n_("Rapport aux autres"),
}


def champs_des_niveaux(avant: Sequence[NiveauLu], apres: Sequence[NiveauLu]) -> Iterator[Champ]:
    """Les niveaux d’une échelle : le même garde son code, à défaut son rang."""
    codes = {niveau.code for niveau in avant} & {niveau.code for niveau in apres}
    uns, autres = (
        [(niveau.code if niveau.code in codes else niveau.rang, niveau) for niveau in niveaux]
        for niveaux in (avant, apres)
    )
    for i, j in apparier(uns, autres):
        yield from _niveau(avant[i] if i is not None else None, apres[j] if j is not None else None)


def _niveau(avant: NiveauLu | None, apres: NiveauLu | None) -> Iterator[Champ]:
    if avant == apres:
        return
    repere = apres.code if apres else avant.code if avant else ""
    if avant is None or apres is None:
        un, autre = (niveau.libelle if niveau else "" for niveau in (avant, apres))
        yield Champ("niveaux", n_("Niveau"), Sorte.NIVEAU, un, autre, repere)
        return
    for nom, libelle in _CHAMPS_DU_NIVEAU.items():
        un, autre = getattr(avant, nom), getattr(apres, nom)
        if un != autre:
            yield Champ(nom, libelle, Sorte.NIVEAU, str(un), str(autre), repere)


def champs_des_degres(avant: Sequence[str], apres: Sequence[str]) -> Iterator[Champ]:
    """Les niveaux d’une dimension ou d’une grille : des textes, du premier au dernier."""
    for rang, (un, autre) in enumerate(zip_longest(avant, apres, fillvalue=""), start=1):
        if un != autre:
            yield Champ("niveaux", n_("Niveau"), Sorte.NIVEAU, un, autre, str(rang))


def _couples(avant: Sequence[str], apres: Sequence[str]) -> list[Places]:
    """Qui est le même que qui : d’abord mot pour mot, puis ce qui se ressemble le plus.

    Dans l’ordre d’après ; ce qui est retiré vient à la fin.
    """
    exacts = list(apparier([(t, t) for t in avant], [(t, t) for t in apres]))
    trouves = {j: i for i, j in exacts if i is not None and j is not None}
    restes = [i for i, j in exacts if i is not None and j is None]
    neufs = [j for i, j in exacts if j is not None and i is None]
    trouves |= _rapproches(avant, apres, restes, neufs)
    pris = set(trouves.values())
    retires: list[Places] = [(i, None) for i in range(len(avant)) if i not in pris]
    return [*((trouves.get(j), j) for j in range(len(apres))), *retires]


def _rapproches(
    avant: Sequence[str], apres: Sequence[str], restes: Sequence[int], neufs: Sequence[int]
) -> dict[int, int]:
    """Parmi ce qui n’a pas d’égal, les plus ressemblants d’abord, puis les plus proches."""
    if len(restes) * len(neufs) > _COUPLES_MAX:
        return {j: i for i, j in zip(restes, neufs, strict=False)}
    candidats = sorted(
        (-proche, abs(i - j), i, j)
        for i, j in product(restes, neufs)
        if (proche := ressemblance(avant[i], apres[j])) >= RESSEMBLANCE_MIN
    )
    trouves: dict[int, int] = {}
    for _, _, i, j in candidats:
        if j not in trouves and i not in trouves.values():
            trouves[j] = i
    return trouves
