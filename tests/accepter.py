"""Les fichiers attendus : comparés, et récrits seulement quand on le demande."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ATTENDUS = Path(__file__).parent / "attendus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accepter-attendus",
        action="store_true",
        help="récrit les fichiers de tests/attendus, à relire ensuite comme du code",
    )


@pytest.fixture
def attendu(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare un texte au fichier attendu de ce nom ; l’écrit avec `--accepter-attendus`."""

    def comparer(nom: str, texte: str) -> None:
        fichier = ATTENDUS / nom
        if request.config.getoption("--accepter-attendus"):
            fichier.write_text(texte, "utf-8")
        garde = fichier.read_text("utf-8") if fichier.exists() else ""
        assert texte.splitlines() == garde.splitlines(), f"{nom} : pytest --accepter-attendus"

    return comparer
