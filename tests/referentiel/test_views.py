"""Les pages du référentiel et du recensement, devant une personne."""

from __future__ import annotations

import pytest

from coopmetiers.base.db import transaction
from tests.fabriques import referentiel as fabrique
from tests.monde import creer_monde

BASE = "/referentiels/cooperation-territoriale/0.1"


@pytest.fixture
def publiee(app):
    with app.app_context(), transaction():
        fabrique.publier_referentiel_reel()
        fabrique.charger_recensement_reel()


def test_tout_souvre(publiee, navigateur):
    for adresse in (
        "/referentiels",
        BASE,
        f"{BASE}/presentation",
        f"{BASE}/elements/BC2",
        f"{BASE}/elements/A2.3",
        f"{BASE}/elements/C2.3.3",
        f"{BASE}/metiers/animateur",
        "/recensement",
        "/recensement/F01",
        f"{BASE}?q=oeuvre",
    ):
        page = navigateur.get(adresse)
        print(adresse, page.requetes, page.textes("h1"))
