"""Une échelle de maîtrise, écrite comme une grille CASE à un seul critère."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from coopmetiers.echanges.formats.case.identifiants import uuid_stable
from coopmetiers.echanges.formats.case.objets import (
    CFRubric,
    CFRubricCriterion,
    CFRubricCriterionLevel,
)


@dataclass(frozen=True)
class Palier:
    """Un niveau d’échelle, sous les noms de CASE : rang, nom, points, ce qu’on en dit."""

    position: int
    quality: str
    score: float | None = None
    feedback: str | None = None
    description: str | None = None


def echelle(
    identifier: str, uri: str, title: str, modifiee_a: datetime, paliers: Iterable[Palier]
) -> CFRubric:
    """Rend la grille d’une échelle : un critère, un niveau par palier, dans l’ordre des rangs.

    Le critère et les niveaux ont des identifiants tirés de celui de la grille et de leur rang : un
    réexport les garde. CASE ne publie que la grille : leur adresse est la sienne, plus un repère.
    Lève `pydantic.ValidationError` d’un champ mal formé, `ValueError` d’un rang pris deux fois.
    """
    ranges = sorted(paliers, key=lambda palier: palier.position)
    if len({palier.position for palier in ranges}) != len(ranges):
        raise ValueError("Deux paliers d’une échelle ont le même rang.")
    critere = uuid_stable(identifier, "critere")
    niveaux = tuple(
        CFRubricCriterionLevel(
            identifier=(niveau := uuid_stable(critere, f"niveau/{palier.position}")),
            uri=f"{uri}#{niveau}",
            description=palier.description,
            quality=palier.quality,
            score=palier.score,
            feedback=palier.feedback,
            position=palier.position,
            rubricCriterionId=critere,
            lastChangeDateTime=modifiee_a,
        )
        for palier in ranges
    )
    seul = CFRubricCriterion(
        identifier=critere,
        uri=f"{uri}#{critere}",
        category=title,
        position=1,
        rubricId=identifier,
        lastChangeDateTime=modifiee_a,
        CFRubricCriterionLevels=niveaux,
    )
    return CFRubric(
        identifier=identifier,
        uri=uri,
        title=title,
        lastChangeDateTime=modifiee_a,
        CFRubricCriteria=(seul,),
    )


def paliers(grille: CFRubric) -> tuple[Palier, ...]:
    """Rend les paliers d’une grille qui est une échelle ; rien si elle a plusieurs critères.

    L’ordre est celui des `position`, puis celui du fichier ; les rangs sont refaits à partir de 1
    si l’un manque ou se répète. Un niveau sans `quality` prend sa description pour nom.
    """
    if len(grille.CFRubricCriteria) != 1:
        return ()
    (critere,) = grille.CFRubricCriteria
    niveaux = critere.CFRubricCriterionLevels
    rangs = [niveau.position for niveau in niveaux if niveau.position is not None]
    surs = len(set(rangs)) == len(niveaux)
    ordre = sorted(niveaux, key=lambda n: (n.position is None, n.position or 0))
    return tuple(
        Palier(
            position=niveau.position if surs and niveau.position is not None else rang,
            quality=niveau.quality or niveau.description or "",
            score=niveau.score,
            feedback=niveau.feedback,
            description=niveau.description,
        )
        for rang, niveau in enumerate(ordre, start=1)
    )
