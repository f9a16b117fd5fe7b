"""Le dossier d’une candidature : tout ce que le jury juge, copié le jour où il est présenté."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coopmetiers.base import frozen
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_

SCHEMA = 1


@dataclass(frozen=True)
class FaitDossier:
    """Une évaluation copiée : ce qui a été observé, par qui, quel jour, avec quelles preuves."""

    evaluation_id: str
    niveau: int
    observee_le: date
    evaluateur_id: str
    evaluateur: str
    situation: str
    commentaire: str
    modalite: str | None
    preuves: tuple[str, ...]


@dataclass(frozen=True)
class AcquiseAvant:
    """La compétence a déjà été acquise devant ce certificateur, dans cette version."""

    niveau: int
    jury: str
    le: date


@dataclass(frozen=True)
class CompetenceDossier:
    """Une compétence exigée : son seuil, son niveau constaté, et ce qui le fonde."""

    code: str
    enonce: str
    libelle_court: str
    activite_code: str
    activite_intitule: str
    seuil: int
    modalites: tuple[str, ...]
    niveau: int | None
    a_preuve: bool
    faits: tuple[FaitDossier, ...]
    avant: AcquiseAvant | None = None

    @property
    def deja_acquise(self) -> bool:
        """Acquise à un jury précédent, à un niveau qui suffit encore ici."""
        return self.avant is not None and self.avant.niveau >= self.seuil


@dataclass(frozen=True)
class BlocDossier:
    """Un bloc présenté ; complémentaire, il se décide mais ne donne pas d’attestation."""

    code: str
    intitule: str
    nb_competences: int
    complementaire: bool
    epreuve: str | None
    competences: tuple[CompetenceDossier, ...]


@dataclass(frozen=True)
class LibelleCode:
    """Un code et son libellé, pour une légende."""

    code: str
    libelle: str


@dataclass(frozen=True)
class ReferentielDossier:
    """La version du référentiel jugée, et ses légendes ; `niveaux` va du rang 1 au dernier."""

    code: str
    titre: str
    version: str
    empreinte: str
    niveaux: tuple[LibelleCode, ...]
    modalites: tuple[LibelleCode, ...]
    #: Codes des modalités qui ne suffisent jamais seules.
    jamais_seules: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    """Le dossier figé, sous la forme `schema` ; ses blocs sont ceux que la personne présente."""

    schema: int
    referentiel: ReferentielDossier
    metier: str
    exercice: str
    blocs: tuple[BlocDossier, ...]

    def competences(self) -> Iterator[tuple[BlocDossier, CompetenceDossier]]:
        """Toutes les compétences à juger, dans l’ordre du référentiel, avec leur bloc."""
        return ((bloc, competence) for bloc in self.blocs for competence in bloc.competences)

    def a_decider(self) -> tuple[str, ...]:
        """Les codes que le jury a à trancher : les exigés, moins ceux qui sont déjà acquis."""
        return tuple(c.code for _bloc, c in self.competences() if not c.deja_acquise)

    def competence(self, code: str) -> CompetenceDossier:
        """La compétence de ce code ; lève `RuleViolation` si le dossier ne la contient pas."""
        for _bloc, competence in self.competences():
            if competence.code == code:
                return competence
        raise RuleViolation(
            "competence_hors_dossier",
            n_("La compétence %(code)s n’est pas présentée dans ce dossier."),
            {"code": code},
        )

    def bloc(self, code: str) -> BlocDossier:
        """Le bloc de ce code ; lève `RuleViolation` si le dossier ne le contient pas."""
        for bloc in self.blocs:
            if bloc.code == code:
                return bloc
        raise RuleViolation(
            "bloc_hors_dossier",
            n_("Le bloc %(code)s n’est pas présenté dans ce dossier."),
            {"code": code},
        )


def vers_json(dossier: Dossier) -> dict[str, Any]:
    """Le dossier en valeurs JSON."""
    valeurs: dict[str, Any] = frozen.to_values(dossier)
    return valeurs


def depuis_json(valeurs: Mapping[str, Any]) -> Dossier:
    """Relit un dossier figé ; lève `ValueError` si sa forme n’est pas celle de `SCHEMA`."""
    if valeurs.get("schema") != SCHEMA:
        raise ValueError(f"Dossier de forme inconnue : {valeurs.get('schema')!r}.")
    return frozen.from_values(Dossier, valeurs)


def limiter_aux_blocs(dossier: Dossier, codes: Collection[str]) -> Dossier:
    """On se présente aux blocs qu’on choisit ; le jury ne juge que ceux-là.

    Lève `RuleViolation` : aucun bloc choisi, ou un bloc que le métier n’exige pas. Source : code
    du travail, article L6113-1 (un bloc s’évalue et se valide séparément).
    """
    if not codes:
        raise RuleViolation(
            "aucun_bloc", n_("Choisissez au moins un bloc à présenter."), field="blocs"
        )
    for code in codes:
        dossier.bloc(code)
    return replace(dossier, blocs=tuple(bloc for bloc in dossier.blocs if bloc.code in codes))


def est_propose(*, exigees: int, prouvees: int, atteste: bool, presente_avant: bool) -> bool:
    """On propose de présenter un bloc dont tout est prouvé, ou qui l’a déjà été sans être acquis.

    `exigees` et `prouvees` comptent des compétences : celles du bloc, celles au seuil et prouvées.
    """
    return not atteste and (presente_avant or 0 < exigees == prouvees)


def verifier_presentation(
    dossier: Dossier, *, naissance_le: date | None, naissance_lieu: str
) -> None:
    """On ne présente personne sans date ni lieu de naissance, ni un dossier sans rien à trancher.

    Ces deux mentions distinguent les homonymes et s’impriment sur l’attestation. Lève
    `RuleViolation`. Source : cahier des charges du passage de certification (état civil).
    """
    if naissance_le is None:
        raise RuleViolation(
            "naissance_manquante",
            n_("Il manque la date de naissance : complétez la fiche avant de présenter."),
            field="naissance_le",
        )
    if not naissance_lieu.strip():
        raise RuleViolation(
            "lieu_de_naissance_manquant",
            n_("Il manque le lieu de naissance : complétez la fiche avant de présenter."),
            field="naissance_lieu",
        )
    if not dossier.a_decider():
        raise RuleViolation(
            "rien_a_decider",
            n_("Tout est déjà acquis dans les blocs choisis : le jury n’aurait rien à trancher."),
            field="blocs",
        )
