"""Une démonstration servie pour être lue : la même pour tous les tests d’un processus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.accessibilite.visite import ROLES, Visite
from tests.recits.gestes import Personne
from tests.recits.plateforme import Plateforme, de_demonstration


@pytest.fixture(scope="session")
def a_lire(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plateforme]:
    """La démonstration servie ; aucun de ces tests n’y écrit."""
    with de_demonstration(demonstration, tmp_path_factory.mktemp("a-lire")) as copie:
        yield copie


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
