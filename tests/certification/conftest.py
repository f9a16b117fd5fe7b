"""Le jury de Certif’ Confluences (Octave préside, Hélène siège), le groupe qu’Ada présente."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from flask import has_app_context
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.rules.dossier import Dossier
from coopmetiers.certification.rules.jury import SaisieDecision
from coopmetiers.certification.services.proclamation import Proclamation
from tests.fabriques import formation as fabrique_formation
from tests.fabriques import parcours as fabrique_parcours
from tests.fabriques.certification import (
    CODES,
    Audience,
    declarer_produits,
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
def contexte(app) -> Callable[[], AbstractContextManager[object]]:
    """Le contexte de l’application, le temps d’un acte.

    Une page a le sien : un test qui en ouvre ne garde pas celui-ci ouvert autour d’elle.
    """
    return lambda: nullcontext() if has_app_context() else app.app_context()


@pytest.fixture
def agir(contexte) -> Callable[..., Any]:
    """Mène un acte comme une porte : une unité d’écriture, sous la portée de qui agit."""

    def _agir(
        service: Callable[..., Any], acteur: Identity, *arguments: Any, **options: Any
    ) -> Any:
        with contexte(), tenancy.bound(acteur.organisation_key):
            with transaction():
                rendu = service(acteur, *arguments, **options)
            if isinstance(rendu, db.Model):
                db.session.refresh(rendu)
                db.session.expunge(rendu)
        return rendu

    return _agir


@pytest.fixture
def lire(contexte, monde) -> Callable[..., Any]:
    """Lit sous la portée du certificateur, hors de tout acte."""

    def _lire(requete: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        with contexte(), tenancy.bound(monde.cc.cle):
            db.session.rollback()
            db.session.expire_all()
            return requete(*arguments, **options)

    return _lire


@pytest.fixture
def lignes(lire) -> Callable[[Any], Sequence[Any]]:
    """Les lignes d’une table du certificateur, dans l’ordre de leur écriture."""

    def _lignes(modele: Any) -> Sequence[Any]:
        def detachees() -> list[Any]:
            trouvees = list(db.session.scalars(select(modele).order_by(modele.cle)))
            # Elles se lisent encore après l’acte suivant.
            db.session.expunge_all()
            return trouvees

        return lire(detachees)

    return _lignes


@pytest.fixture
def journal(contexte) -> Callable[[], list[tuple[str, str, dict[str, Any]]]]:
    """Les lignes du journal écrites par la pièce : action, chaîne, détails."""

    def _journal() -> list[tuple[str, str, dict[str, Any]]]:
        with contexte():
            db.session.rollback()
            demande = select(LigneAudit).where(LigneAudit.action.startswith("certification."))
            trouvees = db.session.scalars(demande.order_by(LigneAudit.cle))
            return [(ligne.action, ligne.chaine, ligne.details) for ligne in trouvees]

    return _journal


@pytest.fixture
def audience(contexte, monde, horloge) -> Callable[..., Audience]:
    """Fabrique un jury et une candidature par dossier ; ouvert, sauf autre état."""

    def _audience(*dossiers: Dossier, etat: EtatJury = EtatJury.OUVERT, **ecarts: Any) -> Audience:
        with contexte(), tenancy.bound(monde.cc.cle), transaction():
            return fabriquer_audience(monde, *dossiers, etat=etat, **ecarts)

    return _audience


@pytest.fixture
def proclamer(contexte, monde) -> Callable[..., Proclamation]:
    """Mène un jury ouvert à sa proclamation ; sans décisions données, tout est acquis."""

    def _proclamer(essai: Audience, *saisies: SaisieDecision) -> Proclamation:
        with contexte():
            return mener_a_la_proclamation(monde, essai, *saisies)

    return _proclamer


@pytest.fixture
def produire(contexte, monde) -> Callable[[], None]:
    """Délivre ce qui est en production."""

    def _produire() -> None:
        with contexte():
            declarer_produits(monde)

    return _produire


@pytest.fixture
def groupe(contexte, monde, horloge) -> Groupe:
    """Ce qu’Ada peut présenter."""
    with contexte(), tenancy.bound(monde.sp.cle), transaction():
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
