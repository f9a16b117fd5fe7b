"""Dossiers, jurys, candidatures : valides par défaut, on ne dit que l’écart qui compte.

Les parties d’un dossier se fabriquent sans base. Le reste s’appelle dans un acte ouvert, sous la
portée du certificateur (`tenancy.bound(certificateur.cle)`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy import select

from coopmetiers.base import clock, tenancy, vault
from coopmetiers.base.db import db, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.certification.enums import EtatJury, QualiteMembre, Resultat
from coopmetiers.certification.models import (
    Candidature,
    Certificat,
    Jury,
    MembreJury,
    PieceCandidature,
)
from coopmetiers.certification.rules import dossier as rules
from coopmetiers.certification.rules.jury import SaisieDecision
from coopmetiers.certification.services import certificats, decisions, jurys, proclamation
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.queries import VersionVue
from tests.fabriques.comptes import fabriquer_utilisateur
from tests.fabriques.referentiel import fabriquer_version
from tests.monde import Monde

_SUITE = count(1)
#: Les compétences de la petite version : deux blocs de deux.
CODES = ("C1.1.1", "C1.1.2", "C2.1.1", "C2.1.2")
NIVEAUX = ("Découvre", "Pratique accompagné·e", "Exerce en autonomie", "Fait référence")


def fabriquer_fait(**ecarts: object) -> rules.FaitDossier:
    """Une mise en situation réussie, observée par Noé, une preuve à l’appui."""
    valeurs = {
        "evaluation_id": f"fait{next(_SUITE)}",
        "niveau": 3,
        "observee_le": date(2026, 10, 6),
        "evaluateur_id": "compte-de-noe",
        "evaluateur": "Noé Gabarit",
        "situation": "Comité de la Gare-Modèle",
        "commentaire": "",
        "modalite": "ME1",
        "preuves": ("preuve-1",),
    }
    return rules.FaitDossier(**{**valeurs, **ecarts})


def fabriquer_competence(code: str = "C1.1.1", **ecarts: object) -> rules.CompetenceDossier:
    """Une compétence exigée à N3, tenue à N3 et prouvée."""
    valeurs = {
        "code": code,
        "enonce": f"Tenir {code}, avec d’autres, afin d’essayer.",
        "libelle_court": f"Tenir {code}",
        "activite_code": f"A{code[1:4]}",
        "activite_intitule": f"Activité A{code[1:4]}",
        "seuil": 3,
        "modalites": ("ME1",),
        "niveau": 3,
        "a_preuve": True,
        "faits": (fabriquer_fait(),),
    }
    return rules.CompetenceDossier(**{**valeurs, **ecarts})


def fabriquer_bloc(code: str = "B1", **ecarts: object) -> rules.BlocDossier:
    """Un bloc de deux compétences, toutes deux exigées."""
    rang = code[1:]
    valeurs = {
        "code": code,
        "intitule": f"Intitulé du bloc {code}",
        "nb_competences": 2,
        "complementaire": False,
        "epreuve": "Épreuve",
        "competences": tuple(fabriquer_competence(f"C{rang}.1.{n}") for n in (1, 2)),
    }
    return rules.BlocDossier(**{**valeurs, **ecarts})


def fabriquer_dossier(*blocs: rules.BlocDossier, **ecarts: object) -> rules.Dossier:
    """Le dossier du petit référentiel : B1 et B2, deux compétences chacun, tout est prouvé."""
    valeurs = {
        "schema": rules.SCHEMA,
        "referentiel": rules.ReferentielDossier(
            code="petit-referentiel",
            titre="Petit référentiel d’essai",
            version="1.0",
            empreinte="e" * 64,
            niveaux=tuple(rules.LibelleCode(f"N{n}", t) for n, t in enumerate(NIVEAUX, start=1)),
            modalites=(
                rules.LibelleCode("ME1", "Mise en situation"),
                rules.LibelleCode("ME7", "Attestation du collectif"),
            ),
            jamais_seules=("ME7",),
        ),
        "metier": "Tisseur·se de liens",
        "exercice": str(Exercice.INTERNE),
        "blocs": blocs or (fabriquer_bloc("B1"), fabriquer_bloc("B2")),
    }
    return rules.Dossier(**{**valeurs, **ecarts})


def acquise(code: str, niveau: int = 3, motif: str = "") -> SaisieDecision:
    return SaisieDecision(code, Resultat.ACQUISE, niveau, motif)


def refusee(code: str, motif: str = "La preuve ne montre pas la décision.") -> SaisieDecision:
    return SaisieDecision(code, Resultat.NON_ACQUISE, None, motif)


def fabriquer_jury(version: VersionVue | None = None, **ecarts: object) -> Jury:
    rang = next(_SUITE)
    version = version or fabriquer_version()
    valeurs = {
        "numero": f"J-2026-{rang:03d}",
        "cle_version": version.cle,
        "cle_metier": referentiel.metiers(version.cle)[0].cle,
        "tenu_le": clock.today(),
        "lieu": "Salle des Écluses, Essai-sur-Loire",
        "quorum": 2,
        "cree_a": clock.now(),
    }
    return _ajouter(Jury(**{**valeurs, **ecarts}))


def fabriquer_membre(jury: Jury, personne: Identity, **ecarts: object) -> MembreJury:
    valeurs = {
        "jury": jury,
        "cle_utilisateur": personne.user_key,
        "nom": personne.name,
        "qualite": QualiteMembre.PRATICIEN,
        "fonction": "Réseau d’essai",
    }
    return _ajouter(MembreJury(**{**valeurs, **ecarts}))


def fabriquer_candidature(
    jury: Jury | None = None, dossier: rules.Dossier | None = None, **ecarts: object
) -> Candidature:
    """Une candidature présentée par un organisme, au jury donné ou en attente (`version=`)."""
    dossier = dossier or fabriquer_dossier()
    version = ecarts.pop("version", None)
    cle_version = jury.cle_version if jury else (version or fabriquer_version()).cle
    personne = ecarts.pop("personne", None) or fabriquer_utilisateur("Zélie", "Modèle")
    assert isinstance(personne, Utilisateur)
    valeurs = {
        "jury": jury,
        "cle_utilisateur": personne.id,
        "prenom": personne.prenom,
        "nom": personne.nom,
        "naissance_le": date(1988, 3, 14),
        "naissance_lieu": "Essai-sur-Loire",
        "cle_version": cle_version,
        "cle_metier": referentiel.metiers(cle_version)[0].cle,
        "exercice": dossier.exercice,
        "organisme_id": "organisme-sp",
        "organisme_nom": "Les Sept Parcelles",
        "inscription_id": f"inscription{next(_SUITE)}",
        "dossier": rules.vers_json(dossier),
        "nb_a_decider": len(dossier.a_decider()),
        "presentee_a": clock.now(),
    }
    return _ajouter(Candidature(**{**valeurs, **ecarts}))


def fabriquer_piece(candidature: Candidature, **ecarts: object) -> PieceCandidature:
    valeurs = {
        "cle_candidature": candidature.cle,
        "preuve_id": "preuve-1",
        "libelle": "Relevé de décisions du comité",
        "codes": ["C1.1.1"],
        "deposee_a": clock.now(),
        "adresse": "https://preuve.exemple.test/",
    }
    return _ajouter(PieceCandidature(**{**valeurs, **ecarts}))


@dataclass(frozen=True)
class Audience:
    """Un jury et ses candidatures, par leurs identifiants publics."""

    jury_id: str
    candidature_ids: tuple[str, ...]

    @property
    def candidature_id(self) -> str:
        """La première candidature."""
        return self.candidature_ids[0]


def fabriquer_audience(
    monde: Monde,
    *dossiers: rules.Dossier,
    etat: EtatJury = EtatJury.OUVERT,
    personnes: tuple[Utilisateur, ...] = (),
    **ecarts: object,
) -> Audience:
    """Un jury ouvert, présidé par Octave avec Hélène, et une candidature par dossier."""
    jury = fabriquer_jury(
        etat=etat, ouvert_a=clock.now() if etat != EtatJury.COMPOSITION else None, **ecarts
    )
    fabriquer_membre(jury, monde.octave, qualite=QualiteMembre.PRESIDENCE)
    fabriquer_membre(jury, monde.helene)
    candidatures = [
        fabriquer_candidature(
            jury,
            dossier,
            personne=personnes[rang] if rang < len(personnes) else None,
            organisme_id=monde.sp.organisation_id,
        )
        for rang, dossier in enumerate(dossiers or (fabriquer_dossier(),))
    ]
    return Audience(jury.jury_id, tuple(c.candidature_id for c in candidatures))


def mener_a_la_proclamation(
    monde: Monde, audience: Audience, *saisies: SaisieDecision
) -> proclamation.Proclamation:
    """Décide (tout est acquis, sans autre décision), signe et proclame, un acte après l’autre.

    À appeler hors de tout acte.
    """
    prises = saisies or tuple(acquise(code) for code in CODES)
    with tenancy.bound(monde.cc.cle):
        for candidature_id in audience.candidature_ids:
            with transaction():
                decisions.enregistrer(monde.helene, audience.jury_id, candidature_id, prises)
        for membre in (monde.helene, monde.octave):
            with transaction():
                jurys.signer(membre, audience.jury_id)
        with transaction():
            return proclamation.proclamer(monde.octave, audience.jury_id)


def declarer_produits(monde: Monde) -> None:
    """Délivre ce qui est en production sous un faux dessin : le vrai est éprouvé ailleurs."""
    systeme = Identity.as_system("jobs", monde.cc)
    with tenancy.bound(monde.cc.cle), transaction():
        for certificat in db.session.scalars(select(Certificat)).all():
            empreinte = vault.store(f"%PDF-1.7 {certificat.numero}".encode())
            certificats.declarer_produit(systeme, certificat.certificat_id, empreinte_pdf=empreinte)


def _ajouter(ligne):
    db.session.add(ligne)
    db.session.flush()
    return ligne
