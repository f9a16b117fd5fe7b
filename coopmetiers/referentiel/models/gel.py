"""Une version publiée ne change plus : rien ne s’y ajoute, ne s’y corrige ni ne s’en efface.

Le refus vient avant que la base soit touchée, quel que soit le service qui s’y essaie. Seul l’état
avance encore : publiée, puis remplacée ou retirée.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from coopmetiers.base.db import Model
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models.arbre import Critere, ElementReferentiel, SituationTravail
from coopmetiers.referentiel.models.listes import (
    CitationSource,
    ElementModalite,
    ElementPhase,
    ElementRessource,
)
from coopmetiers.referentiel.models.metiers import (
    CompetenceMetier,
    DescripteurNiveau,
    Echelle,
    Epreuve,
    NiveauMaitrise,
    ProfilAttendu,
)
from coopmetiers.referentiel.models.versions import DeLaVersion, VersionReferentiel

#: Ce qui n’a pas de clé de version : la colonne par où l’on remonte, et vers quoi.
_RATTACHES: dict[type[Any], tuple[str, type[Any]]] = {
    Critere: ("cle_competence", ElementReferentiel),
    SituationTravail: ("cle_activite", ElementReferentiel),
    DescripteurNiveau: ("cle_element", ElementReferentiel),
    Epreuve: ("cle_bloc", ElementReferentiel),
    CitationSource: ("cle_element", ElementReferentiel),
    ElementRessource: ("cle_element", ElementReferentiel),
    ElementPhase: ("cle_element", ElementReferentiel),
    ElementModalite: ("cle_element", ElementReferentiel),
    CompetenceMetier: ("cle_competence", ElementReferentiel),
    ProfilAttendu: ("cle_bloc", ElementReferentiel),
    NiveauMaitrise: ("cle_echelle", Echelle),
}
#: L’option d’un ordre en masse : la clé de la version au brouillon qu’il change.
BROUILLON = "brouillon"
_APRES_PUBLICATION = {
    EtatVersion.PUBLIEE: {EtatVersion.REMPLACEE, EtatVersion.RETIREE},
    EtatVersion.REMPLACEE: {EtatVersion.RETIREE},
    EtatVersion.RETIREE: set[EtatVersion](),
}


def version_figee() -> RuleViolation:
    """Le refus opposé à qui veut changer une version publiée."""
    return RuleViolation(
        "version_figee",
        n_("Une version publiée ne se modifie plus : publiez la correction sous un autre numéro."),
    )


@event.listens_for(Session, "before_flush")
def _geler(session: Session, context: Any, instances: Any) -> None:
    changees = [row for row in session.dirty if session.is_modified(row)]
    for row in changees:
        if isinstance(row, VersionReferentiel):
            _verifier_avancee(row)
    cles = _cles_touchees((*session.new, *changees, *session.deleted))
    # Une version effacée est jugée comme son contenu.
    effacees = (row for row in session.deleted if isinstance(row, VersionReferentiel))
    cles[VersionReferentiel].update(row.cle for row in effacees)
    _refuser_si_figee(session, cles)


@event.listens_for(Session, "do_orm_execute")
def _geler_en_masse(state: ORMExecuteState) -> None:
    """Un lot qui s’ajoute est jugé ligne à ligne ; corriger ou effacer en masse est refusé.

    Sauf à qui nomme, par l’option `BROUILLON`, la clé du brouillon où son ordre se tient.
    """
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    brouillon = state.execution_options.get(BROUILLON)
    if brouillon is not None:
        _refuser_si_figee(state.session, {VersionReferentiel: {brouillon}})
        return
    classe = _classes_par_table().get(getattr(state.statement, "table", None))
    if classe is None:
        return
    lot = state.parameters if isinstance(state.parameters, list) else []
    if not (state.is_insert and lot) or classe is VersionReferentiel:
        raise version_figee()
    colonne, parent = _rattachement(classe)
    _refuser_si_figee(state.session, {parent: {ligne[colonne] for ligne in lot}})


def _verifier_avancee(version: VersionReferentiel) -> None:
    """Une version publiée n’avance que vers remplacée ou retirée, et rien d’autre n’y change."""
    attributs = inspect(version).attrs
    avant = attributs.etat.history.deleted
    ancien = EtatVersion(avant[0] if avant else version.etat)
    if ancien is EtatVersion.BROUILLON:
        return
    changes = {attribut.key for attribut in attributs if attribut.history.has_changes()}
    if changes != {"etat"} or EtatVersion(version.etat) not in _APRES_PUBLICATION[ancien]:
        raise version_figee()


def _rattachement(classe: type[Any]) -> tuple[str, type[Any]]:
    """La colonne par où une ligne se rattache à sa version, et la classe qu’elle désigne."""
    if issubclass(classe, DeLaVersion):
        return "cle_version", VersionReferentiel
    return _RATTACHES[classe]


def _cles_touchees(rows: Iterable[object]) -> dict[type[Any], set[int]]:
    """Classe d’où l’on remonte à la version → les clés à remonter."""
    cles: dict[type[Any], set[int]] = defaultdict(set)
    for row in rows:
        if isinstance(row, DeLaVersion) or type(row) in _RATTACHES:
            colonne, parent = _rattachement(type(row))
            # L’ancienne valeur compte autant : on ne sort pas une ligne d’une version figée. Une
            # clé absente est celle d’un parent du même lot, jugé pour lui-même.
            dites = inspect(row).attrs[colonne].history.sum()
            cles[parent].update(cle for cle in dites if cle is not None)
    return cles


def _refuser_si_figee(session: Session, cles: Mapping[type[Any], set[int]]) -> None:
    for classe, touchees in cles.items():
        if not touchees:
            continue
        version = classe.cle if classe is VersionReferentiel else classe.cle_version
        designees = select(version).where(classe.cle.in_(sorted(touchees)))
        figees = select(VersionReferentiel.cle).where(
            VersionReferentiel.etat != EtatVersion.BROUILLON,
            VersionReferentiel.cle.in_(designees),
        )
        if session.scalar(figees.limit(1)) is not None:
            raise version_figee()


@cache
def _classes_par_table() -> Mapping[Any, type[Any]]:
    classes: list[type[Any]] = [
        mapper.class_
        for mapper in Model.registry.mappers
        if mapper.inherits is None and issubclass(mapper.class_, DeLaVersion)
    ]
    classes += [VersionReferentiel, *_RATTACHES]
    return {inspect(classe).local_table: classe for classe in classes}
