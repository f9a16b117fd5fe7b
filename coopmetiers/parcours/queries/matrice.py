"""La progression de toute une session d’un coup : pour qui l’emporte en classeur."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.parcours.models import Apprenant, Inscription
from coopmetiers.parcours.queries.suivi import blocs_suivis, observations_de
from coopmetiers.parcours.rules.cellules import ordre_des_noms
from coopmetiers.parcours.rules.progression import BlocSuivi
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Metier


@dataclass(frozen=True)
class SuiviVu:
    """Une personne de la session, ce qu’elle vise, et où elle en est de chaque bloc."""

    inscription_id: str
    prenom: str
    nom: str
    metier: str
    exercice: Exercice
    cle_version: int
    blocs: tuple[BlocSuivi, ...]


def suivis_de(cle_session: int) -> tuple[SuiviVu, ...]:
    """Les personnes d’une session, par nom, avec leur progression ; cinq requêtes par version."""
    lignes = db.session.execute(
        select(Inscription, Apprenant.prenom, Apprenant.nom, Metier.code, Metier.libelle)
        .join(Apprenant, Apprenant.cle == Inscription.cle_apprenant)
        .join(Metier, Metier.cle == Inscription.cle_metier)
        .where(Inscription.cle_session == cle_session)
        .order_by(Inscription.cle)
    ).all()
    lignes = sorted(lignes, key=lambda ligne: ordre_des_noms(ligne.nom, ligne.prenom))
    observations = observations_de([ligne.Inscription.cle for ligne in lignes])
    versions = {ligne.Inscription.cle_version for ligne in lignes}
    exigences = {cle: referentiel.exigences_par_profil(cle) for cle in versions}
    return tuple(
        SuiviVu(
            inscription_id=inscription.inscription_id,
            prenom=prenom,
            nom=nom,
            metier=libelle,
            exercice=Exercice(inscription.exercice),
            cle_version=inscription.cle_version,
            blocs=blocs_suivis(
                exigences[inscription.cle_version][code, Exercice(inscription.exercice)],
                observations.get(inscription.cle, {}),
            ),
        )
        for inscription, prenom, nom, code, libelle in lignes
    )
