"""Tenir le recensement des formations données ailleurs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.services import recensement
from tests.fabriques import referentiel as fabrique
from tests.monde import creer_monde

pytestmark = pytest.mark.deux_bases


@pytest.fixture
def charge(base):
    with transaction():
        return fabrique.charger_recensement_reel()


def actes() -> list[dict]:
    return [ligne.details for ligne in db.session.scalars(select(LigneAudit))]


def test_les_formations_du_depot_se_chargent(charge):
    assert len(charge.ajoutees) == 42
    assert actes() == [{"ajoutees": list(charge.ajoutees), "changees": []}]


def test_recharger_la_meme_liste_ne_change_rien_et_ne_consigne_rien(charge):
    with transaction():
        encore = fabrique.charger_recensement_reel()
    assert (encore.ajoutees, encore.changees, encore.inchangees) == ((), (), 42)
    assert len(actes()) == 1


def test_une_fiche_dont_la_source_change_est_mise_a_jour_et_le_dit(charge):
    fiche = replace(fabrique.fiches_reelles()[0], lieu="Œuilly-sur-Essai")
    with transaction():
        fait = recensement.charger_recensement(fabrique.SYSTEME, [fiche])
    assert (fait.ajoutees, fait.changees) == ((), (fiche.code,))
    lue = queries.fiche_recensee(fiche.code)
    assert lue.details["lieu"] == "Œuilly-sur-Essai"
    assert "oeuilly" in lue.recherche
    assert actes()[-1] == {"ajoutees": [], "changees": [fiche.code]}


def test_ce_que_la_source_ne_dit_pas_n_est_pas_garde(charge):
    assert "prix" not in queries.fiche_recensee("F01").details


def test_une_fiche_absente_de_la_liste_reste(charge):
    with transaction():
        recensement.charger_recensement(fabrique.SYSTEME, fabrique.fiches_reelles()[:1])
    assert queries.fiche_recensee("F42").code == "F42"


def test_un_membre_de_reseau_recense_et_personne_d_autre(base):
    with transaction() as session:
        monde = creer_monde(session)
    with transaction():
        recensement.charger_recensement(monde.ines, fabrique.fiches_reelles())
    for personne in (monde.ada, monde.noe, monde.zelie, monde.driss, monde.octave, monde.samir):
        with pytest.raises(Forbidden), transaction():
            recensement.charger_recensement(personne, fabrique.fiches_reelles())
