"""Relier : poser, changer, ôter des liens, et n’écrire que ce qui change."""

import pytest
from sqlalchemy import select

from coopmetiers.base import tenancy
from coopmetiers.base.db import db
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.formation.enums import Intensite
from coopmetiers.formation.models import Couverture
from coopmetiers.formation.queries import couverture as liens_de
from coopmetiers.formation.rules.couverture import SaisieLien
from coopmetiers.formation.services import couverture, formations
from coopmetiers.formation.services.couverture import Bilan
from tests.fabriques.formation import fabriquer_formation

pytestmark = pytest.mark.deux_bases


@pytest.fixture
def liens(base, monde, exemple):
    def _liens():
        db.session.rollback()
        with tenancy.bound(monde.sp.cle):
            return dict(liens_de(exemple.cle_formation).liens)

    return _liens


def test_relier_pose_change_et_ote(monde, exemple, agir, liens, journal):
    premier, second = exemple.modules
    trou, pratiquee, evaluee = exemple.trous[0], exemple.pratiquee, exemple.evaluee
    saisie = [
        SaisieLien(premier, trou, Intensite.ABORDEE),
        SaisieLien(second, pratiquee, Intensite.EVALUEE),
        SaisieLien(second, evaluee, None),
    ]
    bilan = agir(couverture.relier, monde.ada, exemple.formation_id, saisie)
    assert bilan == Bilan((f"{trou} M1",), (f"{pratiquee} M2",), (f"{evaluee} M2",))
    assert liens() == {
        (premier, evaluee): Intensite.EVALUEE,
        (premier, trou): Intensite.ABORDEE,
        (second, pratiquee): Intensite.EVALUEE,
    }
    action, objet, details = journal()[-1]
    assert (action, objet) == ("formation.couverture.relier", exemple.formation_id)
    assert details == {
        "poses": [f"{trou} M1"],
        "changes": [f"{pratiquee} M2"],
        "otes": [f"{evaluee} M2"],
    }


def test_redire_la_meme_chose_ne_consigne_rien(monde, exemple, agir, liens, journal):
    avant = liens()
    saisie = [SaisieLien(module, code, intensite) for (module, code), intensite in avant.items()]
    saisie.append(SaisieLien(exemple.modules[0], exemple.trous[0], None))
    assert agir(couverture.relier, monde.ada, exemple.formation_id, saisie).nombre == 0
    assert (liens(), journal()) == (avant, [])


def test_la_meme_case_dite_deux_fois_garde_la_derniere(monde, exemple, agir, liens):
    module, trou = exemple.modules[0], exemple.trous[0]
    saisie = [
        SaisieLien(module, trou, Intensite.ABORDEE),
        SaisieLien(module, trou, Intensite.EVALUEE),
    ]
    agir(couverture.relier, monde.ada, exemple.formation_id, saisie)
    assert liens()[module, trou] == Intensite.EVALUEE


def test_une_case_hors_de_la_formation_ou_de_la_version_n_existe_pas(monde, exemple, agir, liens):
    avant = liens()
    ailleurs = agir(lambda acteur: fabriquer_formation().modules[0].module_id, monde.ada)
    for saisie in (
        SaisieLien(ailleurs, exemple.trous[0], Intensite.ABORDEE),
        SaisieLien("inconnu", exemple.trous[0], Intensite.ABORDEE),
        SaisieLien(exemple.modules[0], "C99.9.9", Intensite.ABORDEE),
    ):
        with pytest.raises(NotFound):
            agir(couverture.relier, monde.ada, exemple.formation_id, [saisie])
    assert liens() == avant


def test_un_refus_n_ecrit_rien_du_tout(monde, exemple, agir, liens):
    avant = liens()
    saisie = [
        SaisieLien(exemple.modules[0], exemple.trous[0], Intensite.ABORDEE),
        SaisieLien(exemple.modules[0], "C99.9.9", Intensite.ABORDEE),
    ]
    with pytest.raises(NotFound):
        agir(couverture.relier, monde.ada, exemple.formation_id, saisie)
    assert liens() == avant


def test_une_formation_archivee_ne_se_relie_plus(monde, exemple, agir):
    agir(formations.archiver, monde.ada, exemple.formation_id)
    with pytest.raises(RuleViolation) as refus:
        agir(couverture.relier, monde.ada, exemple.formation_id, [])
    assert refus.value.code == "formation_archivee"


def test_un_formateur_lit_mais_ne_relie_pas(monde, exemple, agir):
    with pytest.raises(Forbidden):
        agir(couverture.relier, monde.noe, exemple.formation_id, [])


def test_un_etranger_ne_relie_rien(monde, exemple, agir):
    with pytest.raises(NotFound):
        agir(couverture.relier, monde.driss, exemple.formation_id, [])


def test_les_liens_appartiennent_a_l_organisme(monde, exemple, base):
    with tenancy.bound(monde.eve.cle):
        assert list(db.session.scalars(select(Couverture))) == []
