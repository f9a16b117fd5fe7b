"""La version 0.1 : tout y est, une fois, écrit comme il faut."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.enums import NatureRessource, RangCompetence, RelationAlignement
from coopmetiers.referentiel.files import lire_dossier, lire_recensement
from tests.fabriques.dossiers import RECENSEMENT, VERSION, lignes


@pytest.fixture(scope="module")
def contenu() -> ContenuVersion:
    return lire_dossier(VERSION)


def test_les_nombres_sont_ceux_de_la_proposition(contenu):
    nombres = {nom: len(getattr(contenu, nom)) for nom in ("metiers", "blocs", "activites")}
    assert nombres == {"metiers": 2, "blocs": 7, "activites": 28}
    assert (len(contenu.competences), len(contenu.criteres)) == (70, 150)
    assert [len(dimension.niveaux) for dimension in contenu.dimensions] == [4] * 9
    assert (len(contenu.sources), len(contenu.profils), len(contenu.epreuves)) == (49, 28, 7)


def test_59_competences_concernent_animer_et_58_developper(contenu):
    for metier, nombre, secondaires in (("animateur", 59, 7), ("developpeur", 58, 1)):
        rangs = Counter(competence.rang_pour(metier) for competence in contenu.competences)
        assert rangs[RangCompetence.SECONDAIRE] == secondaires
        assert rangs[RangCompetence.PRINCIPAL] + secondaires == nombre


def test_les_vocabulaires_sont_entiers(contenu):
    natures = Counter(ressource.nature for ressource in contenu.ressources)
    assert natures == {
        NatureRessource.SAVOIR: 30,
        NatureRessource.SAVOIR_FAIRE: 26,
        NatureRessource.POSTURE: 16,
    }
    assert [phase.abrege for phase in contenu.phases] == ["ID", "EM", "CR", "CO", "CE"]
    assert [m.code for m in contenu.modalites if m.jamais_seule] == ["ME7"]


def test_l_echelle_a_quatre_niveaux_et_son_seuil_est_le_troisieme(contenu):
    assert [niveau.code for niveau in contenu.niveaux] == ["N1", "N2", "N3", "N4"]
    assert contenu.echelles[0].seuil == 3
    assert len(contenu.descripteurs) == 7 * 4


def test_tout_alignement_est_apparente_jamais_equivalent(contenu):
    assert {a.relation for a in contenu.alignements} == {RelationAlignement.APPARENTE}


def test_un_repere_du_webinaire_est_une_heure_ou_un_intervalle(contenu):
    motif = re.compile(r"\d:\d\d:\d\d(–\d:\d\d:\d\d)?")
    reperes = [
        citation.repere
        for competence in contenu.competences
        for citation in competence.sources
        if citation.source == "seed"
    ]
    assert reperes
    assert [repere for repere in reperes if not motif.fullmatch(repere)] == []


def test_un_libelle_court_tient_en_60_signes_et_n_est_pas_un_enonce_coupe(contenu):
    courts = [competence.libelle_court for competence in contenu.competences]
    assert max(map(len, courts)) <= 60
    assert len(set(courts)) == 70
    assert not [court for court in courts if court.endswith((",", "(", " et", " de"))]


def test_les_textes_suivent_la_typographie_francaise():
    """Sauf les adresses, et les libellés d’ESCO, recopiés tels quels."""
    fautes = []
    for chemin in sorted(VERSION.glob("*.csv")):
        entete, *rangees = lignes(chemin)
        for rangee in rangees:
            esco = chemin.name == "alignements.csv" and "ESCO" in rangee
            fautes += [
                (chemin.name, nom, cellule)
                for nom, cellule in zip(entete, rangee, strict=True)
                if nom not in ("adresses", "uri")
                and not (esco and nom == "libelle")
                and re.search("'| [;:!?]|« | »", cellule)
            ]
    assert fautes == []


def test_le_recensement_a_42_fiches_toutes_sourcees_et_non_verifiees():
    fiches = lire_recensement(RECENSEMENT)
    assert len(fiches) == 42
    assert all(fiche.adresses and not fiche.verifiee for fiche in fiches)
    assert {fiche.vue_le.isoformat() for fiche in fiches} == {"2026-11-22"}


def test_le_recensement_compte_les_blocs_comme_la_lecture_de_l_echantillon():
    compte = Counter(bloc for fiche in lire_recensement(RECENSEMENT) for bloc in fiche.blocs)
    attendu = {"BC1": 11, "BC2": 23, "BC3": 13, "BC4": 11, "BC5": 12, "BC6": 4, "BC7": 8}
    assert compte == attendu


def test_un_champ_que_la_source_ne_dit_pas_reste_vide():
    oxalis = next(f for f in lire_recensement(RECENSEMENT) if f.code == "F07")
    vides = (oxalis.duree, oxalis.heures, oxalis.prix, oxalis.certification, oxalis.lieu)
    assert vides == ("", None, "", "", "")
