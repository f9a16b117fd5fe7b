"""Les catalogues livrés sont ceux que « make catalogues » produirait."""

from __future__ import annotations

import pytest

from coopmetiers.base.i18n import LANGUAGES
from tests.catalogues import catalogue, fichier_po, octets, relever


@pytest.mark.parametrize("langue", LANGUAGES)
def test_les_catalogues_livres_sont_a_jour(langue: str) -> None:
    fichier = fichier_po(langue)
    livres = fichier.read_bytes(), fichier.with_suffix(".mo").read_bytes()
    assert livres == octets(catalogue(langue, relever())), "Lancez « make catalogues »."
