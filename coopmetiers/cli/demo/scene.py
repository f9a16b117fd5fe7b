"""Le temps et les personnes d’une démonstration : chaque acte a son jour, son auteur, sa portée."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from coopmetiers.base import clock, tenancy
from coopmetiers.base.db import db, read_only, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.models import Utilisateur


@dataclass
class Scene:
    """Ce que la démonstration sait d’elle-même : son jour, ses identités, ses organisations."""

    aujourd_hui: date
    #: Une même empreinte de mot de passe, inconnue de tous : on entre en un clic.
    mot_de_passe: str
    identites: dict[str, Identity] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)

    def jour(self, decalage: int) -> date:
        """Le jour à `decalage` jours d’aujourd’hui."""
        return self.aujourd_hui + timedelta(days=decalage)

    def mardis_et_mercredis(self, *semaines: int) -> tuple[int, ...]:
        """Les mardi et mercredi de ces semaines (0 : celle-ci), en décalages d’aujourd’hui."""
        mardi = 1 - self.aujourd_hui.weekday()
        return tuple(7 * semaine + mardi + suivant for semaine in semaines for suivant in (0, 1))

    @contextmanager
    def acte(self, acteur: Identity, decalage: int, heure: int = 10) -> Iterator[None]:
        """Un acte de cette personne, à ce jour et cette heure de Paris, dans sa portée."""
        with self.le(decalage, heure), tenancy.bound(acteur.organisation_key), transaction():
            yield

    @contextmanager
    def le(self, decalage: int, heure: int = 10) -> Iterator[None]:
        """Arrête l’horloge à ce jour et cette heure de Paris."""
        instant = datetime.combine(self.jour(decalage), time(heure), ZoneInfo(clock.DEFAULT_ZONE))
        with clock.fixed(instant):
            yield

    def retenir(self, cle: str, courriel: str) -> Identity:
        """Retient l’identité de la personne qui a cette adresse, au titre de son appartenance."""
        with read_only():
            personne = db.session.scalars(
                select(Utilisateur).where(Utilisateur.email == courriel)
            ).one()
            appartenance = comptes.appartenances_vivantes(personne.id)[0]
            self.identites[cle] = comptes.identite(personne, appartenance)
        return self.identites[cle]
