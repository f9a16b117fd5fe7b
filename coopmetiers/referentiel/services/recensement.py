"""Tenir le recensement : ce que des sources disent de formations données ailleurs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from coopmetiers.audit import services as audit
from coopmetiers.audit.services import Reference
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import folded
from coopmetiers.referentiel import permissions
from coopmetiers.referentiel.files import FicheRecenseeLue
from coopmetiers.referentiel.models import FicheRecensee
from coopmetiers.referentiel.permissions import A

_COLONNES = ("code", "organisme", "intitule", "source", "vue_le", "verifiee", "modalite")
_HORS_DETAILS = frozenset({*_COLONNES, "ligne", "adresses", "blocs"})


@dataclass(frozen=True, slots=True)
class Chargement:
    """Les codes des fiches ajoutées et changées ; combien étaient déjà telles quelles."""

    ajoutees: tuple[str, ...]
    changees: tuple[str, ...]
    inchangees: int


def charger_recensement(acteur: Identity, fiches: Iterable[FicheRecenseeLue]) -> Chargement:
    """Ajoute les fiches nouvelles, met à jour celles que leur source dit autrement.

    Une fiche se reconnaît à son code ; une fiche absente de la liste reste. Recharger la même
    liste ne change rien et ne consigne rien.
    """
    permissions.require(acteur, A.RECENSER)
    connues = {ligne.code: ligne for ligne in db.session.scalars(select(FicheRecensee))}
    ajoutees, changees, inchangees = [], [], 0
    for fiche in fiches:
        valeurs = _valeurs(fiche)
        ligne = connues.get(fiche.code)
        if ligne is None:
            db.session.add(FicheRecensee(**valeurs))
            ajoutees.append(fiche.code)
        elif any(getattr(ligne, nom) != valeur for nom, valeur in valeurs.items()):
            for nom, valeur in valeurs.items():
                setattr(ligne, nom, valeur)
            changees.append(fiche.code)
        else:
            inchangees += 1
    if ajoutees or changees:
        details = {"ajoutees": ajoutees, "changees": changees}
        audit.consigner(acteur, A.RECENSER, Reference("recensement", "recensement"), details)
    return Chargement(tuple(ajoutees), tuple(changees), inchangees)


def _valeurs(fiche: FicheRecenseeLue) -> dict[str, Any]:
    """Les colonnes de la fiche ; ce que la source ne dit pas n’est gardé nulle part."""
    dits = {
        champ.name: str(valeur)
        for champ in fields(fiche)
        if champ.name not in _HORS_DETAILS and (valeur := getattr(fiche, champ.name))
    }
    cherches = (fiche.code, fiche.intitule, fiche.organisme, fiche.modalite, *dits.values())
    return {
        **{nom: getattr(fiche, nom) for nom in _COLONNES},
        "adresses": list(fiche.adresses),
        # Entre deux espaces, pour que « BC1 » ne trouve pas « BC10 ».
        "blocs": f" {' '.join(fiche.blocs)} ",
        "details": dits,
        "recherche": folded(" ".join(cherches)),
    }
