"""Une démonstration servie pour être lue : la même pour tous les tests d’un processus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from playwright.sync_api import Browser

from coopmetiers.base.db import transaction
from coopmetiers.base.identity import Identity
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.services import brouillons
from tests.accessibilite.visite import ROLES, Visite
from tests.recits.gestes import Personne
from tests.recits.plateforme import Plateforme, de_demonstration


@pytest.fixture(scope="session")
def a_lire(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plateforme]:
    """La démonstration servie, un brouillon en plus ; aucun de ces tests n’y écrit."""
    with de_demonstration(demonstration, tmp_path_factory.mktemp("a-lire")) as copie:
        with copie.app.app_context(), transaction():
            _ouvrir_un_brouillon()
        yield copie


def _ouvrir_un_brouillon() -> None:
    """Une version 0.2 : un énoncé a changé, une compétence est neuve, une autre est ailleurs."""
    dit = queries.contenu(queries.versions_offertes()[0].cle)
    premiere, deuxieme, *autres = dit.competences
    premiere = replace(premiere, enonce=f"{premiere.enonce} À une date convenue.", phases=())
    deuxieme = replace(deuxieme, parent="A2.1", libelle_court="Autrement dit")
    neuve = replace(autres[0], element_id=str(uuid5(NAMESPACE_URL, "neuve")), code="C9.9.9")
    brouillons.ouvrir(
        Identity.as_system("cli"),
        replace(
            dit,
            presentation=replace(dit.presentation, version="0.2"),
            competences=(premiere, deuxieme, *autres, neuve),
        ),
    )


@pytest.fixture
def visiter(a_lire: Plateforme, browser: Browser) -> Iterator[Callable[[str], Visite]]:
    """Fait visiter à un rôle tout ce qu’il peut ouvrir."""
    venues: list[Personne] = []

    def visite(role: str) -> Visite:
        personne = Personne(browser, a_lire.adresse)
        venues.append(personne)
        if role != ROLES[0]:
            personne.entrer(role)
        faite = Visite(personne, a_lire.app)
        faite.parcourir()
        return faite

    yield visite
    for personne in venues:
        personne.contexte.close()
