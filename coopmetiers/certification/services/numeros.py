"""Les numéros : une suite sans trou par certificateur, par série et par année."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.certification.models import Compteur

DOCUMENTS = "DOCUMENTS"
JURYS = "JURYS"


def suivant(serie: str, annee: int) -> int:
    """Prend le rang suivant d’une série du certificateur lié, dans l’acte en cours.

    Le compteur est verrouillé jusqu’à l’enregistrement : un acte annulé rend son numéro.
    """
    compteur = db.session.scalar(
        select(Compteur)
        .where(Compteur.serie == serie, Compteur.annee == annee)
        .with_for_update()
    )
    if compteur is None:
        compteur = Compteur(serie=serie, annee=annee, dernier=0)
        db.session.add(compteur)
    compteur.dernier += 1
    db.session.flush()
    return compteur.dernier
