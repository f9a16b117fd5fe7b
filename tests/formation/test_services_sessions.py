"""Ouvrir une session, poser et retirer ses demi-journées, y affecter l’équipe."""

from datetime import date, time

import pytest
from sqlalchemy import select

from coopmetiers.base import tenancy
from coopmetiers.base.db import db
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.formation.enums import DemiJournee, ModaliteSession, RoleSession
from coopmetiers.formation.models import Affectation, Creneau, SessionFormation
from coopmetiers.formation.rules.sessions import SaisieCreneau, SaisieHoraires, SaisieSession
from coopmetiers.formation.services import affectations, creneaux, formations, sessions

pytestmark = pytest.mark.deux_bases

LUNDI, MARDI, MERCREDI = date(2027, 1, 11), date(2027, 1, 12), date(2027, 1, 13)
MATIN, APRES_MIDI = DemiJournee.MATIN, DemiJournee.APRES_MIDI
SAISIE = SaisieSession("Groupe Automne", LUNDI, MARDI, "Salle du Moulin", ModaliteSession.MIXTE)
HORAIRES = SaisieHoraires(((LUNDI, MATIN), (MARDI, APRES_MIDI)))


@pytest.fixture
def lignes(monde, base):
    def _lignes(demande):
        db.session.rollback()
        with tenancy.bound(monde.sp.cle):
            return list(db.session.scalars(demande))

    return _lignes


def test_ouvrir_une_session_pose_ses_demi_journees(monde, exemple, agir, lignes, journal):
    agir(sessions.ouvrir, monde.ada, exemple.formation_id, SAISIE, HORAIRES)
    session = lignes(select(SessionFormation).order_by(SessionFormation.cle.desc()))[0]
    assert (session.intitule, session.lieu, session.modalite) == (
        "Groupe Automne",
        "Salle du Moulin",
        "MIXTE",
    )
    assert session.code.startswith("SP-")
    poses = lignes(select(Creneau).where(Creneau.cle_session == session.cle).order_by(Creneau.cle))
    assert [(c.jour, c.demi_journee, c.debut) for c in poses] == [
        (LUNDI, MATIN, time(9)),
        (MARDI, APRES_MIDI, time(13, 30)),
    ]
    assert [action for action, _objet, _details in journal()] == [
        "formation.session.ouvrir",
        "formation.creneau.engendrer",
    ]


def test_la_session_offre_la_version_de_la_formation(monde, exemple, agir, lignes):
    agir(sessions.ouvrir, monde.ada, exemple.formation_id, SAISIE)
    versions = {session.cle_version for session in lignes(select(SessionFormation))}
    assert len(versions) == 1


@pytest.mark.parametrize(
    ("saisie", "horaires", "code"),
    [
        (SaisieSession("Groupe", MARDI, LUNDI), None, "dates_a_l_envers"),
        (SaisieSession("G", LUNDI, MARDI), None, "intitule"),
        (SAISIE, SaisieHoraires(((MERCREDI, MATIN),)), "hors_session"),
        (
            SAISIE,
            SaisieHoraires(((LUNDI, MATIN),), matin=(time(9), time(8))),
            "heures_a_l_envers",
        ),
    ],
)
def test_une_session_mal_dite_n_est_pas_ouverte(
    monde, exemple, agir, lignes, saisie, horaires, code
):
    with pytest.raises(RuleViolation) as refus:
        agir(sessions.ouvrir, monde.ada, exemple.formation_id, saisie, horaires)
    assert refus.value.code == code
    assert len(lignes(select(SessionFormation))) == 1


def test_une_formation_archivee_n_ouvre_plus_de_session(monde, exemple, agir):
    agir(formations.archiver, monde.ada, exemple.formation_id)
    with pytest.raises(RuleViolation) as refus:
        agir(sessions.ouvrir, monde.ada, exemple.formation_id, SAISIE)
    assert refus.value.code == "formation_archivee"


def test_modifier_une_session_garde_ses_creneaux_dedans(monde, exemple, agir, lignes, journal):
    agir(sessions.modifier, monde.ada, exemple.session_id, SAISIE)
    assert lignes(select(SessionFormation))[0].intitule == "Groupe Automne"
    assert journal()[-1][2] == {"champs": ["intitule", "lieu", "modalite"]}
    plus_courte = SaisieSession("Groupe Automne", LUNDI, LUNDI)
    with pytest.raises(RuleViolation, match="2 créneaux") as refus:
        agir(sessions.modifier, monde.ada, exemple.session_id, plus_courte)
    assert (refus.value.code, refus.value.field) == ("creneaux_dehors", "fin_le")


def test_ajouter_puis_retirer_une_demi_journee(monde, exemple, agir, lignes, journal):
    agir(sessions.modifier, monde.ada, exemple.session_id, SaisieSession("Groupe", LUNDI, MERCREDI))
    saisie = SaisieCreneau(MERCREDI, MATIN, time(8, 30), time(12), "Analyse de pratique")
    agir(creneaux.ajouter, monde.ada, exemple.session_id, saisie)
    (pose,) = lignes(select(Creneau).where(Creneau.jour == MERCREDI))
    assert (pose.minutes, pose.intitule) == (210, "Analyse de pratique")
    agir(creneaux.retirer, monde.ada, pose.creneau_id)
    assert lignes(select(Creneau).where(Creneau.jour == MERCREDI)) == []
    assert [action for action, _objet, _details in journal()][-2:] == [
        "formation.creneau.ajouter",
        "formation.creneau.retirer",
    ]


def test_une_demi_journee_prise_est_refusee(monde, exemple, agir):
    saisie = SaisieCreneau(LUNDI, MATIN, time(8), time(9))
    with pytest.raises(RuleViolation) as refus:
        agir(creneaux.ajouter, monde.ada, exemple.session_id, saisie)
    assert refus.value.code == "demi_journee_prise"


def test_engendrer_ne_touche_pas_a_ce_qui_existe(monde, exemple, agir, lignes, journal):
    horaires = SaisieHoraires(((LUNDI, MATIN), (MARDI, MATIN)), matin=(time(8), time(11)))
    assert agir(creneaux.engendrer, monde.ada, exemple.session_id, horaires) == ()
    assert {c.debut for c in lignes(select(Creneau).where(Creneau.demi_journee == MATIN))} == {
        time(9)
    }
    assert journal() == []


def test_affecter_changer_de_role_puis_retirer(monde, exemple, agir, lignes, journal):
    ada = monde.ada.user_id
    agir(affectations.affecter, monde.ada, exemple.session_id, ada, RoleSession.FORMATEUR)
    agir(affectations.affecter, monde.ada, exemple.session_id, ada, RoleSession.EVALUATEUR)
    vivantes = lignes(select(Affectation).where(Affectation.retiree_a.is_(None)))
    assert {(a.cle_utilisateur, a.role) for a in vivantes} == {
        (monde.noe.user_key, "FORMATEUR"),
        (monde.ada.user_key, "EVALUATEUR"),
    }
    agir(affectations.retirer, monde.ada, exemple.session_id, ada)
    assert len(lignes(select(Affectation).where(Affectation.retiree_a.is_(None)))) == 1
    assert [action for action, _objet, _details in journal()] == [
        "formation.affectation.affecter",
        "formation.affectation.affecter",
        "formation.affectation.retirer",
    ]


def test_une_evaluatrice_evalue_et_ne_forme_pas(monde, exemple, agir):
    basile = monde.basile.user_id
    with pytest.raises(RuleViolation) as refus:
        agir(affectations.affecter, monde.ada, exemple.session_id, basile, RoleSession.FORMATEUR)
    assert (refus.value.code, refus.value.field) == ("evalue_seulement", "role")
    agir(affectations.affecter, monde.ada, exemple.session_id, basile, RoleSession.EVALUATEUR)


@pytest.mark.parametrize("qui", ["zelie", "driss", "rim", "helene"])
def test_on_n_affecte_que_l_equipe_de_l_organisme(monde, exemple, agir, qui):
    personne = getattr(monde, qui).user_id
    with pytest.raises(NotFound):
        agir(affectations.affecter, monde.ada, exemple.session_id, personne, RoleSession.EVALUATEUR)


def test_retirer_qui_n_est_pas_affecte_ne_trouve_rien(monde, exemple, agir):
    with pytest.raises(NotFound):
        agir(affectations.retirer, monde.ada, exemple.session_id, monde.basile.user_id)


def _actes(monde, exemple):
    creneau = SaisieCreneau(LUNDI, MATIN, time(9), time(12))
    noe, role = monde.noe.user_id, RoleSession.EVALUATEUR
    return [
        (sessions.ouvrir, exemple.formation_id, SAISIE),
        (sessions.modifier, exemple.session_id, SAISIE),
        (creneaux.ajouter, exemple.session_id, creneau),
        (creneaux.engendrer, exemple.session_id, HORAIRES),
        (creneaux.retirer, exemple.creneaux[0]),
        (affectations.affecter, exemple.session_id, noe, role),
        (affectations.retirer, exemple.session_id, noe),
    ]


def test_un_etranger_ne_trouve_rien(monde, exemple, agir):
    for service, *arguments in _actes(monde, exemple):
        with pytest.raises(NotFound):
            agir(service, monde.driss, *arguments)


@pytest.mark.parametrize("qui", ["noe", "basile", "zelie", "aline"])
def test_les_actes_sont_au_responsable_de_l_organisme(monde, exemple, agir, qui, journal):
    for service, *arguments in _actes(monde, exemple):
        with pytest.raises(Forbidden):
            agir(service, getattr(monde, qui), *arguments)
    assert journal() == []
