"""Ce qui s’emporte sans nommer personne, et ce qu’un fichier reçu changerait."""

from __future__ import annotations

from coopmetiers.echanges.queries.apercus import Apercu, previsualiser
from coopmetiers.echanges.queries.exports import (
    classeur_des_changements,
    classeur_referentiel,
    fichier_referentiel,
)

__all__ = [
    "Apercu",
    "classeur_des_changements",
    "classeur_referentiel",
    "fichier_referentiel",
    "previsualiser",
]
