"""Lire le référentiel, au même prix à toute taille."""

from __future__ import annotations

import pytest

from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import paginate
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.enums import Exercice, NatureRessource, RelationAlignement
from coopmetiers.referentiel.queries import FiltreRecensement
from tests.fabriques import referentiel as fabrique
from tests.monde import creer_monde
from tests.navigateur import compter_requetes

pytestmark = pytest.mark.deux_bases
ANONYME = Identity.anonymous()


@pytest.fixture
def reelle(base):
    with transaction():
        return fabrique.publier_referentiel_reel()


def test_l_arbre_a_les_sept_blocs_les_activites_et_les_competences_dans_l_ordre(reelle):
    arbre = queries.arbre(reelle.cle)
    assert [bloc.code for bloc in arbre.blocs] == [f"BC{rang}" for rang in range(1, 8)]
    assert [len(bloc.competences) for bloc in arbre.blocs] == [9, 13, 11, 9, 12, 8, 8]
    assert all(len(bloc.activites) == 4 for bloc in arbre.blocs)
    assert arbre.competences == tuple(queries.competences(reelle.cle).values())
    assert len(list(arbre.elements())) == 7 + 28 + 70


def test_une_competence_dit_sa_place_ses_modalites_et_ses_rangs(reelle):
    competence = queries.competences(reelle.cle)["C2.3.3"]
    assert (competence.code_bloc, competence.code_activite) == ("BC2", "A2.3")
    assert competence.modalites == ("ME1", "ME6")
    assert competence.rangs == {"animateur": "PRINCIPAL", "developpeur": "PRINCIPAL"}
    assert competence.exercices == (Exercice.INTERNE, Exercice.EXTERNE)


@pytest.mark.parametrize(
    ("metier", "exercice", "total", "bc3"),
    [
        ("animateur", Exercice.INTERNE, 54, (11, False)),
        ("animateur", Exercice.EXTERNE, 47, (4, False)),
        ("developpeur", Exercice.INTERNE, 51, (1, True)),
        ("developpeur", Exercice.EXTERNE, 58, (1, True)),
    ],
)
def test_les_exigences_sont_celles_de_la_regle(reelle, metier, exercice, total, bc3):
    cle = {m.code: m.cle for m in queries.metiers(reelle.cle)}[metier]
    blocs = queries.exigences(reelle.cle, cle, exercice)
    assert sum(len(bloc.competences) for bloc in blocs) == total
    assert (len(blocs[2].competences), blocs[2].complementaire) == bc3
    assert queries.exigences_par_profil(reelle.cle)[metier, exercice] == blocs


def test_l_echelle_a_quatre_niveaux_et_son_seuil(reelle):
    echelle = queries.echelle(reelle.cle)
    assert (echelle.seuil, len(echelle.niveaux)) == (3, 4)
    assert echelle.niveau(3).libelle == "Exerce en autonomie"
    assert echelle.niveau(1).descripteurs["rapport_aux_autres"] == "Observe, demande"


def test_modalites_epreuves_criteres_descripteurs_situations_maturite(reelle):
    assert [m.code for m in queries.modalites(reelle.cle) if m.jamais_seule] == ["ME7"]
    assert queries.epreuves(reelle.cle)["BC1"].duree.startswith("45")
    assert len(queries.criteres(reelle.cle)["C2.3.3"]) == 3
    assert set(queries.descripteurs(reelle.cle)["BC1"]) == {1, 2, 3, 4}
    assert queries.situations(reelle.cle)["A1.1"][0] == "Prise de poste"
    assert [len(d.niveaux) for d in queries.maturite(reelle.cle)] == [4] * 9


def test_la_fiche_d_une_competence_dit_ce_qu_elle_mobilise_et_d_ou_elle_vient(reelle):
    cle = queries.competences(reelle.cle)["C2.3.3"].cle
    ressources = queries.ressources_de(cle)
    assert [r.code for r in ressources[NatureRessource.POSTURE]] == ["PO05", "PO11"]
    assert "Création" in [phase.libelle for phase in queries.phases_de(cle)]
    source = queries.sources_de(cle)[0]
    assert source.adresses
    assert source.consultee_le is not None
    alignements = queries.alignements_de(reelle.cle, cle)
    assert {a.relation for a in alignements} == {RelationAlignement.APPARENTE}
    assert alignements[0].sources[0].code == "S36"


def test_un_metier_a_ses_rapprochements(reelle):
    animateur = queries.metiers(reelle.cle)[0]
    alignements = queries.alignements_du_metier(reelle.cle, animateur.cle)
    assert [a.repertoire for a in alignements] == ["ROME", "ROME", "ROME", "ESCO", "ESCO"]
    assert animateur.fiche["fonctions"] == ["coordination", "facilitation", "pilotage"]


@pytest.mark.parametrize(
    ("lecture", "budget"),
    [
        (queries.arbre, 3),
        (queries.competences, 3),
        (queries.criteres, 1),
        (queries.descripteurs, 1),
        (queries.epreuves, 1),
        (queries.echelle, 2),
        (queries.metiers, 1),
        (queries.exigences_par_profil, 3),
        (queries.contenu, 25),
    ],
)
def test_une_lecture_coute_autant_pour_une_version_dix_fois_plus_grande(app, base, lecture, budget):
    with transaction():
        petite = fabrique.fabriquer_version(code="petite")
        grande = fabrique.fabriquer_version(code="grande", nb_blocs=20)
    depenses = []
    for version in (petite, grande):
        db.session.rollback()
        with compter_requetes(app) as compte:
            lecture(version.cle)
        depenses.append(compte["requetes"])
    assert depenses[0] == depenses[1]
    assert depenses[0] <= budget + 2  # l’ouverture de l’unité de lecture


def test_une_version_publiee_est_a_tout_le_monde_un_brouillon_au_reseau_qui_le_porte(base):
    with transaction() as session:
        monde = creer_monde(session)
        fabrique.fabriquer_brouillon(monde.rc.cle, code="en-chantier")
        fabrique.fabriquer_version(code="ouvert")
    lisent = {
        nom: [v.code for v in queries.versions_visibles(personne)]
        for nom, personne in {"anonyme": ANONYME, "ada": monde.ada, "ines": monde.ines}.items()
    }
    assert lisent == {
        "anonyme": ["ouvert"],
        "ada": ["ouvert"],
        "ines": ["en-chantier", "ouvert"],
    }
    assert queries.version_visible(monde.ines, "en-chantier", "1.0").etat == "BROUILLON"
    # L’administration du même réseau n’écrit pas de référentiel : elle n’en lit pas le brouillon.
    for personne in (ANONYME, monde.ada, monde.driss, monde.samir):
        with pytest.raises(NotFound):
            queries.version_visible(personne, "en-chantier", "1.0")
    with pytest.raises(NotFound):
        queries.version_publiee("en-chantier", "1.0")


def test_une_version_remplacee_reste_lisible_mais_n_est_plus_offerte(base):
    with transaction():
        ancienne = fabrique.fabriquer_version()
        fabrique.fabriquer_version(version="2.0")
    assert [v.version for v in queries.versions_offertes()] == ["2.0"]
    assert queries.version_publiee(ancienne.code, "1.0").etat == "REMPLACEE"
    assert queries.version_visible(ANONYME, ancienne.code, "1.0") is not None


@pytest.fixture
def recensees(base):
    with transaction():
        fabrique.charger_recensement_reel()

    def codes(**filtre) -> list[str]:
        page = paginate(queries.recensement(FiltreRecensement(**filtre)), 1)
        return [fiche.code for fiche in page.items]

    return codes


def test_le_recensement_se_lit_dans_l_ordre_des_codes(recensees):
    assert recensees() == [f"F{rang:02d}" for rang in range(1, 43)]


def test_le_recensement_se_cherche_sans_accent_et_par_tous_les_mots(recensees):
    assert recensees(mots="ODYSSEE creation") == ["F02"]
    assert recensees(mots="odyssée introuvable") == []
    assert recensees(mots="100%") == []


def test_le_recensement_se_filtre_par_bloc_et_par_modalite(recensees):
    assert len(recensees(bloc="BC4")) > 4
    assert recensees(bloc="BC") == []
    assert "hybride" in queries.modalites_recensees()
    assert set(recensees(modalite="hybride", bloc="BC2")) < set(recensees(modalite="hybride"))


def test_une_fiche_inconnue_n_existe_pas(recensees):
    with pytest.raises(NotFound):
        queries.fiche_recensee("F99")
