"""La fiche d’un élément de l’arbre ou d’un métier : tout ce que sa page montre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coopmetiers.base.errors import NotFound
from coopmetiers.base.texts import folded
from coopmetiers.referentiel.enums import Exercice, NatureRessource
from coopmetiers.referentiel.queries.arbre import (
    ActiviteVue,
    ArbreVu,
    BlocVu,
    CompetenceVue,
    MetierVu,
    criteres,
    metiers,
    situations,
)
from coopmetiers.referentiel.queries.evaluation import (
    EchelleVue,
    EpreuveVue,
    ModaliteVue,
    descripteurs,
    echelles,
    epreuves,
    exigences_par_profil,
    modalites,
)
from coopmetiers.referentiel.queries.fiches import (
    AlignementVu,
    PhaseVue,
    RessourceVue,
    SourceVue,
    alignements_de,
    alignements_du_metier,
    citees,
    phases_de,
    ressources_de,
    sources,
    sources_de,
)
from coopmetiers.referentiel.rules import CompetenceExigee, ExigenceBloc

Element = BlocVu | ActiviteVue | CompetenceVue


@dataclass(frozen=True, slots=True)
class ProfilVu:
    """Un métier dans un exercice, et ce qu’il exige du bloc dont on parle."""

    metier: MetierVu
    exercice: Exercice
    exigence: ExigenceBloc

    def exigee(self, code: str) -> CompetenceExigee | None:
        """L’exigence posée à cette compétence ; rien quand ce profil ne l’exige pas."""
        return next((c for c in self.exigence.competences if c.code == code), None)


@dataclass(frozen=True, slots=True)
class FicheCompetence:
    """Une compétence, ce qu’elle mobilise, la façon de l’évaluer, ce qu’on en exige."""

    competence: CompetenceVue
    criteres: tuple[str, ...]
    ressources: Mapping[NatureRessource, tuple[RessourceVue, ...]]
    phases: tuple[PhaseVue, ...]
    modalites: tuple[ModaliteVue, ...]
    #: Aucune quand le référentiel n’en dit pas.
    echelle: EchelleVue | None
    profils: tuple[ProfilVu, ...]
    epreuve: EpreuveVue | None
    #: Rang du niveau → ce qu’il veut dire dans le bloc.
    descripteurs: Mapping[int, str]
    sources: tuple[SourceVue, ...]
    alignements: tuple[AlignementVu, ...]


@dataclass(frozen=True, slots=True)
class FicheActivite:
    """Une activité, son bloc et ses situations de travail."""

    activite: ActiviteVue
    bloc: BlocVu
    situations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FicheBloc:
    """Un bloc, son épreuve, ce que chaque niveau y veut dire, ce que les métiers en exigent."""

    bloc: BlocVu
    epreuve: EpreuveVue | None
    echelle: EchelleVue
    #: Rang du niveau → ce qu’il veut dire ici.
    descripteurs: Mapping[int, str]
    profils: tuple[ProfilVu, ...]
    sources: tuple[SourceVue, ...]
    alignements: tuple[AlignementVu, ...]


@dataclass(frozen=True, slots=True)
class FicheMetier:
    """Un métier et son profil attendu dans chaque exercice."""

    metier: MetierVu
    exigences: Mapping[Exercice, tuple[ExigenceBloc, ...]]
    sources: tuple[SourceVue, ...]
    alignements: tuple[AlignementVu, ...]

    def seuils(self, exercice: Exercice) -> Mapping[str, int]:
        """Code de chaque compétence exigée dans cet exercice → le niveau (rang) à tenir."""
        return {c.code: c.seuil for bloc in self.exigences[exercice] for c in bloc.competences}


def element_de(arbre: ArbreVu, code: str) -> Element:
    """L’élément de ce code dans l’arbre ; lève `NotFound`."""
    for element in arbre.elements():
        if element.code == code:
            return element
    raise NotFound("Aucun élément de cette version ne porte ce code.")


def voisins(arbre: ArbreVu, element: Element) -> tuple[Element | None, Element | None]:
    """L’élément de même nature qui précède, et celui qui suit, dans l’ordre de l’arbre."""
    semblables = [e for e in arbre.elements() if isinstance(e, type(element))]
    place = semblables.index(element)
    avant = semblables[place - 1] if place else None
    apres = semblables[place + 1] if place + 1 < len(semblables) else None
    return avant, apres


def filtrer(arbre: ArbreVu, mots: str) -> ArbreVu:
    """Ce qui répond à tous les mots (ou à un code), avec ses parents ; sans mot, tout l’arbre.

    Un bloc ou une activité qui répond garde tout ce qu’il contient.
    """
    cherches = folded(mots).split()
    blocs = (_bloc_filtre(bloc, cherches) for bloc in arbre.blocs)
    return ArbreVu(tuple(bloc for bloc in blocs if bloc)) if cherches else arbre


def fiche_competence(cle_version: int, competence: CompetenceVue) -> FicheCompetence:
    """Tout ce que dit la page d’une compétence."""
    par_code = {modalite.code: modalite for modalite in modalites(cle_version)}
    par_cle = {echelle.cle: echelle for echelle in echelles(cle_version)}
    return FicheCompetence(
        competence=competence,
        criteres=criteres(cle_version).get(competence.code, ()),
        ressources=ressources_de(competence.cle),
        phases=phases_de(competence.cle),
        modalites=tuple(par_code[code] for code in competence.modalites),
        echelle=par_cle.get(competence.cle_echelle or 0),
        profils=_profils(cle_version, competence.code_bloc),
        epreuve=epreuves(cle_version).get(competence.code_bloc),
        descripteurs=descripteurs(cle_version).get(competence.code_bloc, {}),
        sources=sources_de(competence.cle),
        alignements=alignements_de(cle_version, competence.cle),
    )


def fiche_activite(cle_version: int, arbre: ArbreVu, activite: ActiviteVue) -> FicheActivite:
    """Tout ce que dit la page d’une activité."""
    bloc = next(bloc for bloc in arbre.blocs if bloc.code == activite.code_bloc)
    return FicheActivite(activite, bloc, situations(cle_version).get(activite.code, ()))


def fiche_bloc(cle_version: int, bloc: BlocVu) -> FicheBloc:
    """Tout ce que dit la page d’un bloc."""
    return FicheBloc(
        bloc=bloc,
        epreuve=epreuves(cle_version).get(bloc.code),
        echelle=echelles(cle_version)[0],
        descripteurs=descripteurs(cle_version).get(bloc.code, {}),
        profils=_profils(cle_version, bloc.code),
        sources=sources_de(bloc.cle),
        alignements=alignements_de(cle_version, bloc.cle),
    )


def fiche_metier(cle_version: int, code: str) -> FicheMetier:
    """Tout ce que dit la page d’un métier ; lève `NotFound`."""
    metier = next((m for m in metiers(cle_version) if m.code == code), None)
    if metier is None:
        raise NotFound("Aucun métier de cette version ne porte ce code.")
    profils = exigences_par_profil(cle_version)
    renvois = ((cite["source"], cite["repere"]) for cite in metier.fiche["sources"])
    return FicheMetier(
        metier=metier,
        exigences={exercice: profils[code, exercice] for exercice in Exercice},
        sources=citees(renvois, sources(cle_version)),
        alignements=alignements_du_metier(cle_version, metier.cle),
    )


def _profils(cle_version: int, code_bloc: str) -> tuple[ProfilVu, ...]:
    """Ce que chaque métier exige d’un bloc, dans chaque exercice."""
    exigences = exigences_par_profil(cle_version)
    return tuple(
        ProfilVu(metier, exercice, exigence)
        for metier in metiers(cle_version)
        for exercice in Exercice
        for exigence in exigences[metier.code, exercice]
        if exigence.code == code_bloc
    )


def _repond(cherches: list[str], *textes: str) -> bool:
    lu = folded(" ".join(textes))
    return all(mot in lu for mot in cherches)


def _bloc_filtre(bloc: BlocVu, cherches: list[str]) -> BlocVu | None:
    if _repond(cherches, bloc.code, bloc.intitule, bloc.libelle_court):
        return bloc
    activites = tuple(a for b in bloc.activites if (a := _activite_filtree(b, cherches)))
    return replace(bloc, activites=activites) if activites else None


def _activite_filtree(activite: ActiviteVue, cherches: list[str]) -> ActiviteVue | None:
    if _repond(cherches, activite.code, activite.intitule):
        return activite
    gardees = tuple(
        c for c in activite.competences if _repond(cherches, c.code, c.libelle_court, c.enonce)
    )
    return replace(activite, competences=gardees) if gardees else None
