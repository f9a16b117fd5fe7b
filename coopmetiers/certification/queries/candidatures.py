"""Une candidature devant son jury : le dossier, les preuves, ce qui est décidé, ce qui reste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import selectinload

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.certification.enums import EtatJury, Resultat
from coopmetiers.certification.models import Candidature, Decision, PieceCandidature
from coopmetiers.certification.queries.deliberation import Decisions, pieces_attendues
from coopmetiers.certification.queries.jurys import (
    BlocDuJury,
    EnteteJury,
    RecusationVue,
    bloc_du_jury,
    entete_du_jury,
)
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules.dossier import CompetenceDossier, Dossier
from coopmetiers.certification.rules.jury import DecisionVue, Suggestion, suggestion
from coopmetiers.parcours.rules.cellules import ordre_des_noms


@dataclass(frozen=True)
class DecisionDatee:
    """Une décision, vivante ou remplacée : par qui, quand."""

    code: str
    resultat: Resultat
    niveau: int | None
    motif: str
    prise_a: datetime
    par: str
    remplacee_a: datetime | None


@dataclass(frozen=True)
class CompetenceDuJury:
    """Une compétence à trancher : ce que le dossier montre, suggère, et ce qui est décidé."""

    dossier: CompetenceDossier
    suggestion: Suggestion
    decision: DecisionDatee | None
    precedentes: tuple[DecisionDatee, ...]


@dataclass(frozen=True)
class PieceVue:
    """Une preuve du dossier : un fichier au coffre, ou l’adresse d’une page."""

    piece_id: str
    preuve_id: str
    libelle: str
    codes: tuple[str, ...]
    deposee_a: datetime
    adresse: str | None
    nom_fichier: str | None


@dataclass(frozen=True)
class LigneDeFile:
    """Une candidature dans la file du jury."""

    candidature_id: str
    nom: str
    nb_a_decider: int
    nb_decidees: int

    @property
    def restant(self) -> int:
        """Compétences encore à trancher."""
        return self.nb_a_decider - self.nb_decidees


@dataclass(frozen=True)
class BlocADecider:
    """Un bloc et ses compétences, dans l’ordre du référentiel."""

    bloc: BlocDuJury
    epreuve: str | None
    nb_competences: int
    competences: tuple[CompetenceDuJury, ...]

    @property
    def restant(self) -> int:
        """Compétences encore à trancher."""
        return sum(1 for c in self.competences if not c.dossier.deja_acquise and not c.decision)

    @property
    def suggerees(self) -> int:
        """Combien « suivre les suggestions » déciderait."""
        return sum(
            1
            for c in self.competences
            if c.suggestion.favorable and not c.dossier.deja_acquise and not c.decision
        )


@dataclass(frozen=True)
class CandidatureVue:
    """Tout ce qu’un membre lit pour décider ; `peut_decider` dit s’il siège pour cette personne."""

    jury: EnteteJury
    file: tuple[LigneDeFile, ...]
    candidature_id: str
    nom: str
    organisme_nom: str
    exercice: str
    presentee_a: datetime
    dossier: Dossier
    blocs: tuple[BlocADecider, ...]
    pieces: tuple[PieceVue, ...]
    recusations: tuple[RecusationVue, ...]
    peut_decider: bool

    @property
    def restant(self) -> int:
        """Compétences encore à trancher."""
        return sum(bloc.restant for bloc in self.blocs)

    @property
    def voisines(self) -> tuple[LigneDeFile | None, LigneDeFile | None]:
        """Celle d’avant et celle d’après dans la file."""
        rang, derniere = self._rang, len(self.file) - 1
        return (
            self.file[rang - 1] if rang else None,
            self.file[rang + 1] if rang < derniere else None,
        )

    @property
    def a_suivre(self) -> LigneDeFile | None:
        """La prochaine candidature de la file où il reste à trancher, celle-ci exceptée."""
        autres = (*self.file[self._rang + 1 :], *self.file[: self._rang])
        return next((ligne for ligne in autres if ligne.restant), None)

    @property
    def _rang(self) -> int:
        return next(n for n, c in enumerate(self.file) if c.candidature_id == self.candidature_id)

    def bloc(self, code: str | None) -> BlocADecider:
        """Le bloc de ce code ; à défaut le premier où il reste à trancher, sinon le premier."""
        choisi = next((b for b in self.blocs if b.bloc.code == code), None)
        ouvert = next((b for b in self.blocs if b.restant), None)
        return choisi or ouvert or self.blocs[0]


def candidature_vue(acteur: Identity, jury_id: str, candidature_id: str) -> CandidatureVue:
    """Une candidature d’un jury que la personne peut voir, en huit requêtes ; lève `NotFound`."""
    jury = entete_du_jury(acteur, jury_id)
    ligne = _ligne(jury, candidature_id)
    noms = {membre.cle: membre.nom for membre in jury.membres}
    decisions = _decisions(ligne, noms)
    recuses = {recusation.cle_membre for recusation in ligne.recusations}
    siege = jury.membre(acteur)
    dossier = dossiers.depuis_json(ligne.dossier)
    return CandidatureVue(
        jury=jury,
        file=_file(jury),
        candidature_id=ligne.candidature_id,
        nom=ligne.nom_complet,
        organisme_nom=ligne.organisme_nom,
        exercice=ligne.exercice,
        presentee_a=ligne.presentee_a,
        dossier=dossier,
        blocs=_blocs(dossier, decisions, pieces_attendues([ligne.cle])[ligne.cle]),
        pieces=tuple(_piece(piece) for piece in ligne.pieces),
        recusations=tuple(RecusationVue(noms[r.cle_membre], r.motif) for r in ligne.recusations),
        peut_decider=jury.etat == EtatJury.OUVERT
        and siege is not None
        and siege.cle not in recuses,
    )


def piece_du_dossier(
    acteur: Identity, jury_id: str, candidature_id: str, piece_id: str
) -> PieceCandidature:
    """Une preuve sous forme de fichier, d’un dossier que la personne peut voir.

    Lève `NotFound` aussi pour un lien.
    """
    jury = entete_du_jury(acteur, jury_id)
    piece = db.session.scalar(
        select(PieceCandidature)
        .join(Candidature, Candidature.cle == PieceCandidature.cle_candidature)
        .where(
            Candidature.cle_jury == jury.cle,
            Candidature.candidature_id == candidature_id,
            PieceCandidature.piece_id == piece_id,
            PieceCandidature.empreinte.is_not(None),
        )
    )
    if piece is None:
        raise NotFound
    return piece


def _ligne(jury: EnteteJury, candidature_id: str) -> Candidature:
    ligne = db.session.scalar(
        select(Candidature)
        .where(Candidature.cle_jury == jury.cle, Candidature.candidature_id == candidature_id)
        .options(selectinload(Candidature.pieces), selectinload(Candidature.recusations))
    )
    if ligne is None:
        raise NotFound
    return ligne


def _decisions(ligne: Candidature, noms: Mapping[int, str]) -> dict[str, list[DecisionDatee]]:
    """Par compétence, ses décisions, de la première à la dernière."""
    trouvees: dict[str, list[DecisionDatee]] = defaultdict(list)
    for decision in db.session.scalars(
        select(Decision).where(Decision.cle_candidature == ligne.cle).order_by(Decision.cle)
    ):
        trouvees[decision.code_competence].append(
            DecisionDatee(
                code=decision.code_competence,
                resultat=Resultat(decision.resultat),
                niveau=decision.niveau,
                motif=decision.motif,
                prise_a=decision.prise_a,
                par=noms[decision.cle_membre],
                remplacee_a=decision.remplacee_a,
            )
        )
    return trouvees


def _file(jury: EnteteJury) -> tuple[LigneDeFile, ...]:
    vivante = and_(Decision.cle_candidature == Candidature.cle, Decision.remplacee_a.is_(None))
    lignes = db.session.execute(
        select(
            Candidature.candidature_id,
            Candidature.prenom,
            Candidature.nom,
            Candidature.nb_a_decider,
            func.count(Decision.cle),
        )
        .outerjoin(Decision, vivante)
        .where(Candidature.cle_jury == jury.cle)
        .group_by(Candidature.cle)
        .order_by(Candidature.cle)
    )
    return tuple(
        LigneDeFile(identifiant, f"{prenom} {nom}", total, decidees)
        for identifiant, prenom, nom, total, decidees in sorted(
            lignes, key=lambda ligne: ordre_des_noms(ligne.nom, ligne.prenom)
        )
    )


def _blocs(
    dossier: Dossier,
    decisions: Mapping[str, Sequence[DecisionDatee]],
    pieces: Mapping[str, str],
) -> tuple[BlocADecider, ...]:
    vivantes = _vivantes(decisions)
    return tuple(
        BlocADecider(
            bloc=bloc_du_jury(dossier, bloc, vivantes, pieces.get(bloc.code)),
            epreuve=bloc.epreuve,
            nb_competences=bloc.nb_competences,
            competences=tuple(
                _competence(c, dossier, decisions.get(c.code, ())) for c in bloc.competences
            ),
        )
        for bloc in dossier.blocs
    )


def _vivantes(decisions: Mapping[str, Sequence[DecisionDatee]]) -> Decisions:
    return {
        code: DecisionVue(code, prise.resultat, prise.niveau, prise.motif)
        for code, prises in decisions.items()
        for prise in prises
        if prise.remplacee_a is None
    }


def _competence(
    competence: CompetenceDossier, dossier: Dossier, decisions: Sequence[DecisionDatee]
) -> CompetenceDuJury:
    return CompetenceDuJury(
        dossier=competence,
        suggestion=suggestion(competence, dossier.referentiel.jamais_seules),
        decision=next((d for d in decisions if d.remplacee_a is None), None),
        precedentes=tuple(d for d in decisions if d.remplacee_a is not None),
    )


def _piece(piece: PieceCandidature) -> PieceVue:
    return PieceVue(
        piece_id=piece.piece_id,
        preuve_id=piece.preuve_id,
        libelle=piece.libelle,
        codes=tuple(piece.codes),
        deposee_a=piece.deposee_a,
        adresse=piece.adresse,
        nom_fichier=piece.nom_fichier,
    )
