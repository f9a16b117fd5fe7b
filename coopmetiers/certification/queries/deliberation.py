"""Où en est une délibération : membres, récusations, décisions vivantes, ce qui reste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.certification.enums import QualiteMembre, Resultat
from coopmetiers.certification.models import Decision, Jury, MembreJury, PieceAttendue
from coopmetiers.certification.rules.jury import DecisionVue, MembreVu

Decisions = Mapping[str, DecisionVue]


@dataclass(frozen=True)
class EtatDeliberation:
    """Ce dont les règles du jury ont besoin ; `restant` compte les décisions à prendre."""

    membres: tuple[MembreVu, ...]
    #: Par candidature, le nom de la personne et les membres récusés pour elle.
    recuses: tuple[tuple[str, frozenset[str]], ...]
    restant: int


def etat_deliberation(jury: Jury) -> EtatDeliberation:
    """Réunit l’état d’un jury chargé."""
    membres = tuple(membre_vu(membre) for membre in jury.membres)
    ids = {membre.cle: membre.membre_id for membre in jury.membres}
    decisions = decisions_vivantes([candidature.cle for candidature in jury.candidatures])
    recuses = tuple(
        (c.nom_complet, frozenset(ids[r.cle_membre] for r in c.recusations))
        for c in jury.candidatures
    )
    restant = sum(c.nb_a_decider - len(decisions[c.cle]) for c in jury.candidatures)
    return EtatDeliberation(membres, recuses, restant)


def membre_vu(membre: MembreJury) -> MembreVu:
    """Un membre, détaché de la base."""
    return MembreVu(
        membre_id=membre.membre_id,
        cle_utilisateur=membre.cle_utilisateur,
        nom=membre.nom,
        qualite=QualiteMembre(membre.qualite),
        a_signe=membre.signe_a is not None,
    )


def decisions_vivantes(cles: Sequence[int]) -> Mapping[int, Decisions]:
    """Par candidature, les décisions vivantes, par code (aucune : vide)."""
    trouvees: dict[int, dict[str, DecisionVue]] = defaultdict(dict)
    lignes = db.session.scalars(
        select(Decision).where(Decision.cle_candidature.in_(cles), Decision.remplacee_a.is_(None))
    )
    for ligne in lignes:
        trouvees[ligne.cle_candidature][ligne.code_competence] = DecisionVue(
            ligne.code_competence, Resultat(ligne.resultat), ligne.niveau, ligne.motif
        )
    return trouvees


def pieces_attendues(cles: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """Par candidature, la pièce attendue de chaque bloc qui en attend une."""
    trouvees: dict[int, dict[str, str]] = defaultdict(dict)
    for ligne in db.session.scalars(
        select(PieceAttendue).where(PieceAttendue.cle_candidature.in_(cles))
    ):
        trouvees[ligne.cle_candidature][ligne.code_bloc] = ligne.libelle
    return trouvees
