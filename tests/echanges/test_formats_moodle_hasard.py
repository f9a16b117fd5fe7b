"""Quoi qu’on lui donne, le format de Moodle lit ou refuse ; ce qu’il écrit se relit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.echanges.formats.moodle import (
    CadreMoodle,
    CompetenceMoodle,
    EchelleMoodle,
    RegleMoodle,
    ecrire,
    lire,
)
from coopmetiers.echanges.formats.moodle.titres import Champ
from tests.fabriques.moodle import CADRE, EXPORTE, TITRES, fichier, lu_ou_reproches

ECHELLE = EchelleMoodle(("N1", "N2", "N3", "N4"), par_defaut=3, acquis=(3, 4))

_TEXTES = st.text(alphabet=st.sampled_from("aB1é0 ,;\"'\t\n\r\\<=-@%2C\x00"), max_size=12)
_CODES = st.sampled_from(["A", "B,1", "c", "1.1", "é e", "%2C"]) | _TEXTES
_ECHELLES = st.builds(
    EchelleMoodle,
    st.lists(st.sampled_from(["Non", "Oui", "é"]) | _TEXTES, max_size=3).map(tuple),
    st.integers(0, 3),
    st.lists(st.integers(0, 3), max_size=2).map(tuple),
)
_COMPETENCES = st.builds(
    CompetenceMoodle,
    id_number=_CODES,
    short_name=st.sampled_from(["Décider", "- à deux", "'=x"]) | _TEXTES,
    parent=_CODES | st.just(""),
    description=st.text(max_size=30),
    description_format=st.sampled_from([0, 1, 2, 3, 4]),
    echelle=st.none() | _ECHELLES,
    regle=st.none() | st.builds(RegleMoodle, _TEXTES, st.integers(0, 4), st.none() | _TEXTES),
    croisees=st.lists(_CODES, max_size=2).map(tuple),
    exported_id=_TEXTES,
)
_CADRES = st.builds(
    CadreMoodle,
    id_number=_CODES,
    short_name=_CODES,
    echelle=st.just(ECHELLE) | _ECHELLES,
    description=_TEXTES,
    taxonomies=st.lists(st.sampled_from(["domain", "skill", "", "x"]), max_size=5).map(tuple),
    competences=st.lists(_COMPETENCES, max_size=3).map(tuple),
)


@pytest.mark.fuzz
@given(_CADRES)
def test_un_cadre_quelconque_se_relit_ou_se_refuse(cadre):
    octets, reproches = lu_ou_reproches(ecrire, cadre)
    assert all(str(reproche) for reproche in reproches)
    if not reproches:
        assert lire(octets) == replace(cadre, competences=cadre.parents_d_abord())


_LISIBLES = st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="<\\\ufffd")
_NOMS = st.text(_LISIBLES, min_size=1, max_size=30).filter(lambda nom: nom.strip() not in ("", "0"))
_LONGUES = st.text(_LISIBLES | st.sampled_from("\n\r\t<>\"',;"), max_size=60)


@st.composite
def _arbres(draw):
    """Des compétences saines, dont les filles précèdent parfois leur mère."""
    nombre = draw(st.integers(0, 8))
    codes = [f"C{n}," if n % 2 else f"C {n}" for n in range(nombre)]
    competences = [
        CompetenceMoodle(
            code,
            draw(_NOMS),
            draw(st.sampled_from(["", *codes[:rang]])),
            draw(_LONGUES),
            draw(st.sampled_from([0, 1, 2, 4])),
            draw(st.none() | st.just(EchelleMoodle(("'Non", "=Oui"), 1, (2, 1)))),
            draw(st.none() | st.builds(RegleMoodle, st.just("x\\y"), st.integers(0, 3))),
            tuple(autre for autre in draw(st.permutations(codes))[:2] if autre != code),
            draw(st.sampled_from(["", "7", "-7"])),
        )
        for rang, code in enumerate(codes)
    ]
    return tuple(draw(st.permutations(competences)))


@pytest.mark.fuzz
@given(nom=_NOMS, description=_LONGUES, competences=_arbres())
def test_un_arbre_sain_se_relit_toujours(nom, description, competences):
    cadre = CadreMoodle("R", nom, ECHELLE, description, 4, ("skill",), competences)
    ordonne = replace(cadre, competences=cadre.parents_d_abord())
    assert lire(ecrire(cadre)) == ordonne
    assert ecrire(ordonne) == ecrire(cadre)


@pytest.mark.fuzz
@given(octets=st.binary(max_size=400))
def test_des_octets_quelconques_donnent_un_refus_jamais_une_panne(octets):
    _, reproches = lu_ou_reproches(lire, octets)
    assert [str(reproche) for reproche in reproches]


@pytest.mark.fuzz
@given(place=st.integers(0, len(EXPORTE)), longueur=st.integers(0, 40), mis=st.binary(max_size=20))
def test_un_fichier_abime_est_lu_ou_refuse_jamais_une_panne(place, longueur, mis):
    cadre, reproches = lu_ou_reproches(lire, EXPORTE[:place] + mis + EXPORTE[place + longueur :])
    assert all(str(reproche) for reproche in reproches)
    if not reproches:
        assert len(cadre.profondeurs()) == len(cadre.competences)


@pytest.mark.fuzz
@given(
    titres=st.permutations(TITRES) | st.lists(_TEXTES, min_size=14, max_size=14) | st.just(TITRES),
    lignes=st.lists(st.dictionaries(st.sampled_from(Champ), _TEXTES | _CODES), max_size=4),
    configuration=st.text(alphabet='[]{}":,scaleid12proficientdefaultnull', max_size=60),
    separateur=st.sampled_from([",", ";", "\t"]),
)
def test_des_cellules_quelconques_sont_lues_ou_refusees(titres, lignes, configuration, separateur):
    entete = CADRE | ({Champ.CONFIGURATION: configuration} if configuration else {})
    octets = fichier(*lignes, titres=titres, separateur=separateur, cadre=entete)
    cadre, reproches = lu_ou_reproches(lire, octets)
    assert all(str(reproche) for reproche in reproches)
    if not reproches:
        relisible, _ = lu_ou_reproches(ecrire, cadre)
        assert relisible is None or lire(relisible).competences == cadre.parents_d_abord()
