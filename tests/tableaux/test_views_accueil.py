"""L’accueil de chacun·e : ce qui presse, et rien de ce qui n’est pas à soi."""

from datetime import timedelta

import pytest

from coopmetiers.base import clock, tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.certification.enums import EtatJury
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Habilitation, Organisation
from coopmetiers.formation.enums import RoleSession
from coopmetiers.parcours.enums import Presence
from tests.fabriques import certification as jurys
from tests.fabriques import comptes, formation, parcours
from tests.fabriques.referentiel import (
    charger_recensement_reel,
    fabriquer_brouillon,
    fabriquer_version,
)


def titres(page):
    return page.textes(".todo h3")


@pytest.fixture
def session_en_cours(app, monde, horloge):
    """Deux jours commencés hier, trois inscrit·es ; Noé forme, Basile évalue."""
    with app.app_context(), transaction():
        version = fabriquer_version()
        with tenancy.bound(monde.sp.cle):
            hier = clock.today() - timedelta(days=1)
            cours = formation.fabriquer_formation(version)
            session = formation.fabriquer_session(cours, debut_le=hier, nb_jours=2)
            formation.fabriquer_affectation(session, monde.noe)
            formation.fabriquer_affectation(session, monde.basile, RoleSession.EVALUATEUR)
            inscrites = [parcours.fabriquer_inscription(session, monde.zelie)]
            inscrites += [parcours.fabriquer_inscription(session) for _rang in range(2)]
            for creneau in session.creneaux[:1]:
                for inscription in inscrites:
                    parcours.fabriquer_constat(
                        creneau, inscription, Presence.PRESENT, par=monde.noe
                    )
            return session.session_id


def test_la_responsable_voit_ce_qui_presse_dans_son_organisme(navigateur, monde, session_en_cours):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/")
    assert page.textes("h1") == ["Bonjour Ada"]
    assert titres(page)[0] == "Faire signer 3 demi-journées"
    assert titres(page)[1].startswith("Terminer ")
    assert len(page.soupe.select(".todo .btn--primary")) == 1
    assert page.textes(".fig__n")[:2] == ["3", "1"]
    assert len(page.soupe.select("#en-cours li")) == 1
    assert "3 inscrit·es" in page.texte
    assert page.requetes <= 12


def test_les_choses_a_faire_menent_ou_elles_se_font(navigateur, monde, session_en_cours):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/")
    for lien in page.soupe.select(".todo a, .agenda a"):
        navigateur.get(lien["href"])


def test_driss_ne_voit_rien_des_sept_parcelles(navigateur, monde, session_en_cours):
    navigateur.connecter(monde.driss)
    page = navigateur.get("/")
    assert titres(page) == []
    assert page.textes(".fig__n") == ["0", "0", "0"]
    assert "Ici paraissent les demi-journées à faire signer" in page.texte


def test_l_accueil_coute_le_meme_prix_a_toute_taille(app, navigateur, monde, session_en_cours):
    navigateur.connecter(monde.ada)
    avant = navigateur.get("/").requetes
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        from coopmetiers.formation import queries

        session = queries.session_par_id(session_en_cours)
        for _rang in range(8):
            parcours.fabriquer_inscription(session)
        for _rang in range(3):
            autre = formation.fabriquer_session(session.formation)
            parcours.fabriquer_inscription(autre)
    assert navigateur.get("/").requetes == avant


def test_le_formateur_ne_voit_que_ses_sessions(app, navigateur, monde, session_en_cours):
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        from coopmetiers.formation import queries

        cours = queries.session_par_id(session_en_cours).formation
        autre = formation.fabriquer_session(cours, intitule="Une autre session")
        parcours.fabriquer_inscription(autre)
    navigateur.connecter(monde.noe)
    page = navigateur.get("/")
    assert "Faire signer 3 demi-journées" in titres(page)
    assert "Une autre session" not in page.texte
    assert page.requetes <= 12


def test_l_evaluateur_n_a_rien_a_faire_signer(navigateur, monde, session_en_cours):
    navigateur.connecter(monde.basile)
    (titre,) = titres(navigateur.get("/"))
    assert titre.startswith("Terminer ")


def test_l_apprenante_arrive_dans_son_parcours(navigateur, monde, session_en_cours):
    navigateur.connecter(monde.zelie)
    assert navigateur.get("/").adresse.startswith("/moi")


def test_la_juree_voit_les_jurys_ou_elle_siege(app, navigateur, monde, horloge):
    with app.app_context(), transaction():
        version = fabriquer_version()
        with tenancy.bound(monde.cc.cle):
            jurys.fabriquer_audience(monde, version=version)
            ailleurs = jurys.fabriquer_jury(version, etat=EtatJury.OUVERT)
            jurys.fabriquer_membre(ailleurs, monde.octave)
            numero = ailleurs.numero
    navigateur.connecter(monde.helene)
    page = navigateur.get("/")
    assert titres(page)[0].startswith("Décider ")
    assert numero not in page.texte
    assert page.requetes <= 12


def test_la_responsable_du_certificateur_voit_les_candidatures_sans_jury(
    app, navigateur, monde, horloge
):
    with app.app_context(), transaction():
        version = fabriquer_version()
        with tenancy.bound(monde.cc.cle):
            demain = clock.today() + timedelta(days=1)
            jurys.fabriquer_jury(version, tenu_le=demain)
            jurys.fabriquer_candidature(version=version)
    navigateur.connecter(monde.aline)
    page = navigateur.get("/")
    assert titres(page) == ["Inscrire 1 candidature à un jury"]
    assert page.textes(".fig__n") == ["1", "0"]
    assert page.soupe.select(".agenda li")
    assert page.requetes <= 12


def test_un_organisme_qui_certifie_voit_ses_jurys(app, navigateur, monde, horloge):
    with app.app_context(), transaction():
        db.session.get(Organisation, monde.sp.cle).est_certificateur = True
        version = fabriquer_version()
        with tenancy.bound(monde.sp.cle):
            jurys.fabriquer_jury(version, tenu_le=clock.today())
    navigateur.connecter(monde.ada)
    assert "Ouvrir la délibération" in titres(navigateur.get("/"))


def test_le_reseau_voit_ses_brouillons_et_le_recensement(app, navigateur, monde, horloge):
    with app.app_context(), transaction():
        fabriquer_brouillon(monde.rc.cle)
        charger_recensement_reel()
    navigateur.connecter(monde.ines)
    page = navigateur.get("/")
    assert any(titre.startswith("Relire la version") for titre in titres(page))
    assert page.textes(".fig__n") == ["–", "42"]
    assert page.textes("#en-cours .badge") == ["Brouillon"]
    assert page.requetes <= 12


def test_l_administration_voit_ce_qui_manque_aux_organisations(app, navigateur, monde, horloge):
    with app.app_context(), transaction():
        comptes.fabriquer_organisation(nom="L’Atelier Vide", siret=None)
        lien = db.session.query(Habilitation).one()
        lien.jusqu_au = clock.today() + timedelta(days=10)
    navigateur.connecter(monde.samir)
    page = navigateur.get("/")
    assert set(titres(page)) == {
        "Donner un·e responsable à L’Atelier Vide",
        "Compléter le SIRET de L’Atelier Vide",
        "Renouveler l’habilitation de Les Sept Parcelles",
    }
    assert "Organismes de formation" in page.textes(".fig__l")
    assert page.requetes <= 12


def test_sans_role_l_accueil_le_dit(app, navigateur, monde):
    from coopmetiers.comptes.services import appartenances

    with app.app_context(), transaction():
        appartenances.terminer(monde.ada, monde.noe.membership_id)
    navigateur.connecter(monde.noe)
    assert "plus de rôle" in navigateur.get("/").texte


def test_sans_compte_l_entree_dit_ce_que_c_est_et_ou_aller(navigateur, app):
    page = navigateur.get("/")
    adresses = {lien["href"] for lien in page.soupe.select("main a")}
    assert {"/connexion", "/v", "/referentiels", "/recensement"} <= adresses


@pytest.mark.parametrize("role", [Role.RESPONSABLE])
def test_un_employeur_a_un_accueil(app, navigateur, monde, role):
    from coopmetiers.comptes.enums import NatureOrganisation

    with app.app_context(), transaction():
        maison = comptes.fabriquer_organisation(NatureOrganisation.EMPLOYEUR)
        personne = comptes.fabriquer_utilisateur("Emma", "Ployeuse")
        comptes.fabriquer_appartenance(personne, maison, role)
        db.session.flush()
        cle = personne.id
    from coopmetiers.comptes.models import Utilisateur

    with app.app_context():
        personne = db.session.get(Utilisateur, cle)
        db.session.expunge(personne)
    navigateur.connecter(personne)
    assert navigateur.get("/").textes("h1") == ["Bonjour Emma"]
