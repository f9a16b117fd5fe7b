"""Ce qu’un métier exige, bloc par bloc, selon l’exercice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.enums import Exercice, RangCompetence

#: Une compétence secondaire est admise au niveau 2 (règles de validation du référentiel 0.1).
SEUIL_SECONDAIRE = 2
#: En dessous, un bloc n’est pas un bloc : « aucun ne compte une seule compétence » (L6113-1).
COMPETENCES_MIN = 2


@dataclass(frozen=True, slots=True)
class CompetenceExigible:
    """Une compétence vue d’un métier ; `rang` est `None` quand elle n’en est pas."""

    code: str
    code_bloc: str
    rang: RangCompetence | None
    interne: bool
    externe: bool
    #: Le seuil d’acquisition de son échelle (rang du niveau).
    seuil_echelle: int

    def concerne(self, exercice: Exercice) -> bool:
        """Elle est de ce métier, et se pratique dans cet exercice."""
        pratiquee = self.interne if exercice is Exercice.INTERNE else self.externe
        return self.rang is not None and pratiquee


@dataclass(frozen=True, slots=True)
class BlocProfile:
    """Un bloc dans le profil d’un métier et d’un exercice.

    Sans `niveau`, on attend le seuil de l’échelle.
    """

    code: str
    intitule: str
    niveau: int | None
    exige: bool


@dataclass(frozen=True, slots=True)
class CompetenceExigee:
    """Une compétence à tenir, et le niveau (rang) à partir duquel elle l’est."""

    code: str
    seuil: int
    rang: RangCompetence


@dataclass(frozen=True, slots=True)
class ExigenceBloc:
    """Ce qu’un bloc exige : « n compétences exigées sur m du bloc », chacune avec son seuil.

    `complementaire` : noté, décidé et nécessaire au parchemin, mais sans attestation à lui.
    `exige` est faux quand le bloc est hors de la liste du métier ; il n’entre dans aucun compte.
    """

    code: str
    intitule: str
    competences: tuple[CompetenceExigee, ...]
    nb_competences_du_bloc: int
    exige: bool
    complementaire: bool


def exigences(
    blocs: Sequence[BlocProfile], competences: Sequence[CompetenceExigible], exercice: Exercice
) -> tuple[ExigenceBloc, ...]:
    """Les exigences d’un métier dans un exercice, dans l’ordre des blocs.

    Un bloc de la liste du métier exige celles de ses compétences qui sont du métier et de
    l’exercice, au niveau du profil ; une compétence secondaire n’est jamais exigée au-dessus de N2.
    """
    return tuple(_exigence(bloc, competences, exercice) for bloc in blocs)


def exigences_du_contenu(
    contenu: ContenuVersion, metier: str, exercice: Exercice
) -> tuple[ExigenceBloc, ...]:
    """Les mêmes exigences, calculées sur une version lue et pas encore enregistrée."""
    blocs_des_activites = {activite.code: activite.parent for activite in contenu.activites}
    seuils = {echelle.code: echelle.seuil for echelle in contenu.echelles}
    profils = {
        profil.bloc: profil
        for profil in contenu.profils
        if (profil.metier, profil.exercice) == (metier, exercice)
    }
    blocs = [
        BlocProfile(bloc.code, bloc.intitule, profil.niveau, profil.exige)
        for bloc in contenu.blocs
        if (profil := profils.get(bloc.code))
    ]
    competences = [
        CompetenceExigible(
            competence.code,
            blocs_des_activites.get(competence.parent, ""),
            competence.rang_pour(metier),
            competence.interne,
            competence.externe,
            seuils.get(competence.echelle) or 0,
        )
        for competence in contenu.competences
    ]
    return exigences(blocs, competences, exercice)


def _exigence(
    bloc: BlocProfile, competences: Sequence[CompetenceExigible], exercice: Exercice
) -> ExigenceBloc:
    du_bloc = [competence for competence in competences if competence.code_bloc == bloc.code]
    retenues = [c for c in du_bloc if bloc.exige and c.concerne(exercice)]
    exigees = tuple(
        CompetenceExigee(c.code, _seuil(bloc, c), c.rang) for c in retenues if c.rang is not None
    )
    principale = any(c.rang is RangCompetence.PRINCIPAL for c in exigees)
    return ExigenceBloc(
        code=bloc.code,
        intitule=bloc.intitule,
        competences=exigees,
        nb_competences_du_bloc=len(du_bloc),
        exige=bloc.exige,
        complementaire=bloc.exige and (len(exigees) < COMPETENCES_MIN or not principale),
    )


def _seuil(bloc: BlocProfile, competence: CompetenceExigible) -> int:
    """Le niveau du profil (à défaut, le seuil de l’échelle) ; N2 au plus pour une secondaire."""
    niveau = competence.seuil_echelle if bloc.niveau is None else bloc.niveau
    secondaire = competence.rang is RangCompetence.SECONDAIRE
    return min(niveau, SEUIL_SECONDAIRE) if secondaire else niveau
