"""Ce que demande un récit : une plateforme qui sert, des personnes devant elle."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.recits.gestes import Personne
from tests.recits.plateforme import Plateforme, de_demonstration, ouverte


@pytest.fixture
def plateforme(tmp_path: Path, modele_sqlite: Path) -> Iterator[Plateforme]:
    """Une plateforme neuve : base migrée, vide, servie sur la machine."""
    shutil.copy(modele_sqlite, tmp_path / "coopmetiers.db")
    with ouverte(tmp_path) as neuve:
        yield neuve


@pytest.fixture
def demo(demonstration: Path, tmp_path: Path) -> Iterator[Plateforme]:
    """La démonstration servie, sur une copie que le récit peut changer."""
    with de_demonstration(demonstration, tmp_path) as copie:
        yield copie


@pytest.fixture
def arriver(browser: Browser) -> Iterator[Callable[..., Personne]]:
    """Fait venir quelqu’un devant une adresse ; à la fin, nul n’a rien eu à reprocher aux pages."""
    venues: list[Personne] = []

    def venir(adresse: str, **reglages: object) -> Personne:
        venues.append(Personne(browser, adresse, **reglages))
        return venues[-1]

    yield venir
    for personne in venues:
        personne.contexte.close()
    reproches = [reproche for personne in venues for reproche in personne.reproches]
    assert not reproches, "\n".join(reproches)
