"""Émarger : des constats qui s’ajoutent, une correction qui nomme l’ancien."""

from __future__ import annotations

import pytest

from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.parcours.enums import Presence
from coopmetiers.parcours.models import Emargement
from coopmetiers.parcours.queries import assiduite_de, emargement
from coopmetiers.parcours.rules.assiduite import SaisiePresence
from coopmetiers.parcours.services import assiduite, inscriptions

pytestmark = pytest.mark.deux_bases


def tous(printemps, presence=Presence.PRESENT, rang=0):
    personnes = (printemps.zelie_id, printemps.youssef_id)
    return [SaisiePresence(printemps.creneaux[rang], qui, presence) for qui in personnes]


def test_emarger_constate_chaque_presence(monde, printemps, agir, lignes, lire, journal):
    assert agir(assiduite.emarger, monde.noe, printemps.session_id, tous(printemps)) == 2
    constats = lignes(Emargement)
    assert [constat.cle_constateur for constat in constats] == [monde.noe.user_key] * 2
    feuille = lire(emargement, printemps.cle_session)
    assert feuille.nb_presents(printemps.creneaux[0]) == 2
    assert feuille.est_constate(printemps.creneaux[0])
    assert not feuille.est_constate(printemps.creneaux[1])
    action, objet, details = journal()[-1]
    assert (action, objet) == ("parcours.assiduite.emarger", printemps.session_id)
    assert len(details["constats"]) == 2


def test_redire_n_ecrit_rien(monde, printemps, agir, lignes, journal):
    agir(assiduite.emarger, monde.noe, printemps.session_id, tous(printemps))
    assert agir(assiduite.emarger, monde.noe, printemps.session_id, tous(printemps)) == 0
    assert len(lignes(Emargement)) == 2
    assert len(journal()) == 1


def test_changer_ajoute_un_constat_qui_nomme_l_ancien(monde, printemps, agir, lignes, lire):
    agir(assiduite.emarger, monde.noe, printemps.session_id, tous(printemps))
    absente = [SaisiePresence(printemps.creneaux[0], printemps.zelie_id, Presence.ABSENT)]
    assert agir(assiduite.emarger, monde.ada, printemps.session_id, absente) == 1
    premier, _second, correction = lignes(Emargement)
    assert (premier.presence, correction.presence) == ("PRESENT", "ABSENT")
    assert correction.cle_corrige == premier.cle
    heures = lire(assiduite_de, printemps.cle_zelie, printemps.cle_session)
    assert (heures.minutes_presentes, heures.minutes_constatees, heures.taux) == (0, 210, 0)
    assert heures.nb_a_emarger == 3


@pytest.mark.parametrize(
    ("qui", "refus"),
    [("basile", Forbidden), ("zelie", Forbidden), ("driss", NotFound), ("octave", NotFound)],
)
def test_qui_n_emarge_pas(monde, printemps, agir, lignes, qui, refus):
    with pytest.raises(refus):
        agir(assiduite.emarger, getattr(monde, qui), printemps.session_id, tous(printemps))
    assert lignes(Emargement) == []


def test_demain_ne_s_emarge_pas_et_rien_n_est_ecrit(monde, printemps, agir, lignes):
    saisies = [*tous(printemps), *tous(printemps, rang=4)]
    with pytest.raises(RuleViolation) as refus:
        agir(assiduite.emarger, monde.noe, printemps.session_id, saisies)
    assert refus.value.code == "creneau_a_venir"
    assert lignes(Emargement) == []


def test_une_personne_d_une_autre_session_n_y_emarge_pas(monde, printemps, agir, lignes):
    ailleurs = SaisiePresence(
        printemps.creneaux[0], printemps.ailleurs_inscription_id, Presence.PRESENT
    )
    with pytest.raises(NotFound):
        agir(assiduite.emarger, monde.ada, printemps.session_id, [ailleurs])
    inconnu = SaisiePresence("inconnu", printemps.zelie_id, Presence.PRESENT)
    with pytest.raises(NotFound):
        agir(assiduite.emarger, monde.ada, printemps.session_id, [inconnu])
    assert lignes(Emargement) == []


def test_une_inscription_rompue_sort_de_la_feuille(monde, printemps, agir, lire):
    agir(inscriptions.rompre, monde.ada, printemps.youssef_id, "Déménagement")
    feuille = lire(emargement, printemps.cle_session)
    assert [personne.nom for personne in feuille.personnes] == ["Zélie Modèle"]
    with pytest.raises(RuleViolation) as refus:
        agir(assiduite.emarger, monde.noe, printemps.session_id, tous(printemps))
    assert refus.value.code == "inscription_rompue"
