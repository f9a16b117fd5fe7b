"""Les numéros : une suite sans trou par certificateur, par série et par année."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.base.tenancy import current_scope
from coopmetiers.certification.models import Compteur
from coopmetiers.comptes.models import Organisation

DOCUMENTS = "DOCUMENTS"
JURYS = "JURYS"


def suivant(serie: str, annee: int) -> int:
    """Prend le rang suivant d’une série du certificateur lié, dans l’acte en cours.

    Un seul acte à la fois numérote chez un certificateur ; un acte annulé rend son numéro.
    """
    verrouiller()
    compteur = db.session.scalar(
        select(Compteur).where(Compteur.serie == serie, Compteur.annee == annee)
    )
    if compteur is None:
        compteur = Compteur(serie=serie, annee=annee, dernier=0)
        db.session.add(compteur)
    compteur.dernier += 1
    db.session.flush()
    return compteur.dernier


def verrouiller() -> None:
    """Tient la suite du certificateur lié jusqu’à la fin de l’acte ; les autres actes attendent.

    Le verrou est sur l’organisation, et non sur le compteur, qui n’existe pas encore au premier
    numéro de l’année.
    """
    db.session.execute(
        select(Organisation.cle)
        .where(Organisation.cle == current_scope())
        .with_for_update(key_share=True)
    )
