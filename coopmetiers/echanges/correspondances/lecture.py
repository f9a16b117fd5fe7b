"""Ce qu’un fichier dit d’un référentiel, quel que soit son format.

Un format ne porte pas tout. Ce qu’il ne porte pas garde la valeur de `base`, la version à laquelle
on le compare : un fichier exporté puis repris tel quel ne change donc rien.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from coopmetiers.base import clock
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.referentiel.contenu import ContenuVersion, PresentationLue

#: L’espace où naissent les identifiants de ce qu’un fichier ajoute.
_ESPACE = uuid.UUID("5a0b8f0e-6f0c-5a39-9d5e-3b1f6f2c8e77")


@dataclass(frozen=True)
class Lecture:
    """Le contenu que dit le fichier, et ce qu’il faut en savoir sans que cela empêche rien.

    `conflits` nomme les identifiants de ce qui a changé ici depuis que le fichier en est sorti, et
    que le fichier change aussi.
    """

    contenu: ContenuVersion
    remarques: tuple[Reproche, ...] = ()
    conflits: frozenset[str] = frozenset()


def identite_neuve(code_referentiel: str, code: str, pris: Collection[str]) -> str:
    """L’identifiant d’un élément que le fichier ajoute sans en dire un.

    Toujours le même pour le même code : reprendre deux fois le fichier n’ajoute pas deux fois.
    """
    rang = 0
    while True:
        suite = f"#{rang}" if rang else ""
        identite = str(uuid.uuid5(_ESPACE, f"{code_referentiel}/{code}{suite}"))
        if identite not in pris:
            return identite
        rang += 1


def contenu_vide(
    code: str, titre: str, *, version: str = "1.0", langue: str = "fr"
) -> ContenuVersion:
    """Une version qui ne dit encore rien : ce à quoi se compare un fichier d’un code inconnu."""
    return ContenuVersion(
        presentation=PresentationLue(
            code=code,
            version=version,
            titre=titre,
            langue=langue,
            date=clock.today(),
            statut="",
            resume="",
            licence="",
            axes=(),
            rubriques=(),
            grille=None,
        ),
        metiers=(),
        blocs=(),
        activites=(),
        situations=(),
        competences=(),
        criteres=(),
        ressources=(),
        phases=(),
        modalites=(),
        sources=(),
        echelles=(),
        niveaux=(),
        descripteurs=(),
        epreuves=(),
        profils=(),
        alignements=(),
        dimensions=(),
    )
