"""Relire le journal : le lire, et s’assurer que rien n’y a été changé."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select

from coopmetiers.audit.models import LigneAudit, TeteAudit
from coopmetiers.audit.permissions import A
from coopmetiers.audit.services import PLATEFORME, empreinte_ligne
from coopmetiers.base.clock import DEFAULT_ZONE
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import Page, paginate
from coopmetiers.base.permissions import can, require

_PAR_LOT = 500


@dataclass(frozen=True)
class Filtre:
    """Ce qu’on cherche dans le journal ; un champ vide ne retient rien de moins."""

    piece: str = ""
    qui: str = ""
    objet_id: str = ""
    du: date | None = None
    au: date | None = None


@dataclass(frozen=True)
class LigneVue:
    """Un acte consigné."""

    rang: int
    consignee_a: datetime
    acteur_nom: str
    acteur_role: str
    action: str
    objet_nature: str
    objet_id: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Constat:
    """Ce que donne la relecture d’une chaîne ; `rang` : la première ligne qui ne tient pas."""

    chaine: str
    nb_lignes: int
    rang: int | None = None

    @property
    def est_intacte(self) -> bool:
        """Vrai si chaque ligne tient à la précédente et la dernière à la tête."""
        return self.rang is None

    def __str__(self) -> str:
        verdict = "intacte" if self.est_intacte else f"ROMPUE au rang {self.rang}"
        return f"{self.chaine} : {self.nb_lignes} lignes, {verdict}"


def chaines_lisibles(acteur: Identity) -> tuple[str, ...]:
    """Les chaînes ouvertes à l’acteur : la sienne, et la plateforme pour qui l’administre."""
    siennes = (acteur.organisation_id,) if can(acteur, A.CONSULTER) else ()
    communes = (PLATEFORME,) if can(acteur, A.CONSULTER_PLATEFORME) else ()
    return siennes + communes


def journal(acteur: Identity, chaine: str, filtre: Filtre, page: int) -> Page:
    """Les lignes d’une chaîne, de la plus récente à la plus ancienne.

    Lève `Forbidden` sans le droit de lire un journal, `NotFound` pour la chaîne d’une autre.
    """
    require(acteur, A.CONSULTER)
    if chaine not in chaines_lisibles(acteur):
        raise NotFound
    lues = paginate(_retenues(chaine, filtre), page)
    return Page(tuple(_vue(ligne) for ligne in lues.items), lues.number, lues.total, lues.per_page)


def _retenues(chaine: str, filtre: Filtre) -> Select[LigneAudit]:
    choix = select(LigneAudit).where(LigneAudit.chaine == chaine).order_by(LigneAudit.rang.desc())
    if filtre.piece:
        choix = choix.where(LigneAudit.action.startswith(f"{filtre.piece}.", autoescape=True))
    if filtre.qui:
        choix = choix.where(LigneAudit.acteur_nom.icontains(filtre.qui, autoescape=True))
    if filtre.objet_id:
        cherche = filtre.objet_id.lower()
        choix = choix.where(or_(LigneAudit.objet_id == cherche, LigneAudit.acteur_id == cherche))
    if filtre.du:
        choix = choix.where(LigneAudit.consignee_a >= _debut(filtre.du))
    if filtre.au:
        choix = choix.where(LigneAudit.consignee_a < _debut(filtre.au + timedelta(days=1)))
    return choix


def _debut(jour: date) -> datetime:
    return datetime.combine(jour, time(), ZoneInfo(DEFAULT_ZONE)).astimezone(UTC)


def _vue(ligne: LigneAudit) -> LigneVue:
    return LigneVue(
        ligne.rang,
        ligne.consignee_a,
        ligne.acteur_nom,
        ligne.acteur_role,
        ligne.action,
        ligne.objet_nature,
        ligne.objet_id,
        ligne.details,
    )


def chaines() -> tuple[str, ...]:
    """Toutes les chaînes du journal."""
    return tuple(db.session.scalars(select(TeteAudit.chaine).order_by(TeteAudit.chaine)))


def verifier_chaine(chaine: str) -> Constat:
    """Relit une chaîne entière : rangs qui se suivent, empreintes justes, fin égale à sa tête.

    Une ligne changée, retirée, ajoutée ou déplacée se voit ; une fin coupée aussi, par la tête.
    """
    attendu, precedente = 1, "0" * 64
    lignes = select(LigneAudit).where(LigneAudit.chaine == chaine).order_by(LigneAudit.rang)
    # « with » : la lecture par lots tient un curseur ouvert sur PostgreSQL, même quand on s’arrête.
    with db.session.scalars(lignes.execution_options(yield_per=_PAR_LOT)) as lues:
        for ligne in lues:
            tient = ligne.precedente == precedente and ligne.empreinte == empreinte_ligne(ligne)
            if ligne.rang != attendu or not tient:
                return Constat(chaine, attendu - 1, attendu)
            attendu, precedente = attendu + 1, ligne.empreinte
    tete = db.session.get(TeteAudit, chaine)
    finie = tete is not None and (tete.rang, tete.empreinte) == (attendu - 1, precedente)
    return Constat(chaine, attendu - 1, None if finie else attendu)
