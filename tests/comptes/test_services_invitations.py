"""Inviter, accepter, relancer, mettre fin."""

import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import queue
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Appartenance, Courriel, Utilisateur
from coopmetiers.comptes.queries import EtatJeton
from coopmetiers.comptes.rules import SaisieInvitation
from coopmetiers.comptes.services import appartenances, invitations
from tests.fabriques import comptes as fabriques

pytestmark = pytest.mark.deux_bases

ANONYME = Identity.anonymous()


def saisie(**ecarts):
    valeurs = {
        "prenom": "Lou",
        "nom": "Patron",
        "email": "Lou@Exemple.Test",
        "role": Role.FORMATEUR,
    }
    return SaisieInvitation(**{**valeurs, **ecarts})


def inviter(acteur, organisation_id=None, **ecarts):
    with transaction():
        personne = invitations.inviter(acteur, saisie(**ecarts), organisation_id=organisation_id)
        db.session.flush()
        return personne.id


def appartenances_de(cle):
    return db.session.scalars(
        select(Appartenance).where(Appartenance.cle_utilisateur == cle).order_by(Appartenance.cle)
    ).all()


def actions():
    return list(db.session.scalars(select(LigneAudit.action).order_by(LigneAudit.cle)))


def jeton_de(cle):
    return queries.chemin_invitation(db.session.get(Utilisateur, cle)).rsplit("/", 1)[-1]


def test_inviter_cree_le_compte_le_role_la_ligne_et_le_courriel(base, monde, horloge):
    cle = inviter(monde.ada)
    personne = db.session.get(Utilisateur, cle)
    assert (personne.email, personne.password) == ("lou@exemple.test", None)
    (lien,) = appartenances_de(cle)
    assert (lien.role, lien.cle_organisation, lien.acceptee_a) == ("FORMATEUR", monde.sp.cle, None)
    courriel = db.session.scalars(select(Courriel)).one()
    assert courriel.destinataire == "lou@exemple.test"
    assert "Les Sept Parcelles" in courriel.objet
    assert f"/invitations/{jeton_de(cle)}" in courriel.texte
    assert actions() == ["comptes.membre.inviter"]


def test_le_courriel_part_apres_l_acte(base, monde):
    inviter(monde.ada)
    assert queue.drain() == 1
    courriel = db.session.scalars(select(Courriel)).one()
    assert courriel.envoye_a is not None
    assert courriel.texte == ""


def test_inviter_deux_fois_ne_fait_rien_de_plus(base, monde):
    assert inviter(monde.ada) == inviter(monde.ada, email=" lou@exemple.test ", prenom="Louise")
    assert len(db.session.scalars(select(Courriel)).all()) == 1
    assert (
        db.session.scalars(
            select(Utilisateur.prenom).where(Utilisateur.email == "lou@exemple.test")
        ).one()
        == "Lou"
    )


def test_une_personne_deja_inscrite_ailleurs_est_ajoutee_et_prevenue(base, monde):
    cle = inviter(monde.ada, email="rim@exemple.test")
    assert cle == monde.rim_utilisateur.id
    *_ailleurs, ici = appartenances_de(cle)
    assert (ici.cle_organisation, ici.acceptee_a is not None) == (monde.sp.cle, True)
    courriel = db.session.scalars(select(Courriel)).one()
    assert "/invitations/" not in courriel.texte
    assert "Ada Exemple" in courriel.texte


@pytest.mark.parametrize("role", [Role.JURE, Role.RESEAU, Role.ADMINISTRATION])
def test_un_organisme_ne_donne_pas_les_roles_des_autres(base, monde, role):
    with pytest.raises(RuleViolation) as refus:
        inviter(monde.ada, role=role)
    assert refus.value.code == "role_impossible"
    assert actions() == []


def test_le_reseau_ne_donne_pas_l_administration_mais_l_administration_si(base, monde):
    with pytest.raises(RuleViolation):
        inviter(monde.ines, role=Role.ADMINISTRATION)
    inviter(monde.samir, role=Role.ADMINISTRATION)


@pytest.mark.parametrize("qui", ["noe", "basile", "zelie", "helene"])
def test_un_role_qui_ne_conduit_pas_n_invite_pas(base, monde, qui):
    with pytest.raises(Forbidden):
        inviter(getattr(monde, qui))


def test_driss_n_invite_pas_chez_les_sept_parcelles(base, monde):
    with pytest.raises(Forbidden):
        inviter(monde.driss, monde.sp.organisation_id)


def test_l_administration_invite_partout(base, monde):
    cle = inviter(monde.samir, monde.eve.organisation_id, role=Role.RESPONSABLE)
    assert appartenances_de(cle)[0].cle_organisation == monde.eve.cle


def test_accepter_ouvre_le_compte_et_le_lien_ne_sert_plus(base, monde, horloge):
    cle = inviter(monde.ada)
    jeton = jeton_de(cle)
    assert queries.invitation(jeton).organisations == ("Les Sept Parcelles",)
    avant = db.session.get(Utilisateur, cle).fs_uniquifier
    with transaction():
        invitations.accepter(ANONYME, jeton, mot_de_passe_hache="haché")
    personne = db.session.get(Utilisateur, cle)
    assert (personne.password, personne.fs_uniquifier != avant) == ("haché", True)
    assert appartenances_de(cle)[0].acceptee_a is not None
    assert queries.invitation(jeton).etat == EtatJeton.DEJA_SERVI
    with pytest.raises(RuleViolation), transaction():
        invitations.accepter(ANONYME, jeton, mot_de_passe_hache="autre")
    assert actions()[-1] == "comptes.invitation.accepter"


def test_un_lien_vaut_sept_jours_et_se_redemande(base, monde, horloge):
    cle = inviter(monde.ada)
    jeton = jeton_de(cle)
    horloge.avancer(days=7, seconds=-1)
    assert queries.invitation(jeton).etat == EtatJeton.OUVERT
    horloge.avancer(seconds=2)
    assert queries.invitation(jeton).etat == EtatJeton.PERIME
    assert queries.invitation(jeton).email == ""
    for _fois in range(2):  # la seconde, dans l’heure, ne renvoie rien
        with transaction():
            invitations.renouveler(ANONYME, jeton)
    assert len(db.session.scalars(select(Courriel)).all()) == 2
    assert queries.invitation(jeton_de(cle)).etat == EtatJeton.OUVERT


@pytest.mark.parametrize("jeton", ["", "n-importe-quoi", "a.b.c"])
def test_un_lien_inconnu_ne_dit_rien_et_ne_fait_rien(base, monde, jeton):
    assert queries.invitation(jeton).etat == EtatJeton.INCONNU
    with transaction():
        invitations.renouveler(ANONYME, jeton)
    assert db.session.scalars(select(Courriel)).all() == []


def test_un_compte_desactive_n_ouvre_plus_son_lien(base, monde):
    cle = inviter(monde.ada)
    jeton = jeton_de(cle)
    with transaction():
        db.session.get(Utilisateur, cle).active = False
    assert queries.invitation(jeton).etat == EtatJeton.INCONNU


def test_relancer_attend_une_heure(base, monde, horloge):
    (lien,) = appartenances_de(inviter(monde.ada))
    identifiant = lien.appartenance_id
    with pytest.raises(RuleViolation), transaction():
        invitations.relancer(monde.ada, identifiant)
    horloge.avancer(hours=1)
    with transaction():
        invitations.relancer(monde.ada, identifiant)
    assert len(db.session.scalars(select(Courriel)).all()) == 2


@pytest.mark.parametrize("acte", [invitations.relancer, appartenances.terminer])
def test_driss_ne_trouve_pas_les_membres_des_sept_parcelles(base, monde, acte):
    with pytest.raises(NotFound), transaction():
        acte(monde.driss, monde.noe.membership_id)


@pytest.mark.parametrize("acte", [invitations.relancer, appartenances.terminer])
def test_un_formateur_ne_touche_pas_aux_membres(base, monde, acte):
    with pytest.raises(Forbidden), transaction():
        acte(monde.noe, monde.basile.membership_id)


def test_l_administration_n_atteint_aucun_apprenant(base, monde):
    with pytest.raises(NotFound), transaction():
        appartenances.terminer(monde.samir, monde.zelie.membership_id)


def test_terminer_ote_le_role_et_le_consigne(base, monde):
    with transaction():
        appartenances.terminer(monde.ada, monde.noe.membership_id)
    assert queries.appartenances_vivantes(monde.noe.user_key) == ()
    assert actions() == ["comptes.membre.terminer"]
    with pytest.raises(NotFound), transaction():
        appartenances.terminer(monde.ada, monde.noe.membership_id)


def test_une_organisation_ne_perd_pas_sa_derniere_responsable(base, monde):
    with transaction():
        seconde = fabriques.fabriquer_utilisateur()
        lien = fabriques.fabriquer_appartenance(
            seconde, db.session.merge(monde.sp), Role.RESPONSABLE
        )
        identifiant = lien.appartenance_id
        agit = queries.identite(seconde, queries.appartenances_vivantes(seconde.id)[0])
    with transaction():
        appartenances.terminer(monde.ada, identifiant)
    with pytest.raises(RuleViolation) as refus, transaction():
        appartenances.terminer(agit, monde.ada.membership_id)
    assert refus.value.code == "depart_dernier"


def test_choisir_une_appartenance_qui_n_est_pas_la_sienne_est_refuse(base, monde):
    with pytest.raises(NotFound), transaction():
        appartenances.choisir(monde.ada, monde.driss.membership_id)
    with transaction():
        appartenances.choisir(monde.ada, monde.ada.membership_id)
    assert actions() == ["comptes.appartenance.choisir"]
