"""Identifiants et codes : sans lettre ambiguë, imprévisibles, recopiables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.base import identifiers
from coopmetiers.base.identifiers import CROCKFORD


def test_un_identifiant_public_a_douze_symboles_minuscules():
    tires = {identifiers.public_id() for _fois in range(2000)}
    assert len(tires) == 2000
    assert all(len(t) == 12 and set(t) <= set(CROCKFORD.lower()) for t in tires)


def test_un_code_de_verification_a_quatre_vingts_bits():
    code = identifiers.verification_code()
    assert len(code) * 5 == 80
    assert identifiers.is_code(code)


def test_aucune_lettre_ambigue():
    assert not set("ILOU") & set(CROCKFORD)


@pytest.mark.parametrize(
    ("saisi", "lu"),
    [("7kq2-m9xd-4tjh-p6wr", "7KQ2M9XD4TJHP6WR"), (" OIL ", "011"), ("7K M9", "7KM9"), ("", "")],
)  # fmt: skip
def test_un_code_se_recopie_comme_on_peut(saisi, lu):
    assert identifiers.normalize_code(saisi) == lu


@given(st.text(alphabet=CROCKFORD, min_size=16, max_size=16))
def test_un_code_imprime_se_relit(code):
    assert identifiers.normalize_code(identifiers.grouped(code).lower()) == code


@given(st.text(max_size=40))
def test_lire_un_code_ne_leve_jamais(saisi):
    lu = identifiers.normalize_code(saisi)
    assert identifiers.is_code(lu) in (True, False)


def test_une_graine_rend_les_memes_tirages_et_seulement_dedans():
    def tirer():
        with identifiers.reproducible("démonstration"):
            return [identifiers.public_id() for _fois in range(5)]

    assert tirer() == tirer()
    assert len(set(tirer())) == 5
    assert identifiers.public_id() not in tirer()
