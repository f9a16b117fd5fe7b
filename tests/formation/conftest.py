"""Une formation des Sept Parcelles, reliée en partie, et sa session où Noé forme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.formation.enums import Intensite
from coopmetiers.formation.queries import session_par_id
from coopmetiers.referentiel import queries
from tests.fabriques import formation as fabrique
from tests.fabriques.parcours import fabriquer_constat, fabriquer_inscription
from tests.fabriques.referentiel import fabriquer_version


@dataclass(frozen=True)
class Exemple:
    """Les identifiants publics de l’exemple, et les codes de compétences de sa version."""

    version_id: str
    formation_id: str
    cle_formation: int
    modules: tuple[str, ...]
    session_id: str
    cle_session: int
    creneaux: tuple[str, ...]
    #: Évaluée par M1 et abordée par M2, pratiquée par M2, et les trous.
    evaluee: str
    pratiquee: str
    trous: tuple[str, ...]


@pytest.fixture
def exemple(app, monde, horloge) -> Exemple:
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        version = fabriquer_version()
        formation = fabrique.fabriquer_formation(version, intitule="Animer une coopération")
        premier, second = formation.modules
        codes = list(queries.competences(version.cle))
        fabrique.fabriquer_lien(premier, codes[0], Intensite.EVALUEE)
        fabrique.fabriquer_lien(second, codes[0], Intensite.ABORDEE)
        fabrique.fabriquer_lien(second, codes[1], Intensite.PRATIQUEE)
        session = fabrique.fabriquer_session(
            formation, intitule="Groupe Printemps", debut_le=date(2027, 1, 11)
        )
        fabrique.fabriquer_affectation(session, monde.noe)
        return Exemple(
            version_id=version.version_id,
            formation_id=formation.formation_id,
            cle_formation=formation.cle,
            modules=tuple(module.module_id for module in formation.modules),
            session_id=session.session_id,
            cle_session=session.cle,
            creneaux=tuple(creneau.creneau_id for creneau in session.creneaux),
            evaluee=codes[0],
            pratiquee=codes[1],
            trous=tuple(codes[2:]),
        )


@pytest.fixture
def agir(app) -> Callable[..., Any]:
    """Mène un acte comme une porte : une unité d’écriture, sous la portée de qui agit."""

    def _agir(service: Callable[..., Any], acteur: Any, *arguments: Any, **options: Any) -> Any:
        with app.app_context(), tenancy.bound(acteur.organisation_key), transaction():
            return service(acteur, *arguments, **options)

    return _agir


@pytest.fixture
def journal(app) -> Callable[[], list[tuple[str, str, dict[str, Any]]]]:
    """Les lignes du journal de la formation : action, objet, détails."""

    def _journal() -> list[tuple[str, str, dict[str, Any]]]:
        demande = (
            select(LigneAudit)
            .where(LigneAudit.action.startswith("formation."))
            .order_by(LigneAudit.cle)
        )
        with app.app_context():
            lignes = db.session.scalars(demande)
            return [(ligne.action, ligne.objet_id, ligne.details) for ligne in lignes]

    return _journal


@pytest.fixture
def emarge(app, monde, exemple) -> str:
    """La première demi-journée de l’exemple, où la présence de Zélie est constatée."""
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        session = session_par_id(exemple.session_id)
        inscription = fabriquer_inscription(session)
        fabriquer_constat(session.creneaux[0], inscription, par=monde.noe)
        return session.creneaux[0].creneau_id
