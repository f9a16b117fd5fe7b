"""L’arbre d’une version et ses métiers, en quelques requêtes quelle que soit sa taille."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import with_polymorphic

from coopmetiers.base.db import db
from coopmetiers.referentiel.enums import Exercice, RangCompetence
from coopmetiers.referentiel.models import (
    Activite,
    Bloc,
    Competence,
    CompetenceMetier,
    Critere,
    ElementModalite,
    ElementReferentiel,
    Metier,
    ModaliteEvaluation,
    SituationTravail,
)


@dataclass(frozen=True, slots=True)
class CompetenceVue:
    """Une compétence et sa place dans l’arbre."""

    cle: int
    element_id: str
    code: str
    enonce: str
    libelle_court: str
    code_bloc: str
    intitule_bloc: str
    code_activite: str
    intitule_activite: str
    #: Aucune quand le référentiel n’en dit pas.
    cle_echelle: int | None
    interne: bool
    externe: bool
    remarque: str = ""
    #: Codes des modalités, la plus adaptée d’abord.
    modalites: tuple[str, ...] = ()
    #: Code de métier → place de la compétence dans ce métier.
    rangs: Mapping[str, RangCompetence] = field(default_factory=dict)

    @property
    def exercices(self) -> tuple[Exercice, ...]:
        """Les exercices où elle se pratique."""
        dits = ((Exercice.INTERNE, self.interne), (Exercice.EXTERNE, self.externe))
        return tuple(exercice for exercice, dit in dits if dit)


@dataclass(frozen=True, slots=True)
class ActiviteVue:
    """Une activité et ses compétences."""

    cle: int
    element_id: str
    code: str
    intitule: str
    code_bloc: str
    competences: tuple[CompetenceVue, ...]


@dataclass(frozen=True, slots=True)
class BlocVu:
    """Un bloc et ses activités."""

    cle: int
    element_id: str
    code: str
    intitule: str
    libelle_court: str
    finalite: str
    remarque: str
    #: Codes des métiers que le bloc concerne.
    metiers: tuple[str, ...]
    activites: tuple[ActiviteVue, ...]

    @property
    def competences(self) -> tuple[CompetenceVue, ...]:
        """Les compétences de toutes ses activités."""
        return tuple(c for activite in self.activites for c in activite.competences)


@dataclass(frozen=True, slots=True)
class ArbreVu:
    """L’arbre entier d’une version."""

    blocs: tuple[BlocVu, ...]

    @property
    def competences(self) -> tuple[CompetenceVue, ...]:
        """Toutes les compétences, dans l’ordre de l’arbre."""
        return tuple(c for bloc in self.blocs for c in bloc.competences)

    def elements(self) -> Iterator[BlocVu | ActiviteVue | CompetenceVue]:
        """Chaque élément, parent d’abord."""
        for bloc in self.blocs:
            yield bloc
            for activite in bloc.activites:
                yield activite
                yield from activite.competences


@dataclass(frozen=True, slots=True)
class MetierVu:
    """Un métier et sa fiche, telle que le dossier la dit."""

    cle: int
    element_id: str
    code: str
    libelle: str
    libelle_feminin: str
    libelle_masculin: str
    niveau_qualification: int | None
    fiche: Mapping[str, Any]


def arbre(cle_version: int) -> ArbreVu:
    """Blocs, activités, compétences d’une version, dans leur ordre."""
    fratries = _fratries(cle_version)
    vues = _par_parent(_competences(cle_version, fratries).values())
    return ArbreVu(
        tuple(
            _bloc(bloc, [_activite(a, bloc, vues[a.code]) for a in fratries[bloc.cle]])
            for bloc in fratries[None]
            if isinstance(bloc, Bloc)
        )
    )


def competences(cle_version: int) -> Mapping[str, CompetenceVue]:
    """Les compétences d’une version par code, dans l’ordre de l’arbre."""
    return _competences(cle_version, _fratries(cle_version))


def metiers(cle_version: int) -> tuple[MetierVu, ...]:
    """Les métiers d’une version, dans leur ordre."""
    statement = select(Metier).where(Metier.cle_version == cle_version).order_by(Metier.rang)
    return tuple(
        MetierVu(
            cle=ligne.cle,
            element_id=ligne.element_id,
            code=ligne.code,
            libelle=ligne.libelle,
            libelle_feminin=ligne.libelle_feminin,
            libelle_masculin=ligne.libelle_masculin,
            niveau_qualification=ligne.niveau_qualification,
            fiche=ligne.fiche,
        )
        for ligne in db.session.scalars(statement)
    )


def criteres(cle_version: int) -> Mapping[str, tuple[str, ...]]:
    """Code de compétence → ses critères, dans leur ordre."""
    statement = (
        select(Competence.code, Critere.enonce)
        .join(Critere, Critere.cle_competence == Competence.cle)
        .where(Competence.cle_version == cle_version)
        .order_by(Competence.rang, Critere.rang)
    )
    return _suites(db.session.execute(statement))


def situations(cle_version: int) -> Mapping[str, tuple[str, ...]]:
    """Code d’activité → ses situations de travail, dans leur ordre."""
    statement = (
        select(Activite.code, SituationTravail.enonce)
        .join(SituationTravail, SituationTravail.cle_activite == Activite.cle)
        .where(Activite.cle_version == cle_version)
        .order_by(Activite.rang, SituationTravail.rang)
    )
    return _suites(db.session.execute(statement))


def _fratries(cle_version: int) -> Mapping[int | None, list[Any]]:
    """Clé d’un élément (rien pour la racine) → ses enfants, toutes colonnes lues d’un coup."""
    tout = with_polymorphic(ElementReferentiel, "*")
    statement = select(tout).where(tout.cle_version == cle_version).order_by(tout.rang)
    fratries = defaultdict(list)
    for ligne in db.session.scalars(statement):
        fratries[ligne.cle_parent].append(ligne)
    return fratries


def _competences(
    cle_version: int, fratries: Mapping[int | None, list[Any]]
) -> Mapping[str, CompetenceVue]:
    modalites = _modalites(cle_version)
    rangs = _rangs(cle_version)
    vues = {}
    for ligne, lignee in _lignees(fratries):
        if isinstance(ligne, Competence):
            porteur = lignee[-1] if lignee else ligne
            vues[ligne.code] = CompetenceVue(
                cle=ligne.cle,
                element_id=ligne.element_id,
                code=ligne.code,
                enonce=ligne.enonce,
                libelle_court=ligne.libelle_court,
                code_bloc=lignee[0].code if lignee else "",
                intitule_bloc=lignee[0].enonce if lignee else "",
                code_activite=porteur.code,
                intitule_activite=porteur.enonce,
                cle_echelle=ligne.cle_echelle,
                interne=bool(ligne.en_interne),
                externe=bool(ligne.en_externe),
                remarque=ligne.remarque,
                modalites=modalites.get(ligne.code, ()),
                rangs=rangs[ligne.cle],
            )
    return vues


def _lignees(
    fratries: Mapping[int | None, list[Any]],
) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Chaque élément et ses ancêtres, de la racine au parent ; parent d’abord."""
    pile: list[tuple[Any, tuple[Any, ...]]] = [(e, ()) for e in fratries[None][::-1]]
    while pile:
        ligne, lignee = pile.pop()
        yield ligne, lignee
        pile.extend((enfant, (*lignee, ligne)) for enfant in fratries[ligne.cle][::-1])


def _modalites(cle_version: int) -> Mapping[str, tuple[str, ...]]:
    statement = (
        select(Competence.code, ModaliteEvaluation.code)
        .join(ElementModalite, ElementModalite.cle_element == Competence.cle)
        .join(ModaliteEvaluation, ModaliteEvaluation.cle == ElementModalite.cle_modalite)
        .where(Competence.cle_version == cle_version)
        .order_by(Competence.rang, ElementModalite.rang)
    )
    return _suites(db.session.execute(statement))


def _rangs(cle_version: int) -> Mapping[int, Mapping[str, RangCompetence]]:
    statement = (
        select(CompetenceMetier.cle_competence, Metier.code, CompetenceMetier.rang)
        .join(Metier, Metier.cle == CompetenceMetier.cle_metier)
        .where(Metier.cle_version == cle_version)
        .order_by(Metier.rang)
    )
    rangs: dict[int, dict[str, RangCompetence]] = defaultdict(dict)
    for cle, metier, rang in db.session.execute(statement):
        rangs[cle][metier] = RangCompetence(rang)
    return rangs


def _par_parent(vues: Iterable[CompetenceVue]) -> Mapping[str, list[CompetenceVue]]:
    groupes = defaultdict(list)
    for vue in vues:
        groupes[vue.code_activite].append(vue)
    return groupes


def _activite(ligne: Activite, bloc: Bloc, vues: Iterable[CompetenceVue]) -> ActiviteVue:
    return ActiviteVue(
        cle=ligne.cle,
        element_id=ligne.element_id,
        code=ligne.code,
        intitule=ligne.enonce,
        code_bloc=bloc.code,
        competences=tuple(vues),
    )


def _bloc(ligne: Bloc, activites: Iterable[ActiviteVue]) -> BlocVu:
    return BlocVu(
        cle=ligne.cle,
        element_id=ligne.element_id,
        code=ligne.code,
        intitule=ligne.enonce,
        libelle_court=ligne.libelle_court,
        finalite=ligne.finalite or "",
        remarque=ligne.remarque,
        metiers=tuple(ligne.metiers or ()),
        activites=tuple(activites),
    )


def _suites(lignes: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Des couples (clé, texte) réunis par clé, l’ordre gardé."""
    groupes = defaultdict(list)
    for cle, texte in lignes:
        groupes[cle].append(texte)
    return {cle: tuple(textes) for cle, textes in groupes.items()}
