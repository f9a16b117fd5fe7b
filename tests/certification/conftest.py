"""Le jury de Certif’ Confluences (Octave préside, Hélène siège), le groupe qu’Ada présente."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.rules.dossier import Dossier
from coopmetiers.certification.services.proclamation import Proclamation
from tests.fabriques import formation as fabrique_formation
from tests.fabriques import parcours as fabrique_parcours
from tests.fabriques.certification import (
    CODES,
    Audience,
    fabriquer_audience,
    mener_a_la_proclamation,
)
from tests.fabriques.referentiel import fabriquer_version


@dataclass(frozen=True)
class Groupe:
    """Une session des Sept Parcelles : Zélie y a tout prouvé, il manque la naissance de Tom."""

    cle_version: int
    session_id: str
    zelie_id: str
    tom_id: str


@pytest.fixture
def agir(base) -> Callable[..., Any]:
    """Mène un acte comme une porte : une unité d’écriture, sous la portée de qui agit."""

    def _agir(
        service: Callable[..., Any], acteur: Identity, *arguments: Any, **options: Any
    ) -> Any:
        with tenancy.bound(acteur.organisation_key):
            with transaction():
                rendu = service(acteur, *arguments, **options)
            if isinstance(rendu, db.Model):
                db.session.refresh(rendu)
                db.session.expunge(rendu)
        return rendu

    return _agir


@pytest.fixture
def lire(base, monde) -> Callable[..., Any]:
    """Lit sous la portée du certificateur, hors de tout acte."""

    def _lire(requete: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        db.session.rollback()
        db.session.expire_all()
        with tenancy.bound(monde.cc.cle):
            return requete(*arguments, **options)

    return _lire


@pytest.fixture
def lignes(lire) -> Callable[[Any], Sequence[Any]]:
    """Les lignes d’une table du certificateur, dans l’ordre de leur écriture."""

    def _lignes(modele: Any) -> Sequence[Any]:
        trouvees = lire(lambda: list(db.session.scalars(select(modele).order_by(modele.cle))))
        # Détachées : elles se lisent encore après l’acte suivant.
        db.session.expunge_all()
        return trouvees

    return _lignes


@pytest.fixture
def journal(base) -> Callable[[], list[tuple[str, str, dict[str, Any]]]]:
    """Les lignes du journal écrites par la pièce : action, chaîne, détails."""

    def _journal() -> list[tuple[str, str, dict[str, Any]]]:
        db.session.rollback()
        demande = select(LigneAudit).where(LigneAudit.action.startswith("certification."))
        trouvees = db.session.scalars(demande.order_by(LigneAudit.cle))
        return [(ligne.action, ligne.chaine, ligne.details) for ligne in trouvees]

    return _journal


@pytest.fixture
def audience(base, monde, horloge) -> Callable[..., Audience]:
    """Fabrique un jury et une candidature par dossier ; ouvert, sauf autre état."""

    def _audience(*dossiers: Dossier, etat: EtatJury = EtatJury.OUVERT, **ecarts: Any) -> Audience:
        with tenancy.bound(monde.cc.cle), transaction():
            return fabriquer_audience(monde, *dossiers, etat=etat, **ecarts)

    return _audience


@pytest.fixture
def proclamer(base, monde) -> Callable[..., Proclamation]:
    """Mène un jury ouvert à sa proclamation ; sans décisions données, tout est acquis."""
    return partial(mener_a_la_proclamation, monde)


@pytest.fixture
def groupe(base, monde, horloge) -> Groupe:
    """Ce qu’Ada peut présenter."""
    with tenancy.bound(monde.sp.cle), transaction():
        formation = fabrique_formation.fabriquer_formation(fabriquer_version())
        session = fabrique_formation.fabriquer_session(formation, intitule="Groupe Printemps")
        fabrique_formation.fabriquer_affectation(session, monde.noe)
        zelie = fabrique_parcours.fabriquer_inscription(session, monde.zelie)
        fabrique_parcours.fabriquer_preuve(zelie, *CODES)
        for code in CODES:
            fabrique_parcours.fabriquer_evaluation(zelie, code, par=monde.noe)
        tom = fabrique_parcours.fabriquer_inscription(
            session,
            fabrique_parcours.fabriquer_utilisateur("Tom", "Brouillon"),
        )
        tom.apprenant.naissance_le = None
        return Groupe(
            session.cle_version, session.session_id, zelie.inscription_id, tom.inscription_id
        )
