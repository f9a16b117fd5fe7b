"""Les fichiers reçus par une organisation, et ce que chacun changerait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from coopmetiers.base import vault
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.echanges.enums import EtatImportation, Format
from coopmetiers.echanges.models import Importation
from coopmetiers.echanges.permissions import A
from coopmetiers.echanges.queries.apercus import Apercu, previsualiser
from coopmetiers.referentiel import queries as referentiel

#: Les dernières suffisent à qui veut revenir en arrière ; le journal garde tout.
MONTREES = 20


@dataclass(frozen=True)
class ImportationVue:
    """Un fichier reçu, et ce qu’on en a fait."""

    importation_id: str
    genre: Format
    nom_fichier: str
    etat: EtatImportation
    par: str
    preparee_a: datetime
    appliquee_a: datetime | None
    annulee_a: datetime | None
    ecrite_id: str
    bilan: str


def importations(acteur: Identity) -> tuple[ImportationVue, ...]:
    """Les derniers fichiers reçus par l’organisation, le plus récent d’abord."""
    require(acteur, A.IMPORTER_REFERENTIEL)
    lignes = db.session.scalars(
        select(Importation).order_by(Importation.cle.desc()).limit(MONTREES)
    )
    return tuple(_vue(ligne) for ligne in lignes)


def importation(acteur: Identity, importation_id: str) -> tuple[ImportationVue, Apercu | None]:
    """Un fichier reçu, et ce qu’il changerait tant qu’il n’est pas appliqué ; sinon `NotFound`."""
    require(acteur, A.IMPORTER_REFERENTIEL)
    ligne = db.session.scalar(
        select(Importation).where(Importation.importation_id == importation_id)
    )
    if ligne is None:
        raise NotFound
    if ligne.etat != EtatImportation.PREPAREE:
        return _vue(ligne), None
    return _vue(ligne), apercu_de(acteur, ligne, vault.fetch(ligne.empreinte_fichier))


def apercu_de(acteur: Identity, ligne: Importation, octets: bytes) -> Apercu:
    """Ce que ce fichier changerait aujourd’hui à la version à laquelle il se compare."""
    sur = referentiel.version_par_id(acteur, ligne.version_id) if ligne.version_id else None
    return previsualiser(acteur, octets, Format(ligne.genre), sur=sur, code=ligne.code)


def _vue(ligne: Importation) -> ImportationVue:
    return ImportationVue(
        importation_id=ligne.importation_id,
        genre=Format(ligne.genre),
        nom_fichier=ligne.nom_fichier,
        etat=EtatImportation(ligne.etat),
        par=ligne.par,
        preparee_a=ligne.preparee_a,
        appliquee_a=ligne.appliquee_a,
        annulee_a=ligne.annulee_a,
        ecrite_id=ligne.ecrite_id,
        bilan=ligne.bilan,
    )
