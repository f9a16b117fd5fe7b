"""Publier une version, une fois pour toutes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, RuleViolation
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.contenu import empreinte
from coopmetiers.referentiel.models import Bloc, Critere, VersionReferentiel
from coopmetiers.referentiel.services import publication
from tests.fabriques import referentiel as fabrique

pytestmark = pytest.mark.deux_bases


def test_la_version_du_depot_se_publie_entiere(base):
    with transaction():
        version = fabrique.publier_referentiel_reel()
    assert queries.comptes([version.cle])[version.cle] == queries.ComptesVus(2, 7, 28, 70)
    assert version.empreinte == empreinte(fabrique.contenu_reel())


def test_ce_qui_est_relu_a_l_empreinte_de_ce_qui_a_ete_publie(base):
    with transaction():
        version = fabrique.publier_referentiel_reel()
    relu = queries.contenu(version.cle)
    assert relu == fabrique.contenu_reel()
    assert empreinte(relu) == version.empreinte
