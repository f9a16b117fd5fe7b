"""Des cellules quelconques, à des places quelconques : lues ou refusées, jamais une panne."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopmetiers.echanges.correspondances import moodle as correspondance
from coopmetiers.echanges.correspondances.tableur import ecriture, reprise
from coopmetiers.echanges.formats import moodle, tableur, tableur_lu
from coopmetiers.echanges.formats.reproches import FichierRefuse
from coopmetiers.referentiel.contenu.noeuds import noeuds
from coopmetiers.referentiel.diff import comparer
from coopmetiers.referentiel.rules import verifier_coherence
from tests.fabriques import arbres
from tests.fabriques.referentiel import fabriquer_contenu

LE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CELLULES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.sampled_from(["1.1", "1.1.1", "2", "C1.1.1", "A1.1", "B1", "oui", "principal", "N3", "S1"]),
    st.text(max_size=30),
)
PLACES = st.tuples(st.integers(0, 20), st.integers(0, 40), st.integers(0, 20), CELLULES)
_fuzz = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _en_francais(app):
    with app.test_request_context():
        yield


@pytest.fixture(scope="module")
def classeurs():
    """Deux classeurs emportés, lus une fois pour toutes."""
    lus = {}

    def lu(contenu):
        if contenu not in lus:
            sortie = ecriture.Sortie(LE, LE, "organisation")
            octets = tableur.ecrire(ecriture.classeur(contenu, sortie))
            lus[contenu] = tableur_lu.lire(octets)
        return lus[contenu]

    return lu


def changer(classeur, retouches):
    """Écrit chaque valeur dans la feuille, la ligne et la colonne tirées."""
    feuilles = dict(classeur.feuilles)
    noms = list(feuilles)
    for rang_feuille, rang_ligne, rang_colonne, valeur in retouches:
        feuille = feuilles[noms[rang_feuille % len(noms)]]
        if not feuille.lignes:
            continue
        n = rang_ligne % len(feuille.lignes)
        ligne = feuille.lignes[n]
        c = rang_colonne % len(ligne.valeurs)
        valeurs = (*ligne.valeurs[:c], valeur, *ligne.valeurs[c + 1 :])
        lignes = (*feuille.lignes[:n], ligne._replace(valeurs=valeurs), *feuille.lignes[n + 1 :])
        feuilles[feuille.nom] = replace(feuille, lignes=lignes)
    return replace(classeur, feuilles=feuilles)


def eprouver(contenu, base):
    """Ce qui a été lu se parcourt, se vérifie et se compare."""
    assert len(noeuds(contenu)) <= len(noeuds(base)) + len(contenu.competences) + 50
    for anomalie in verifier_coherence(contenu):
        assert anomalie.message
    assert comparer(base, contenu).phrase()


@pytest.mark.fuzz
@_fuzz
@given(retouches=st.lists(PLACES, min_size=1, max_size=8), mele=st.booleans())
def test_un_classeur_retouche_au_hasard(retouches, mele, classeurs):
    base = arbres.fabriquer_arbre_mele() if mele else fabriquer_contenu()
    motifs, lu = [], None
    try:
        lu = reprise.reprendre(changer(classeurs(base), retouches), base)
    except FichierRefuse as refus:
        motifs = [str(reproche) for reproche in refus.reproches]
    assert lu is not None or all(motifs)
    if lu is not None:
        eprouver(lu.contenu, base)


@pytest.mark.fuzz
@_fuzz
@given(
    retouches=st.lists(
        st.tuples(
            st.integers(0, 20),
            st.sampled_from(["parent", "short_name", "description", "exported_id"]),
            st.one_of(st.text(max_size=40), st.sampled_from(["A1.1", "B1", "C2.1.1", "ailleurs"])),
        ),
        max_size=6,
    ),
    ecartees=st.sets(st.integers(0, 10), max_size=4),
)
def test_un_cadre_de_moodle_retouche_au_hasard(retouches, ecartees):
    base = fabriquer_contenu()
    competences = list(correspondance.cadre(base).competences)
    for rang, champ, valeur in retouches:
        n = rang % len(competences)
        competences[n] = replace(competences[n], **{champ: valeur})
    gardees = tuple(c for n, c in enumerate(competences) if n not in ecartees)
    cadre = replace(correspondance.cadre(base), competences=gardees)
    try:
        recu = moodle.lire(moodle.ecrire(cadre))
    except FichierRefuse:
        return
    eprouver(correspondance.lecture(recu, base).contenu, base)
