"""Ce qu’une proclamation ferait, calculé par les mêmes règles qu’elle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.certification.enums import ResultatBloc
from coopmetiers.certification.models import AcquisitionBloc, Candidature
from coopmetiers.certification.queries.deliberation import (
    Decisions,
    decisions_vivantes,
    pieces_attendues,
)
from coopmetiers.certification.queries.jurys import EnteteJury
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules.acquisition import blocs_a_attester, competences_nouvelles
from coopmetiers.certification.rules.jury import resultat_bloc
from coopmetiers.parcours.rules.cellules import ordre_des_noms

#: Une personne, un métier et un exercice : ce pour quoi un bloc s’acquiert une fois.
_Visee = tuple[int, int, int, str]


@dataclass(frozen=True)
class BilanPersonne:
    """Ce qu’une personne obtiendrait : les codes de bloc, par sort."""

    nom: str
    attestes: tuple[str, ...]
    ajournes: tuple[str, ...]
    non_acquis: tuple[str, ...]
    nb_competences: int


@dataclass(frozen=True)
class Bilan:
    """Ce qu’une proclamation ferait."""

    personnes: tuple[BilanPersonne, ...]

    @property
    def nb_attestations(self) -> int:
        """Attestations qui seraient numérotées."""
        return sum(len(personne.attestes) for personne in self.personnes)

    @property
    def nb_competences(self) -> int:
        """Compétences qui seraient acquises."""
        return sum(personne.nb_competences for personne in self.personnes)

    @property
    def nb_ajournes(self) -> int:
        """Blocs qui attendraient une pièce."""
        return sum(len(personne.ajournes) for personne in self.personnes)

    @property
    def nb_non_acquis(self) -> int:
        """Blocs qui ne seraient pas acquis."""
        return sum(len(personne.non_acquis) for personne in self.personnes)


def bilan(jury: EnteteJury) -> Bilan:
    """Ce que proclamer ferait maintenant, en quatre requêtes."""
    candidatures = db.session.scalars(
        select(Candidature).where(Candidature.cle_jury == jury.cle).order_by(Candidature.cle)
    ).all()
    candidatures = sorted(candidatures, key=lambda c: ordre_des_noms(c.nom, c.prenom))
    cles = [candidature.cle for candidature in candidatures]
    decisions, pieces = decisions_vivantes(cles), pieces_attendues(cles)
    deja = _deja_attestes(candidatures)
    return Bilan(
        tuple(_personne(c, decisions[c.cle], pieces[c.cle], deja[_visee(c)]) for c in candidatures)
    )


def _personne(
    candidature: Candidature, decisions: Decisions, pieces: Mapping[str, str], deja: set[str]
) -> BilanPersonne:
    dossier = dossiers.depuis_json(candidature.dossier)
    sorts = defaultdict(list)
    for bloc in dossier.blocs:
        sorts[resultat_bloc(bloc, decisions, pieces.get(bloc.code))].append(bloc.code)
    return BilanPersonne(
        nom=candidature.nom_complet,
        attestes=tuple(bloc.code for bloc in blocs_a_attester(dossier, decisions, deja)),
        ajournes=tuple(sorts[ResultatBloc.AJOURNE]),
        non_acquis=tuple(sorts[ResultatBloc.NON_ACQUIS]),
        nb_competences=len(competences_nouvelles(dossier, decisions)),
    )


def _deja_attestes(candidatures: Sequence[Candidature]) -> Mapping[_Visee, set[str]]:
    """Les blocs que ces personnes ont déjà, pour la même version, le même métier et l’exercice."""
    trouves: dict[_Visee, set[str]] = defaultdict(set)
    personnes = [candidature.cle_utilisateur for candidature in candidatures]
    for acquis in db.session.scalars(
        select(AcquisitionBloc).where(AcquisitionBloc.cle_utilisateur.in_(personnes))
    ):
        trouves[_visee(acquis)].add(acquis.code_bloc)
    return trouves


def _visee(ligne: Candidature | AcquisitionBloc) -> _Visee:
    return ligne.cle_utilisateur, ligne.cle_version, ligne.cle_metier, ligne.exercice
