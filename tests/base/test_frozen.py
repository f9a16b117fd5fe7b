"""Une dataclass figée s’écrit d’une seule façon et se relit sans rien perdre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from coopmetiers.base import frozen


@dataclass(frozen=True)
class Partie:
    rang: int
    texte: str


@dataclass(frozen=True)
class Tout:
    le: date
    parties: tuple[Partie, ...]
    note: str | None = None


TOUT = Tout(date(2026, 11, 12), (Partie(1, "é"),))
VALEURS = {"le": "2026-11-12", "parties": [{"rang": 1, "texte": "é"}], "note": None}


def test_l_aller_retour_rend_le_meme():
    assert frozen.to_values(TOUT) == VALEURS
    assert frozen.from_values(Tout, VALEURS) == TOUT


def test_une_seule_ecriture_quel_que_soit_l_ordre():
    attendu = '{"le":"2026-11-12","note":null,"parties":[{"rang":1,"texte":"é"}]}'.encode()
    assert frozen.canonical(VALEURS) == attendu
    assert frozen.canonical(dict(reversed(VALEURS.items()))) == attendu


@pytest.mark.parametrize(
    ("ecart", "lieu"),
    [
        ({"parties": [{"rang": "1", "texte": "é"}]}, "Tout.parties[0].rang"),
        ({"parties": [{"rang": True, "texte": "é"}]}, "Tout.parties[0].rang"),
        ({"parties": [{"rang": 1}]}, "Tout.parties[0]"),
        ({"parties": {}}, "Tout.parties"),
        ({"le": 12}, "Tout.le"),
        ({"inconnu": 1}, "Tout"),
        ({"note": 3}, "Tout.note"),
    ],
)
def test_une_valeur_mal_formee_est_refusee_a_sa_place(ecart, lieu):
    with pytest.raises(ValueError, match=lieu.replace("[", r"\[")):
        frozen.from_values(Tout, VALEURS | ecart)


def test_un_champ_manquant_ne_prend_pas_sa_valeur_par_defaut():
    sans = {cle: valeur for cle, valeur in VALEURS.items() if cle != "note"}
    with pytest.raises(ValueError, match="Tout"):
        frozen.from_values(Tout, sans)


def test_les_textes_sont_composes_et_sans_blanc_de_bord():
    assert frozen.composed({"a": ["  e\u0301te\u0301 "], "b": 3}) == {"a": ["été"], "b": 3}
