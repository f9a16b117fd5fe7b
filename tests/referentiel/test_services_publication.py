"""Publier une version, une fois pour toutes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, update

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, RuleViolation
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.contenu import empreinte
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import (
    Bloc,
    Competence,
    CompetenceMetier,
    Critere,
    NiveauMaitrise,
    Phase,
    VersionReferentiel,
)
from coopmetiers.referentiel.services import publication
from tests.fabriques import referentiel as fabrique
from tests.monde import creer_monde
from tests.navigateur import compter_requetes

pytestmark = pytest.mark.deux_bases


@pytest.fixture
def monde(base):
    with transaction() as session:
        return creer_monde(session)


@pytest.fixture
def petite(base):
    with transaction():
        return fabrique.fabriquer_version()


def refus(acteur, contenu, **precisions) -> str:
    with pytest.raises(RuleViolation) as violation, transaction():
        publication.publier(acteur, contenu, **precisions)
    return violation.value.code


def lignes_d_audit() -> list[LigneAudit]:
    return list(db.session.scalars(select(LigneAudit).order_by(LigneAudit.cle)))


def test_la_version_du_depot_se_publie_entiere(base):
    with transaction():
        version = fabrique.publier_referentiel_reel()
    assert queries.comptes([version.cle])[version.cle] == queries.ComptesVus(2, 7, 28, 70)
    assert version.etat is EtatVersion.PUBLIEE
    assert version.empreinte == empreinte(fabrique.contenu_reel())


def test_ce_qui_est_relu_a_l_empreinte_de_ce_qui_a_ete_publie(base):
    with transaction():
        version = fabrique.publier_referentiel_reel()
    relu = queries.contenu(version.cle)
    assert relu == fabrique.contenu_reel()
    assert empreinte(relu) == version.empreinte


def test_publier_laisse_une_ligne_au_journal(petite):
    (ligne,) = lignes_d_audit()
    assert (ligne.action, ligne.acteur_id) == ("referentiel.version.publier", "cli")
    assert ligne.objet_id == petite.version_id
    assert ligne.details["empreinte"] == petite.empreinte


def test_publier_deux_fois_le_meme_contenu_ne_change_rien(petite):
    with transaction():
        faite = publication.publier(fabrique.SYSTEME, fabrique.fabriquer_contenu())
    assert faite.deja_publiee
    assert faite.cle_version == petite.cle
    assert len(lignes_d_audit()) == 1


def test_un_autre_contenu_sous_le_meme_numero_est_refuse(petite):
    autre = fabrique.fabriquer_contenu(complement=" encore")
    assert refus(fabrique.SYSTEME, autre) == "version_figee"
    assert queries.contenu(petite.cle) == fabrique.fabriquer_contenu()


def test_la_version_suivante_remplace_la_precedente(petite):
    with transaction():
        suivante = fabrique.fabriquer_version(version="2.0", complement=" encore")
    assert queries.version_par_cle(petite.cle).etat is EtatVersion.REMPLACEE
    assert [v.cle for v in queries.versions_offertes()] == [suivante.cle]
    assert lignes_d_audit()[-1].details["remplace"] == ["1.0"]


def test_un_element_garde_son_identite_d_une_version_a_l_autre(petite):
    with transaction():
        suivante = fabrique.fabriquer_version(version="2.0")
    avant, apres = queries.competences(petite.cle), queries.competences(suivante.cle)
    assert avant["C1.1.1"].element_id == apres["C1.1.1"].element_id
    assert avant["C1.1.1"].cle != apres["C1.1.1"].cle


def test_un_contenu_incoherent_n_est_pas_publie_et_rien_n_est_ecrit(base):
    contenu = replace(fabrique.fabriquer_contenu(), criteres=())
    assert refus(fabrique.SYSTEME, contenu) == "version_incoherente"
    assert db.session.scalars(select(VersionReferentiel)).all() == []


def test_un_numero_pris_par_un_brouillon_est_refuse(base):
    with transaction():
        fabrique.fabriquer_brouillon()
    assert refus(fabrique.SYSTEME, fabrique.fabriquer_contenu()) == "brouillon_ouvert"


def test_un_reseau_publie_et_porte_son_referentiel(monde):
    with transaction():
        version = fabrique.fabriquer_version(monde.ines)
    assert version.porteuse == "Réseau Canevas"


def test_le_systeme_nomme_le_reseau_porteur_par_son_sigle_ou_son_nom(monde):
    with transaction():
        par_sigle = fabrique.publier_referentiel_reel(porteuse="RC")
        par_nom = fabrique.publier_contenu(fabrique.fabriquer_contenu(), porteuse="Réseau Canevas")
    assert par_sigle.cle_porteuse == par_nom.cle_porteuse == monde.rc.cle


def test_un_porteur_qui_n_est_pas_un_reseau_est_inconnu(monde):
    contenu = fabrique.fabriquer_contenu()
    assert refus(fabrique.SYSTEME, contenu, porteuse="SP") == "porteuse_inconnue"


def test_un_reseau_ne_publie_pas_le_referentiel_que_personne_ou_un_autre_porte(monde, petite):
    suivante = fabrique.fabriquer_contenu(version="2.0")
    with pytest.raises(Forbidden), transaction():
        publication.publier(monde.ines, suivante)


@pytest.mark.parametrize("personne", ["ada", "noe", "zelie", "driss", "octave", "samir"])
def test_seul_un_membre_de_reseau_publie(monde, personne):
    with pytest.raises(Forbidden), transaction():
        publication.publier(getattr(monde, personne), fabrique.fabriquer_contenu())


def test_publier_ne_coute_pas_une_requete_par_ligne(app, base):
    depenses = []
    for rang, nb_blocs in enumerate((2, 20)):
        contenu = fabrique.fabriquer_contenu(code=f"r{rang}", nb_blocs=nb_blocs)
        with compter_requetes(app) as compte, transaction():
            publication.publier(fabrique.SYSTEME, contenu)
        depenses.append(compte["requetes"])
    assert depenses[0] == depenses[1]
    with compter_requetes(app) as compte, transaction():
        publication.publier(fabrique.SYSTEME, fabrique.contenu_reel())
    assert compte["requetes"] <= 75


class TestUneVersionPublieeNeSeModifiePlus:
    """Le refus vient avant la base, quelle que soit la façon de s’y prendre."""

    @pytest.fixture
    def essayer(self, petite):
        def essai(geste):
            with pytest.raises(RuleViolation) as violation, transaction() as session:
                geste(session)
            assert violation.value.code == "version_figee"
            assert queries.contenu(petite.cle) == fabrique.fabriquer_contenu()

        return essai

    def test_on_ne_corrige_pas_un_enonce(self, essayer):
        essayer(lambda s: setattr(un(s, Competence), "enonce", "Autre chose"))

    def test_on_ne_corrige_pas_un_critere(self, essayer):
        essayer(lambda s: setattr(un(s, Critere), "enonce", "Autre chose"))

    def test_on_ne_corrige_pas_un_niveau(self, essayer):
        essayer(lambda s: setattr(un(s, NiveauMaitrise), "libelle", "Autre chose"))

    def test_on_n_ajoute_pas_de_critere(self, essayer):
        essayer(
            lambda s: s.add(Critere(cle_competence=un(s, Competence).cle, rang=9, enonce="De plus"))
        )

    def test_on_n_ajoute_pas_de_critere_par_la_liste_de_la_competence(self, essayer):
        essayer(lambda s: ajouter_par_la_liste(s))

    def test_on_n_ajoute_pas_de_bloc(self, essayer, petite):
        bloc = {"code": "B9", "enonce": "De plus", "rang": 9, "element_id": "x"}
        essayer(lambda s: s.add(Bloc(cle_version=petite.cle, **bloc)))

    def test_on_n_efface_pas_un_lien(self, essayer):
        essayer(lambda s: s.delete(un(s, CompetenceMetier)))

    def test_on_n_efface_pas_la_version(self, essayer):
        essayer(lambda s: s.delete(un(s, VersionReferentiel)))

    def test_on_ne_sort_pas_une_ligne_vers_un_brouillon(self, essayer):
        with transaction():
            brouillon = fabrique.fabriquer_brouillon(code="ailleurs")
        essayer(lambda s: setattr(un(s, Phase), "cle_version", brouillon.cle))

    def test_on_ne_change_ni_son_titre_ni_son_empreinte(self, essayer):
        essayer(lambda s: setattr(un(s, VersionReferentiel), "titre", "Autre"))
        essayer(lambda s: setattr(un(s, VersionReferentiel), "empreinte", "0" * 64))

    def test_on_ne_la_rend_pas_au_brouillon(self, essayer):
        essayer(lambda s: setattr(un(s, VersionReferentiel), "etat", EtatVersion.BROUILLON))

    @pytest.mark.parametrize(
        "ordre",
        [
            update(Competence).values(enonce="Autre chose"),
            delete(Critere),
            insert(Phase).values(cle_version=1, code="x", rang=9, libelle="x"),
            update(VersionReferentiel.__table__).values(titre="Autre"),
        ],
    )
    def test_un_ordre_en_masse_n_y_entre_pas(self, essayer, ordre):
        essayer(lambda s: s.execute(ordre))

    def test_seul_son_etat_avance(self, petite):
        with transaction() as session:
            un(session, VersionReferentiel).etat = EtatVersion.RETIREE
        assert queries.version_par_cle(petite.cle).etat is EtatVersion.RETIREE
        with pytest.raises(RuleViolation), transaction() as session:
            un(session, VersionReferentiel).etat = EtatVersion.PUBLIEE


def test_un_brouillon_se_modifie(base):
    with transaction():
        brouillon = fabrique.fabriquer_brouillon()
    with transaction() as session:
        un(session, VersionReferentiel).titre = "Autre titre"
        session.add(Phase(cle_version=brouillon.cle, code="essai", rang=1, libelle="Essai"))
    assert queries.version_par_cle(brouillon.cle).titre == "Autre titre"


def un(session, classe):
    return session.scalars(select(classe).limit(1)).one()


def ajouter_par_la_liste(session):
    competence = un(session, Competence)
    competence.criteres.append(Critere(rang=9, enonce="De plus"))
