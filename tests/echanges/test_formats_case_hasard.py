"""Un paquet CASE quelconque est lu ou refusé, jamais une panne."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.echanges.formats.case import VERSIONS, arbre, controler, ecrire, lire, pertes
from coopmetiers.echanges.formats.reproches import FichierRefuse
from tests.fabriques.case import ident, octets, paquet_complet

_COMPLET = paquet_complet()
_OCTETS = octets(_COMPLET)
_TEXTES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "\x00", "\ud800", "2026-01-01", "9999-12-31T23:59:59-14:00", "a:b c",
                     "ext:x", "isChildOf", "http://[", ident("C1"), ident("doc").upper()]),
)  # fmt: skip
_VALEURS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTES),
    lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(_TEXTES, v, max_size=3)),
    max_leaves=6,
)


def lu_ou_refuse(recu: bytes) -> None:
    lu, dites = None, ()
    try:
        lu = lire(recu)
    except FichierRefuse as refus:
        dites = refus.reproches
    if lu is None:
        assert dites
        assert all(str(dit) for dit in dites)
        return
    arbre(lu)
    assert all(str(dit) for dit in (*lu.remarques, *controler(lu)))
    for version in VERSIONS:
        relu = lire(ecrire(lu, version))
        if not pertes(lu, version):
            assert relu == lu


def chemins(valeur, chemin=()):
    yield chemin
    if isinstance(valeur, (dict, list)):
        cles = valeur if isinstance(valeur, dict) else range(len(valeur))
        for cle in cles:
            yield from chemins(valeur[cle], (*chemin, cle))


_CHEMINS = [chemin for chemin in chemins(_COMPLET) if chemin]


@pytest.mark.fuzz
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode())))
def test_des_octets_quelconques_sont_refuses(recu):
    lu_ou_refuse(recu)


@pytest.mark.fuzz
@given(st.data())
def test_un_paquet_dont_on_change_des_valeurs_est_lu_ou_refuse(data):
    contenu = copy.deepcopy(_COMPLET)
    for chemin in data.draw(st.lists(st.sampled_from(_CHEMINS), min_size=1, max_size=3)):
        cible = contenu
        try:
            for cle in chemin[:-1]:
                cible = cible[cle]
            cible[chemin[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        # Une retouche précédente a pu mettre un texte à la place d’un objet.
        if not isinstance(cible, dict | list):
            continue
        action = data.draw(st.sampled_from(["remplacer", "oter", "ajouter"]))
        if action == "oter":
            del cible[chemin[-1]]
        elif action == "remplacer":
            cible[chemin[-1]] = data.draw(_VALEURS)
        elif isinstance(cible, dict):
            cible[data.draw(_TEXTES)] = data.draw(_VALEURS)
        else:
            cible.append(data.draw(_VALEURS))
    lu_ou_refuse(json.dumps(contenu).encode())


@pytest.mark.fuzz
@given(st.integers(0, len(_OCTETS) - 1), st.binary(max_size=4), st.integers(0, 5))
def test_un_paquet_abime_est_lu_ou_refuse(place, ajout, otes):
    lu_ou_refuse(_OCTETS[:place] + ajout + _OCTETS[place + otes :])
