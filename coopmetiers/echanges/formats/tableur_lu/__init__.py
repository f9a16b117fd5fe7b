"""Un fichier Excel reçu, aux feuilles qu’il contient : contrôlé d’abord, lu d’un bloc ensuite.

Rien n’est exécuté ni recalculé : une formule vaut la valeur que le tableur a gardée, une macro
reste fermée. Source : ECMA-376 (Office Open XML).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche
from coopmetiers.echanges.formats.tableur_lu import archive, cellules, parties, redite, textes
from coopmetiers.echanges.formats.tableur_lu.feuilles import (
    FeuilleLue,
    LigneLue,
    ValeurLue,
    lire_feuilles,
)

__all__ = ["ClasseurLu", "FeuilleLue", "LigneLue", "ValeurLue", "lire"]

#: On n’égrène pas dix mille fautes de la même main.
REPROCHES_MAX = 200
#: Un signe invisible, que le XML interdit, tel qu’un tableur l’écrit (partie 1 § 22.9.2.19).
_SIGNE_ECRIT = re.compile(rb"_x00[01][0-9A-Fa-f]_")
_ET_D_AUTRES = n_("Et %(nombre)s autres fautes : corrigez celles-ci puis redéposez le classeur.")


@dataclass(frozen=True, slots=True)
class ClasseurLu:
    """Un classeur : ses feuilles par nom, dans leur ordre, et ses propriétés ajoutées."""

    feuilles: Mapping[str, FeuilleLue]
    proprietes: Mapping[str, str]


def lire(octets: bytes) -> ClasseurLu:
    """Lit un classeur `.xlsx` ou `.xlsm`.

    Un nombre entier revient en `int`, une date en `date`, une date et son heure en `datetime`, une
    case vide en `None` ; un texte revient tel quel, même s’il commence par « = ». Lève
    `FichierRefuse` : un autre fichier, une archive piégée ou trop grande, un fichier abîmé ; et,
    toutes d’un coup et situées, les cellules en erreur ou jamais calculées.
    """
    entrees = archive.ouvrir(octets)
    plan = parties.lire_plan(entrees)
    parties.controler(entrees, plan.lues)
    releves = cellules.relever_tout(
        (place.nom, parties.saine(entrees[place.partie])) for place in plan.feuilles
    )
    communs, formats = (
        parties.saine(entrees[nom]) if nom else b"" for nom in (plan.textes, plan.formats)
    )
    corps = [releve.octets for releve in releves]
    textes.controler_les_reprises(communs, corps)
    neuf = redite.paquet(corps, communs, formats, depuis_1904=plan.depuis_1904)
    signes_ecrits = any(_SIGNE_ECRIT.search(partie) for partie in (communs, *corps))
    feuilles, reproches = lire_feuilles(neuf, plan, releves, signes_ecrits=signes_ecrits)
    if reproches:
        raise FichierRefuse(_abreges(reproches))
    return ClasseurLu(feuilles, parties.lire_proprietes(entrees))


def _abreges(reproches: list[Reproche]) -> list[Reproche]:
    reste = len(reproches) - REPROCHES_MAX
    if reste <= 0:
        return reproches
    return [*reproches[:REPROCHES_MAX], Reproche(_ET_D_AUTRES, {"nombre": reste})]
