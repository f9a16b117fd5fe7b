"""Quatrième temps : présenter, composer, décider, proclamer ; puis un second jury, pour demain."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, read_only
from coopmetiers.base.identity import Identity
from coopmetiers.certification import queries
from coopmetiers.certification.enums import QualiteMembre, Resultat
from coopmetiers.certification.models import Candidature
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules.jury import (
    SaisieDecision,
    SaisieJury,
    SaisieMembre,
    suggestion,
)
from coopmetiers.certification.services import (
    candidatures,
    compositions,
    decisions,
    jurys,
    proclamation,
)
from coopmetiers.cli.demo.promotions import Promotion
from coopmetiers.cli.demo.scene import Scene
from coopmetiers.formation import queries as formation
from coopmetiers.referentiel import queries as referentiel

_MEMBRES = (
    ("octave", QualiteMembre.PRESIDENCE, "Réseau coopératif de l’Ouest-Modèle"),
    ("helene", QualiteMembre.PRATICIEN, "Tiers-lieu du Moulin-Modèle"),
    ("said", QualiteMembre.EMPLOYEUR, "Commune de Bourg-Fictif"),
)
#: Le jury s’écarte des faits : (nom, compétence, motif).
_REFUS = (
    "Fictif",
    "C1.3.2",
    "L’avis d’opportunité ne dit pas à quelles conditions la coopération devrait renoncer.",
)
#: Le jury attend une pièce : (nom, bloc, pièce).
_ATTENDUE = ("Démo", "BC4", "Plan de financement signé par les partenaires de la conserverie.")


def presenter(scene: Scene, promotion: Promotion, *, le: int) -> tuple[str, ...]:
    """L’organisme présente tout son groupe au certificateur ; rend les candidatures."""
    ada, certificateur = promotion.responsable, scene.organisations["CC"]
    with scene.acte(ada, le):
        session = formation.session_vue(ada, promotion.session_id)
        return tuple(
            candidatures.presenter(
                ada, personne.inscription_id, certificateur, blocs=_blocs(personne)
            ).candidature_id
            for personne in queries.presentations_de_session(ada, session)
        )


def _blocs(personne: queries.PersonneAPresenter) -> tuple[str, ...]:
    """Les blocs entièrement prouvés, et le plus avancé des autres : le jury aura à discuter."""
    entiers = [bloc for bloc in personne.blocs if bloc.propose]
    autres = [bloc for bloc in personne.blocs if not bloc.propose]
    avances = sorted(autres, key=lambda bloc: bloc.prouvees / bloc.exigees)[-1:]
    return tuple(bloc.code for bloc in (*entiers, *avances))


def convoquer(
    scene: Scene, promotion: Promotion, presentees: Sequence[str], *, le: int, tenu: int
) -> str:
    """Le certificateur convoque un jury, le compose, y inscrit les candidatures et l’ouvre."""
    aline = scene.identites["aline"]
    with scene.acte(aline, le):
        saisie = SaisieJury(
            version_id=referentiel.version_par_cle(promotion.cle_version).version_id,
            code_metier=promotion.metier,
            tenu_le=scene.jour(tenu),
            lieu="Port-Spécimen",
            quorum=2,
        )
        jury_id = jurys.convoquer(aline, saisie).jury_id
        for cle, qualite, fonction in _MEMBRES:
            membre = SaisieMembre(scene.identites[cle].user_id, qualite, fonction)
            compositions.nommer(aline, jury_id, membre)
        compositions.inscrire_au_role(aline, jury_id, tuple(presentees))
    with scene.acte(aline, min(tenu, 0), 9):
        jurys.ouvrir(aline, jury_id)
    return jury_id


def deliberer(scene: Scene, jury_id: str, presentees: Sequence[str], *, le: int) -> None:
    """Le jury suit les suggestions, dit pourquoi il refuse, et la présidence proclame."""
    helene, octave = scene.identites["helene"], scene.identites["octave"]
    for candidature_id in presentees:
        with scene.le(le, 11), tenancy.bound(helene.organisation_key), read_only():
            nom, saisies = _ce_que_disent_les_faits(candidature_id)
        with scene.acte(helene, le, 11):
            decisions.enregistrer(helene, jury_id, candidature_id, saisies)
            if nom == _ATTENDUE[0]:
                decisions.attendre_piece(
                    helene,
                    jury_id,
                    candidature_id,
                    code_bloc=_ATTENDUE[1],
                    libelle=_ATTENDUE[2],
                )
    for cle, _qualite, _fonction in _MEMBRES:
        _signer(scene, scene.identites[cle], jury_id, le)
    with scene.acte(octave, le, 17):
        proclamation.proclamer(octave, jury_id)


def _ce_que_disent_les_faits(candidature_id: str) -> tuple[str, tuple[SaisieDecision, ...]]:
    """Le nom de la personne, et une décision par compétence à trancher."""
    candidature = db.session.scalars(
        select(Candidature).where(Candidature.candidature_id == candidature_id)
    ).one()
    dossier = dossiers.depuis_json(candidature.dossier)
    saisies = []
    for _bloc, competence in dossier.competences():
        if competence.deja_acquise:
            continue
        proposee = suggestion(competence, dossier.referentiel.jamais_seules)
        refusee = (candidature.nom, competence.code) == _REFUS[:2]
        if proposee.resultat == Resultat.ACQUISE and not refusee:
            saisies.append(
                SaisieDecision(competence.code, Resultat.ACQUISE, proposee.niveau, motif="")
            )
        else:
            motif = _REFUS[2] if refusee else _motif(proposee.raison % proposee.params)
            saisies.append(SaisieDecision(competence.code, Resultat.NON_ACQUISE, None, motif))
    return candidature.nom, tuple(saisies)


def _motif(raison: str) -> str:
    return f"{raison[:1].upper()}{raison[1:]}."


def _signer(scene: Scene, membre: Identity, jury_id: str, le: int) -> None:
    with scene.acte(membre, le, 16):
        jurys.signer(membre, jury_id)
