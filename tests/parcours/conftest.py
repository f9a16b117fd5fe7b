"""Le groupe Printemps des Sept Parcelles : Noé y forme, Basile y évalue, Zélie y est inscrite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect, select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.formation.enums import RoleSession
from tests.fabriques import formation as fabrique_formation
from tests.fabriques import parcours as fabrique
from tests.fabriques.comptes import fabriquer_utilisateur
from tests.fabriques.referentiel import fabriquer_version

#: Les compétences de la petite version : deux blocs de deux.
CODES = ("C1.1.1", "C1.1.2", "C2.1.1", "C2.1.2")


@dataclass(frozen=True)
class Printemps:
    """Les identifiants publics du groupe, et quelques clés pour les requêtes."""

    cle_version: int
    session_id: str
    cle_session: int
    #: Deux demi-journées d’hier, deux d’aujourd’hui, deux de demain.
    creneaux: tuple[str, ...]
    zelie_id: str
    cle_zelie: int
    youssef_id: str
    cle_youssef: int
    #: Une autre session du même organisme, où Noé n’est pas affecté, et son inscription.
    ailleurs_id: str
    ailleurs_inscription_id: str


@pytest.fixture
def acte(app, monde) -> Callable[[], AbstractContextManager[Any]]:
    """Un acte des Sept Parcelles dans son propre contexte, refermé avec lui.

    Un contexte laissé ouvert garderait d’une page à l’autre qui est connecté.
    """

    @contextmanager
    def _acte() -> Iterator[Any]:
        with app.app_context(), tenancy.bound(monde.sp.cle), transaction() as session:
            yield session

    return _acte


@pytest.fixture
def printemps(acte, monde, horloge) -> Printemps:
    with acte():
        formation = fabrique_formation.fabriquer_formation(fabriquer_version())
        session = fabrique_formation.fabriquer_session(
            formation, nb_jours=3, debut_le=date(2026, 11, 22), intitule="Groupe Printemps"
        )
        fabrique_formation.fabriquer_affectation(session, monde.noe)
        fabrique_formation.fabriquer_affectation(session, monde.basile, RoleSession.EVALUATEUR)
        zelie = fabrique.fabriquer_inscription(session, monde.zelie)
        youssef = fabrique.fabriquer_inscription(
            session, fabriquer_utilisateur("Youssef", "Spécimen")
        )
        ailleurs = fabrique_formation.fabriquer_session(formation, intitule="Groupe Automne")
        autre = fabrique.fabriquer_inscription(ailleurs)
        return Printemps(
            cle_version=session.cle_version,
            session_id=session.session_id,
            cle_session=session.cle,
            creneaux=tuple(creneau.creneau_id for creneau in session.creneaux),
            zelie_id=zelie.inscription_id,
            cle_zelie=zelie.cle,
            youssef_id=youssef.inscription_id,
            cle_youssef=youssef.cle,
            ailleurs_id=ailleurs.session_id,
            ailleurs_inscription_id=autre.inscription_id,
        )


@pytest.fixture
def agir(app) -> Callable[..., Any]:
    """Mène un acte comme une porte : une unité d’écriture, sous la portée de qui agit.

    Une ligne rendue par le service est relue puis détachée : on peut la lire hors de l’acte.
    """

    def _agir(service: Callable[..., Any], acteur: Identity, *reste: Any, **options: Any) -> Any:
        with app.app_context(), tenancy.bound(acteur.organisation_key):
            with transaction():
                rendu = service(acteur, *reste, **options)
            if isinstance(rendu, db.Model):
                db.session.refresh(rendu)
                db.session.expunge(rendu)
        return rendu

    return _agir


@pytest.fixture
def lire(app, monde) -> Callable[..., Any]:
    """Lit sous la portée des Sept Parcelles, hors de tout acte ; ce qui est lu est détaché."""

    def _lire(requete: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        with app.app_context(), tenancy.bound(monde.sp.cle):
            rendu = requete(*arguments, **options)
            db.session.expunge_all()
        return rendu

    return _lire


@pytest.fixture
def lignes(lire) -> Callable[[Any], Sequence[Any]]:
    """Les lignes d’une table des Sept Parcelles, dans l’ordre de leur écriture."""

    def _lignes(modele: Any) -> Sequence[Any]:
        # Sans ordre dit, PostgreSQL rend d’abord les lignes qui n’ont pas été réécrites.
        demande = select(modele).order_by(*inspect(modele).primary_key)
        return lire(lambda: list(db.session.scalars(demande)))

    return _lignes


@pytest.fixture
def journal(lire) -> Callable[[], list[tuple[str, str, dict[str, Any]]]]:
    """Les lignes du journal écrites par la pièce : action, objet, détails."""

    def _journal() -> list[tuple[str, str, dict[str, Any]]]:
        demande = select(LigneAudit).where(LigneAudit.action.startswith("parcours."))
        ecrites = lire(lambda: list(db.session.scalars(demande.order_by(LigneAudit.cle))))
        return [(ligne.action, ligne.objet_id, ligne.details) for ligne in ecrites]

    return _journal
