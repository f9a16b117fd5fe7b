"""Présenter : le dossier est copié chez le certificateur, et l’organisme n’y revient plus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.models import (
    AcquisitionCompetence,
    Candidature,
    Jury,
    PieceCandidature,
    Presentation,
)
from coopmetiers.certification.rules import dossier as rules
from coopmetiers.certification.services import candidatures
from coopmetiers.comptes.models import Habilitation, Utilisateur
from coopmetiers.parcours.models import Apprenant, Inscription, Preuve
from coopmetiers.referentiel.queries import version_par_cle
from tests.fabriques import parcours as fabrique_parcours
from tests.fabriques.certification import fabriquer_jury
from tests.fabriques.comptes import fabriquer_habilitation

pytestmark = [pytest.mark.deux_bases, pytest.mark.usefixtures("base")]


@pytest.fixture
def presenter(monde, agir):
    def _presenter(inscription_id, acteur=None, *, blocs=("B1", "B2")):
        return agir(
            candidatures.presenter,
            acteur or monde.ada,
            inscription_id,
            monde.cc.organisation_id,
            blocs=blocs,
        )

    return _presenter


def dossier_de(candidature):
    return rules.depuis_json(candidature.dossier)


def test_presenter_copie_le_dossier_chez_le_certificateur(
    monde, groupe, presenter, lignes, journal
):
    rendu = presenter(groupe.zelie_id)
    (candidature,) = lignes(Candidature)
    assert rendu == candidatures.CandidaturePresentee(candidature.candidature_id, remplacee=False)
    assert (candidature.nom_complet, candidature.naissance_le) == (
        "Zélie Modèle",
        date(1988, 3, 14),
    )
    assert candidature.organisme_id == monde.sp.organisation_id
    assert candidature.cle_utilisateur == monde.zelie.user_key
    assert candidature.nb_a_decider == 4
    dossier = dossier_de(candidature)
    assert (dossier.referentiel.code, dossier.exercice) == ("petit-referentiel", "EXTERNE")
    assert [bloc.code for bloc in dossier.blocs] == ["B1", "B2"]
    (piece,) = lignes(PieceCandidature)
    assert (piece.libelle, len(piece.codes)) == ("Compte rendu de séance", 4)
    action = "certification.candidature.presenter"
    assert [(a, chaine) for a, chaine, _details in journal()] == [
        (action, monde.cc.organisation_id),
        (action, monde.sp.organisation_id),
    ]


def test_le_dossier_dit_les_faits_et_qui_les_signe(monde, groupe, presenter, lignes):
    presenter(groupe.zelie_id)
    competence = dossier_de(lignes(Candidature)[0]).competence("C1.1.1")
    assert (competence.niveau, competence.seuil, competence.a_preuve) == (3, 3, True)
    (fait,) = competence.faits
    assert (fait.evaluateur, fait.evaluateur_id) == ("Noé Gabarit", monde.noe.user_id)
    assert (fait.modalite, fait.situation) == ("ME1", "Séance au tiers-lieu de la Gare-Modèle")


def test_l_organisme_retient_a_qui_il_a_presente(monde, groupe, presenter, base):
    rendu = presenter(groupe.zelie_id)
    db.session.rollback()
    with tenancy.bound(monde.sp.cle):
        (presentation,) = db.session.scalars(select(Presentation))
        assert presentation.candidature_id == rendu.candidature_id
        assert presentation.certificateur_nom == "Certif’ Confluences"
        assert db.session.scalars(select(Candidature)).all() == []


def test_presenter_a_nouveau_remplace_le_dossier(monde, groupe, presenter, lignes, horloge):
    premiere = presenter(groupe.zelie_id)
    horloge.avancer(days=1)
    with tenancy.bound(monde.sp.cle), transaction():
        inscription = db.session.scalars(
            select(Inscription).where(Inscription.inscription_id == groupe.zelie_id)
        ).one()
        fabrique_parcours.fabriquer_evaluation(inscription, "C1.1.1", 4, par=monde.noe)
    seconde = presenter(groupe.zelie_id)
    assert seconde == replace(premiere, remplacee=True)
    (candidature,) = lignes(Candidature)
    assert dossier_de(candidature).competence("C1.1.1").niveau == 4
    assert len(lignes(PieceCandidature)) == 1


def test_le_jury_ne_recoit_que_les_blocs_choisis(monde, groupe, presenter, lignes):
    with tenancy.bound(monde.sp.cle), transaction():
        inscription = db.session.scalars(
            select(Inscription).where(Inscription.inscription_id == groupe.zelie_id)
        ).one()
        fabrique_parcours.fabriquer_preuve(inscription, "C1.1.1", libelle="Hors sujet")
    presenter(groupe.zelie_id, blocs=("B2",))
    (candidature,) = lignes(Candidature)
    assert [bloc.code for bloc in dossier_de(candidature).blocs] == ["B2"]
    assert candidature.nb_a_decider == 2
    (piece,) = lignes(PieceCandidature)
    assert (piece.libelle, piece.codes) == ("Compte rendu de séance", ["C2.1.1", "C2.1.2"])
    db.session.rollback()
    with tenancy.bound(monde.sp.cle):
        assert db.session.scalars(select(Presentation)).one().blocs == ["B2"]


@pytest.mark.parametrize(("blocs", "code"), [((), "aucun_bloc"), (("B9",), "bloc_hors_dossier")])
def test_un_choix_de_blocs_impossible_est_refuse(blocs, code, groupe, presenter, lignes, journal):
    with pytest.raises(RuleViolation) as refus:
        presenter(groupe.zelie_id, blocs=blocs)
    assert refus.value.code == code
    assert lignes(Candidature) == []
    assert journal() == []


def test_le_dossier_ne_suit_plus_le_parcours(monde, groupe, presenter, lignes):
    presenter(groupe.zelie_id)
    with tenancy.bound(monde.sp.cle), transaction():
        db.session.scalars(select(Apprenant).where(Apprenant.nom == "Modèle")).one().nom = "Autre"
        db.session.execute(update(Preuve).values(libelle="Changée"))
    assert lignes(Candidature)[0].nom == "Modèle"
    assert lignes(PieceCandidature)[0].libelle == "Compte rendu de séance"


def test_ouvert_le_jury_fige_le_dossier(monde, groupe, presenter, lignes):
    presenter(groupe.zelie_id)
    with tenancy.bound(monde.cc.cle), transaction():
        jury = fabriquer_jury(version=_version(groupe), etat=EtatJury.OUVERT)
        db.session.scalars(select(Candidature)).one().jury = jury
    with pytest.raises(RuleViolation) as refus:
        presenter(groupe.zelie_id)
    assert refus.value.code == "dossier_fige"


def test_ce_qui_est_deja_acquis_entre_au_dossier(monde, groupe, presenter, lignes):
    with tenancy.bound(monde.cc.cle), transaction():
        jury = fabriquer_jury(version=_version(groupe), etat=EtatJury.PROCLAME)
        db.session.add(
            AcquisitionCompetence(
                cle_utilisateur=monde.zelie.user_key,
                cle_version=groupe.cle_version,
                code="C1.1.1",
                niveau=3,
                cle_jury=jury.cle,
                acquise_le=date(2026, 5, 2),
            )
        )
    presenter(groupe.zelie_id)
    (candidature,) = lignes(Candidature)
    assert candidature.nb_a_decider == 3
    avant = dossier_de(candidature).competence("C1.1.1").avant
    assert avant == rules.AcquiseAvant(3, lignes(Jury)[0].numero, date(2026, 5, 2))


def test_sans_naissance_on_ne_presente_pas(groupe, presenter, lignes, journal):
    with pytest.raises(RuleViolation) as refus:
        presenter(groupe.tom_id)
    assert (refus.value.code, refus.value.field) == ("naissance_manquante", "naissance_le")
    assert lignes(Candidature) == []
    assert journal() == []


def test_un_nom_qui_ne_tient_pas_sur_le_papier_est_refuse(monde, groupe, presenter, lignes):
    with tenancy.bound(monde.sp.cle), transaction():
        personne = db.session.scalars(select(Apprenant).where(Apprenant.nom == "Modèle")).one()
        personne.prenom, personne.nom = "M" * 80, "W" * 80
    with pytest.raises(RuleViolation) as refus:
        presenter(groupe.zelie_id)
    assert refus.value.code == "nom_trop_long"
    assert lignes(Candidature) == []


def test_sans_habilitation_on_ne_presente_pas(monde, groupe, presenter):
    with transaction():
        db.session.execute(update(Habilitation).values(jusqu_au=date(2026, 11, 22)))
    with pytest.raises(RuleViolation) as refus:
        presenter(groupe.zelie_id)
    assert (refus.value.code, refus.value.field) == ("habilitation", "certificateur")


def test_l_habilitation_d_un_autre_organisme_ne_sert_pas(monde, groupe, presenter):
    with transaction():
        db.session.execute(update(Habilitation).values(cle_organisme=monde.eve.cle))
    with pytest.raises(RuleViolation) as refus:
        presenter(groupe.zelie_id)
    assert refus.value.code == "habilitation"


def test_driss_ne_presente_pas_la_personne_d_un_autre_organisme(monde, groupe, presenter):
    with transaction():
        fabriquer_habilitation(*(db.session.merge(o) for o in (monde.cc, monde.eve)))
    with pytest.raises(NotFound):
        presenter(groupe.zelie_id, monde.driss)


@pytest.mark.parametrize("qui", ["noe", "zelie"])
def test_seul_un_responsable_presente(qui, monde, groupe, presenter):
    with pytest.raises(Forbidden):
        presenter(groupe.zelie_id, getattr(monde, qui))


def test_un_jure_n_est_pas_de_l_organisme(monde, groupe, presenter):
    with pytest.raises(NotFound):
        presenter(groupe.zelie_id, monde.helene)


def test_le_compte_reste_la_personne_d_un_organisme_a_l_autre(monde, groupe, presenter, lignes):
    presenter(groupe.zelie_id)
    compte = db.session.get_one(Utilisateur, lignes(Candidature)[0].cle_utilisateur)
    assert compte.utilisateur_id == monde.zelie.user_id


def _version(groupe):
    return version_par_cle(groupe.cle_version)
