"""Ce qui change d’une version de référentiel à l’autre, sans base ni fichier.

Une partie est la même dans les deux versions quand elle y garde son identifiant, quel que soit le
code qu’elle porte (`changements` dit ce qu’on en rapporte, `comparaison` comment on le trouve).
"""

from __future__ import annotations

from coopmetiers.referentiel.diff.changements import (
    LIBELLES_GENRE,
    LIBELLES_SORTE,
    Bilan,
    Champ,
    Changement,
    Comparaison,
    Genre,
    Sorte,
)
from coopmetiers.referentiel.diff.comparaison import comparer
from coopmetiers.referentiel.diff.mots import Fragment, Trace, fragments

__all__ = [
    "LIBELLES_GENRE",
    "LIBELLES_SORTE",
    "Bilan",
    "Champ",
    "Changement",
    "Comparaison",
    "Fragment",
    "Genre",
    "Sorte",
    "Trace",
    "comparer",
    "fragments",
]
