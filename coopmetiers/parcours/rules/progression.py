"""Où en est une personne : k sur n par bloc exigé, pourquoi, et quoi faire ensuite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coopmetiers.base.texts import n_


class EtatSuivi(StrEnum):
    """Ce qu’on sait d’une compétence exigée ; aucun de ces mots n’est une décision de jury."""

    ACQUISE = "ACQUISE"
    SANS_PREUVE = "SANS_PREUVE"
    EN_ACQUISITION = "EN_ACQUISITION"
    NON_EVALUEE = "NON_EVALUEE"


LIBELLES_SUIVI = {
    EtatSuivi.ACQUISE: n_("Acquise au seuil"),
    EtatSuivi.SANS_PREUVE: n_("Sans preuve"),
    EtatSuivi.EN_ACQUISITION: n_("En acquisition"),
    EtatSuivi.NON_EVALUEE: n_("Non évaluée"),
}


@dataclass(frozen=True)
class Observation:
    """Le fait qui donne le niveau courant : qui l’a observé, quand, dans quelle situation."""

    niveau: int
    observee_le: date
    evaluateur_nom: str
    situation: str = ""
    modalite: str = ""
    a_preuve: bool = False
    en_desaccord: bool = False


@dataclass(frozen=True)
class CompetenceSuivie:
    """Une compétence exigée : son seuil, le fait qui la situe, la décision d’un jury."""

    code: str
    seuil: int
    observation: Observation | None = None
    #: Un jury l’a déjà décidée acquise, pour cette version, lors d’une autre inscription.
    decidee: bool = False

    @property
    def niveau(self) -> int | None:
        """Rang du niveau courant ; rien quand elle n’est pas évaluée (ce n’est pas un zéro)."""
        return self.observation.niveau if self.observation else None

    @property
    def etat(self) -> EtatSuivi:
        """L’état en un mot."""
        if self.decidee:
            return EtatSuivi.ACQUISE
        if self.observation is None:
            return EtatSuivi.NON_EVALUEE
        if self.observation.niveau < self.seuil:
            return EtatSuivi.EN_ACQUISITION
        return EtatSuivi.ACQUISE if self.observation.a_preuve else EtatSuivi.SANS_PREUVE

    @property
    def compte(self) -> bool:
        """Vrai au seuil ou au-dessus, prouvée ou non : c’est ce que compte la progression."""
        return self.etat in (EtatSuivi.ACQUISE, EtatSuivi.SANS_PREUVE)


@dataclass(frozen=True)
class BlocSuivi:
    """Un bloc et ses compétences exigées ; un bloc « non exigé » sort de tout compte."""

    code: str
    intitule: str
    exige: bool
    complementaire: bool
    competences: tuple[CompetenceSuivie, ...]

    @property
    def n(self) -> int:
        """Nombre de compétences exigées."""
        return len(self.competences) if self.exige else 0

    @property
    def k(self) -> int:
        """Combien sont à leur seuil ou au-dessus."""
        return sum(1 for c in self.competences if c.compte) if self.exige else 0

    @property
    def est_complet(self) -> bool:
        """Vrai quand toutes les compétences exigées sont au seuil."""
        return self.n > 0 and self.k == self.n


@dataclass(frozen=True)
class Phrase:
    """Une phrase à traduire et ses valeurs ; une date y reste une date, la porte l’écrit."""

    msgid: str
    params: Mapping[str, object]


class NatureEtape(StrEnum):
    """Ce que la prochaine étape demande."""

    PREUVE = "PREUVE"
    NIVEAU = "NIVEAU"
    PREMIERE_FOIS = "PREMIERE_FOIS"


@dataclass(frozen=True)
class Etape:
    """La prochaine étape suggérée : une compétence d’un bloc, et ce qui lui manque."""

    nature: NatureEtape
    code_bloc: str
    competence: CompetenceSuivie


def part_de_soi(bloc: BlocSuivi, niveaux: Mapping[str, int]) -> tuple[int, int]:
    """Ce que la personne dit d’elle-même, en k sur n comme le constat ; (0, 0) sans rien dit.

    Son avis est dessiné à part : il n’entre dans aucun autre compte.
    """
    dites = [c for c in bloc.competences if c.code in niveaux]
    if not (bloc.exige and dites):
        return 0, 0
    return sum(1 for c in dites if niveaux[c.code] >= c.seuil), bloc.n


def total(blocs: Sequence[BlocSuivi]) -> tuple[int, int]:
    """k sur n, tous blocs exigés ensemble."""
    return sum(bloc.k for bloc in blocs), sum(bloc.n for bloc in blocs)


def tout_pres(blocs: Sequence[BlocSuivi]) -> int:
    """Combien de compétences sont à un seul niveau de leur seuil."""
    return sum(
        1
        for bloc in blocs
        for c in bloc.competences
        if bloc.exige and not c.compte and c.niveau is not None and c.seuil - c.niveau == 1
    )


def parce_que(competence: CompetenceSuivie) -> tuple[Phrase, ...]:
    """Pourquoi ce niveau, puis ce qui manque : une ou deux phrases."""
    vu = competence.observation
    if vu is None:
        if competence.decidee:
            return (Phrase(n_("Un jury l’a déjà décidée acquise."), {}),)
        return (Phrase(n_("Pas encore évaluée : ce n’est pas un zéro."), {}),)
    params = {
        "nom": vu.evaluateur_nom,
        "jour": vu.observee_le,
        "situation": vu.situation.strip().rstrip("."),
    }
    if vu.situation:
        raison = Phrase(
            n_("parce que %(nom)s l’a observé le %(jour)s : « %(situation)s »."), params
        )
    else:
        raison = Phrase(n_("parce que %(nom)s l’a observé le %(jour)s."), params)
    manque = _ce_qui_manque(competence, vu)
    return (raison, manque) if manque else (raison,)


def _ce_qui_manque(competence: CompetenceSuivie, vu: Observation) -> Phrase | None:
    if competence.decidee:
        return Phrase(n_("Un jury l’a déjà décidée acquise."), {})
    if vu.niveau < competence.seuil:
        return Phrase(n_("Le niveau attendu est %(seuil)s."), {"seuil": f"N{competence.seuil}"})
    if not vu.a_preuve:
        return Phrase(n_("Aucune preuve ne le montre encore au jury."), {})
    return None


def prochaine_etape(blocs: Sequence[BlocSuivi]) -> Etape | None:
    """Le plus petit pas utile ; rien quand tout est au seuil et prouvé.

    D’abord une preuve qui manque à une compétence déjà au seuil, puis la compétence la plus proche
    de son seuil, puis une compétence jamais évaluée. À égalité, le bloc qui a le moins à
    faire, dans l’ordre du référentiel.
    """
    candidates = []
    for rang, bloc in enumerate(blocs):
        reste = sum(1 for c in bloc.competences if c.etat is not EtatSuivi.ACQUISE)
        for place, competence in enumerate(bloc.competences):
            nature = _nature(competence)
            if bloc.exige and nature is not None:
                ecart = competence.seuil - (competence.niveau or 0)
                ordre = (list(NatureEtape).index(nature), max(ecart, 0), reste, rang, place)
                candidates.append((ordre, Etape(nature, bloc.code, competence)))
    return min(candidates, key=lambda c: c[0])[1] if candidates else None


def _nature(competence: CompetenceSuivie) -> NatureEtape | None:
    return {
        EtatSuivi.SANS_PREUVE: NatureEtape.PREUVE,
        EtatSuivi.EN_ACQUISITION: NatureEtape.NIVEAU,
        EtatSuivi.NON_EVALUEE: NatureEtape.PREMIERE_FOIS,
    }.get(competence.etat)
