"""Quand un bloc est acquis, et ce qui en découle : le cœur."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from coopmetiers.certification.enums import Resultat, ResultatBloc
from coopmetiers.certification.rules.dossier import BlocDossier, CompetenceDossier, Dossier
from coopmetiers.certification.rules.jury import DecisionVue, resultat_bloc


@dataclass(frozen=True)
class CompetenceAcquise:
    """Une compétence acquise et le niveau qui s’imprime."""

    code: str
    niveau: int


def niveau_acquis(
    competence: CompetenceDossier, decisions: Mapping[str, DecisionVue]
) -> int | None:
    """Le niveau acquis : celui d’un jury précédent, sinon celui que ce jury a décidé."""
    if competence.deja_acquise and competence.avant is not None:
        return competence.avant.niveau
    decision = decisions.get(competence.code)
    return decision.niveau if decision and decision.resultat == Resultat.ACQUISE else None


def competences_nouvelles(
    dossier: Dossier, decisions: Mapping[str, DecisionVue]
) -> tuple[CompetenceAcquise, ...]:
    """Les compétences que ce jury fait acquérir ; elles le restent, quel que soit le bloc."""
    return tuple(
        CompetenceAcquise(competence.code, decision.niveau)
        for _bloc, competence in dossier.competences()
        if not competence.deja_acquise
        and (decision := decisions.get(competence.code)) is not None
        and decision.resultat == Resultat.ACQUISE
        and decision.niveau is not None
    )


def blocs_a_attester(
    dossier: Dossier, decisions: Mapping[str, DecisionVue], deja: Collection[str]
) -> tuple[BlocDossier, ...]:
    """Les blocs acquis qui donnent une attestation : ni complémentaires, ni déjà attestés.

    Il n’y a pas de seconde attestation pour la même personne, le même bloc, le même métier, le
    même exercice et la même version.
    """
    return tuple(
        bloc
        for bloc in dossier.blocs
        if not bloc.complementaire
        and bloc.code not in deja
        and resultat_bloc(bloc, decisions, None) == ResultatBloc.ACQUIS
    )
