"""Comparer deux versions : dire ce qui a changé, tout, et rien d’autre."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.base.db import transaction
from coopmetiers.referentiel.contenu import CitationLue, ContenuVersion, SituationLue
from coopmetiers.referentiel.diff import Champ, Changement, Comparaison, Genre, Sorte, comparer
from coopmetiers.referentiel.diff.ordre import deplaces
from coopmetiers.referentiel.queries.contenu import contenu as relire
from tests.fabriques.arbres import (
    element,
    fabriquer_arbre_mele,
    fabriquer_arbre_profond,
    feuille,
    identite,
)
from tests.fabriques.referentiel import contenu_reel, fabriquer_contenu, publier_contenu
from tests.fabriques.retouches import (
    RETOUCHES,
    avec_criteres,
    changer,
    criteres_de,
    porter,
    recoder,
    retirer_competence,
)

REELLE = contenu_reel()
MELEE = fabriquer_arbre_mele()
C1 = REELLE.competences[0]


def seul(avant: ContenuVersion, apres: ContenuVersion) -> Changement:
    (unique,) = comparer(avant, apres).changements
    return unique


def dits(changement: Changement) -> list[tuple[str, str, str, str]]:
    return [(c.libelle, c.repere, c.avant, c.apres) for c in changement.champs]


def trouves(comparaison: Comparaison) -> set[tuple[Genre, str, frozenset[Sorte]]]:
    return {(c.genre, c.identifiant, c.sortes) for c in comparaison.changements}


# --- Rien -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "version",
    [REELLE, MELEE, fabriquer_contenu(), fabriquer_arbre_profond(60)],
    ids=["réelle", "mêlée", "petite", "profonde"],
)
def test_une_version_ne_change_pas_d_elle_meme(version):
    comparaison = comparer(version, version)
    assert comparaison.est_vide
    assert (comparaison.total, comparaison.phrase()) == (0, "0 changement")


def test_ni_les_lignes_ni_le_numero_ni_la_date_ne_sont_un_changement():
    presentation = replace(REELLE.presentation, version="0.2", date=date(2027, 1, 4), ligne=9)
    deplacee = changer(replace(REELLE, presentation=presentation), "competences", 3, ligne=999)
    assert comparer(REELLE, deplacee).est_vide


@pytest.mark.deux_bases
def test_ce_que_la_base_rend_est_ce_que_le_dossier_disait(base):
    with transaction():
        cle = publier_contenu(REELLE).cle
    assert comparer(REELLE, relire(cle)).est_vide


# --- Chaque geste, et lui seul --------------------------------------------------------------

PETITE = fabriquer_contenu(nb_blocs=3, nb_competences=5)
GESTES = st.dictionaries(
    st.integers(0, len(PETITE.competences) - 1), st.sampled_from(sorted(RETOUCHES)), max_size=8
)


def retoucher(version: ContenuVersion, gestes: dict[int, str]) -> tuple[ContenuVersion, set[Any]]:
    """La version retouchée, et tout ce que sa comparaison doit dire."""
    attendus = set()
    # De la dernière à la première : un ajout ou un retrait ne décale pas celles qui restent.
    for rang in sorted(gestes, reverse=True):
        version, attendu = RETOUCHES[gestes[rang]](version, rang)
        attendus.add(attendu)
    return version, attendus


@given(gestes=GESTES)
def test_la_comparaison_dit_exactement_les_retouches(gestes):
    retouchee, attendus = retoucher(PETITE, gestes)
    comparaison = comparer(PETITE, retouchee)
    assert trouves(comparaison) == attendus
    assert sum(comparaison.bilan.values()) == comparaison.total == len(gestes)


@given(gestes=GESTES, ordre=st.permutations(range(len(PETITE.competences))))
def test_dans_l_autre_sens_ce_qui_etait_ajoute_est_retire(gestes, ordre):
    melee = replace(PETITE, competences=tuple(PETITE.competences[rang] for rang in ordre))
    autre, _ = retoucher(melee, gestes)
    aller, retour = comparer(PETITE, autre), comparer(autre, PETITE)
    inverses = {Sorte.AJOUTE: Sorte.RETIRE, Sorte.RETIRE: Sorte.AJOUTE}
    retournes = {
        (genre, identifiant, frozenset(inverses.get(s, s) for s in sortes))
        for genre, identifiant, sortes in trouves(aller)
    }
    assert retournes == trouves(retour)


@pytest.mark.parametrize("geste", sorted(RETOUCHES))
def test_une_retouche_de_la_vraie_version_est_la_seule_qu_on_y_voit(geste):
    avant = replace(REELLE, alignements=())
    retouchee, attendu = RETOUCHES[geste](avant, 12)
    assert trouves(comparer(avant, retouchee)) == {attendu}


def autrement(valeur: Any) -> Any:
    """Une valeur de la même forme, et différente."""
    if isinstance(valeur, Enum):
        return next(membre for membre in type(valeur) if membre is not valeur)
    if isinstance(valeur, bool):
        return not valeur
    if isinstance(valeur, date):
        return valeur + timedelta(days=1)
    if isinstance(valeur, tuple):
        return valeur[:-1] if valeur else (CitationLue("S01"),)
    return 1 if valeur is None else valeur + (1 if isinstance(valeur, int) else " autrement")


def tous_les_champs() -> list[Any]:
    """Chaque champ de chaque liste, dans une version qui en dit quelque chose."""
    cas = []
    for version, noms in ((REELLE, REELLE.__slots__), (MELEE, ("autres", "ajouts"))):
        listes = {nom: getattr(version, nom) for nom in noms}
        for nom, liste in listes.items():
            for champ in fields(liste[0]) if isinstance(liste, tuple) and liste else ():
                if champ.name != "ligne":
                    cas.append(pytest.param(version, nom, champ.name, id=f"{nom}.{champ.name}"))
    return cas


@pytest.mark.parametrize(("version", "liste", "champ"), tous_les_champs())
def test_aucun_champ_n_est_oublie(version, liste, champ):
    valeur = getattr(getattr(version, liste)[0], champ)
    apres = changer(version, liste, 0, **{champ: autrement(valeur)})
    assert not comparer(version, apres).est_vide
    assert not comparer(apres, version).est_vide


@pytest.mark.parametrize(
    "champ",
    [f.name for f in fields(REELLE.presentation) if f.name not in {"ligne", "version", "date"}],
)
def test_aucun_champ_de_la_presentation_n_est_oublie(champ):
    valeur = getattr(REELLE.presentation, champ)
    neuve = None if is_dataclass(valeur) else autrement(valeur)
    apres = replace(REELLE, presentation=replace(REELLE.presentation, **{champ: neuve}))
    assert comparer(REELLE, apres).total == 1


@pytest.mark.parametrize("partie", ["axes", "rubriques", "grille"])
def test_aucun_champ_d_un_axe_d_une_rubrique_ou_de_la_grille_n_est_oublie(partie):
    presentation = REELLE.presentation
    suite = getattr(presentation, partie)
    premiere = suite[0] if isinstance(suite, tuple) else suite
    for champ in (f.name for f in fields(premiere) if f.name != "ligne"):
        neuve = replace(premiere, **{champ: autrement(getattr(premiere, champ))})
        autre = (neuve, *suite[1:]) if isinstance(suite, tuple) else neuve
        apres = replace(REELLE, presentation=replace(presentation, **{partie: autre}))
        assert not comparer(REELLE, apres).est_vide, champ


# --- Un code qui change ne change pas ce qui le cite ----------------------------------------


@pytest.mark.parametrize(
    ("genre", "code"),
    [
        (Genre.BLOC, "BC3"),
        (Genre.ACTIVITE, "A2.1"),
        (Genre.COMPETENCE, "C1.1.1"),
        (Genre.METIER, "animateur"),
    ],
)
def test_un_code_change_partout_est_un_seul_changement(genre, code):
    change = seul(REELLE, recoder(REELLE, code, "NEUF"))
    assert (change.genre, change.sortes) == (genre, {Sorte.RECODE})
    assert (change.code_avant, change.code_apres, change.code) == (code, "NEUF", "NEUF")
    assert dits(change) == [("Code", "", code, "NEUF")]


def test_deux_codes_echanges_sont_deux_recodages_et_rien_de_plus():
    echangee = recoder(recoder(recoder(REELLE, "BC1", "X"), "BC2", "BC1"), "X", "BC2")
    comparaison = comparer(REELLE, echangee)
    assert {c.sortes for c in comparaison.changements} == {frozenset({Sorte.RECODE})}
    assert [c.code_avant for c in comparaison.changements] == ["BC1", "BC2"]


def test_un_code_repris_par_un_autre_element_ne_trompe_pas():
    """L’activité A1.1 est remplacée par une autre, du même code : ses compétences ont déménagé."""
    apres = changer(REELLE, "activites", 0, element_id=identite("neuve"))
    comparaison = comparer(REELLE, apres)
    deplacees = [c for c in comparaison.changements if c.sortes == {Sorte.DEPLACE}]
    assert len(deplacees) == sum(c.parent == "A1.1" for c in REELLE.competences)
    assert comparaison.bilan == {"AJOUT": 1, "RETRAIT": 1, "DEPLACEMENT": len(deplacees)}


def test_l_epreuve_d_un_bloc_recode_reste_la_sienne():
    apres = recoder(REELLE, "BC1", "B1")
    apres = changer(apres, "epreuves", 0, duree="2 h")
    bloc, epreuve = comparer(REELLE, apres).changements
    assert bloc.genre is Genre.BLOC
    assert (epreuve.genre, epreuve.sortes) == (Genre.EPREUVE, {Sorte.AUTRE})
    assert (epreuve.code_avant, epreuve.code_apres, epreuve.place) == ("BC1", "B1", "B1")
    assert epreuve.identifiant == REELLE.blocs[0].element_id


# --- L’ordre et la place --------------------------------------------------------------------


@given(st.lists(st.integers(0, 30), unique=True, max_size=7), st.data())
def test_le_moins_possible_est_deplace(avant, tirage):
    apres = tirage.draw(st.permutations(avant))
    bouges = deplaces(avant, apres)
    assert [x for x in avant if x not in bouges] == [x for x in apres if x not in bouges]
    for taille in range(len(bouges)):
        for moins in permutations(avant, taille):
            assert [x for x in avant if x not in moins] != [x for x in apres if x not in moins]
    assert bouges == deplaces(apres, avant)


def test_un_seul_est_deplace_meme_sur_une_longue_suite():
    suite = list(range(50_000))
    assert deplaces(suite, [*suite[1:], 0]) == {0}
    assert len(deplaces(suite, suite[::-1])) == len(suite) - 1


def test_la_competence_portee_en_tete_est_seule_deplacee():
    petite = fabriquer_contenu(nb_blocs=1, nb_competences=9)
    change = seul(petite, porter(petite, "competences", 8, 0))
    assert (change.code, change.sortes) == ("C1.1.9", {Sorte.DEPLACE})
    assert dits(change) == [("Rang", "", "9", "1")]


def test_un_ajout_ou_un_retrait_ne_deplace_pas_les_freres():
    petite = fabriquer_contenu(nb_blocs=1, nb_competences=4)
    assert comparer(petite, retirer_competence(petite, 0)).phrase() == "1 changement : 1 retrait"
    assert comparer(retirer_competence(petite, 0), petite).phrase() == "1 changement : 1 ajout"


def test_une_competence_change_d_activite_avec_son_nom():
    change = seul(REELLE, changer(REELLE, "competences", 0, parent="A2.1"))
    (champ,) = change.champs
    assert (champ.libelle, champ.sorte) == ("Rattachement", Sorte.DEPLACE)
    assert champ.avant == "A1.1 Lire le territoire et son système d’acteurs"
    assert champ.apres.startswith("A2.1 ")
    assert change.place == "BC2"


def test_des_freres_de_natures_differentes_s_ordonnent_ensemble():
    ordre = ("D1", "D1.1", "D1.1.a", "D1.a", "Z", "D2")
    change = seul(MELEE, replace(MELEE, ordre=tuple(map(identite, ordre))))
    assert (change.code, change.sortes) in [("D1.1", {Sorte.DEPLACE}), ("D1.a", {Sorte.DEPLACE})]
    # Ce que l’ordre écrit ne change pas quand l’arbre reste le même.
    ordre = ("Z", "D1", "D2", "D1.a", "D1.1", "D1.1.a")
    autre = comparer(MELEE, replace(MELEE, ordre=tuple(map(identite, ordre))))
    assert [c.code for c in autre.changements] == ["Z"]


def test_un_arbre_profond_ou_tout_est_dit():
    profond = fabriquer_arbre_profond(60)
    milieu = profond.autres[30]
    apres = replace(
        changer(profond, "autres", 30, intitule="Autre titre"),
        autres=(
            *changer(profond, "autres", 30, intitule="Autre titre").autres,
            element("X", "N59"),
        ),
        competences=(*profond.competences, feuille("G", milieu.code)),
    )
    comparaison = comparer(profond, apres)
    assert [c.code for c in comparaison.changements] == ["N30", "X", "G"]
    assert {c.place for c in comparaison.changements} == {"N0"}
    assert comparaison.changements[0].niveau_arbre == "Domain"


def test_un_element_qui_change_de_nature_garde_son_identite():
    devenu = replace(feuille("D2"), enonce="Title of D2")
    apres = replace(
        MELEE,
        autres=tuple(a for a in MELEE.autres if a.code != "D2"),
        competences=(*MELEE.competences, devenu),
    )
    change = seul(MELEE, apres)
    assert (change.genre, change.sortes) == (Genre.COMPETENCE, {Sorte.AUTRE})
    assert dits(change) == [
        ("Nature", "", "Élément", "Compétence"),
        ("Niveau dans l’arbre", "", "Domain", "Skill"),
    ]


def test_les_changements_suivent_l_arbre_puis_les_listes():
    """Ce qui est retiré se lit où il était ; les listes viennent après."""
    apres = retirer_competence(retirer_competence(REELLE, 69), 1)
    apres = changer(apres, "competences", 0, remarque="x")
    apres = changer(apres, "competences", 30, remarque="x")
    apres = changer(changer(apres, "blocs", 6, finalite="x"), "sources", 2, apport="x")
    comparaison = comparer(replace(REELLE, alignements=()), replace(apres, alignements=()))
    codes = [REELLE.competences[rang].code for rang in (0, 1, 31)]
    derniers = [REELLE.blocs[6].code, REELLE.competences[69].code, REELLE.sources[2].code]
    assert [c.code for c in comparaison.changements] == [*codes, *derniers]


def test_chaque_bloc_est_d_un_tenant_meme_quand_un_bloc_part():
    sans = {"BC2", "A2.1", "A2.2", "A2.3", "A2.4"}
    apres = replace(
        REELLE,
        blocs=tuple(b for b in REELLE.blocs if b.code not in sans),
        activites=tuple(a for a in REELLE.activites if a.code not in sans),
        competences=tuple(
            replace(c, remarque="x") for c in REELLE.competences if c.parent not in sans
        ),
    )
    elements = {Genre.BLOC, Genre.ACTIVITE, Genre.COMPETENCE}
    places = [c.place for c in comparer(REELLE, apres).changements if c.genre in elements]
    assert list(dict.fromkeys(places)) == [f"BC{n}" for n in range(1, 8)]
    assert places == sorted(places)
    assert Counter(places)["BC2"] == 1 + 4 + 13


# --- Critères, situations, niveaux ----------------------------------------------------------


def test_les_criteres_se_disent_un_par_un():
    premiers = ["Le plan est daté.", "Chaque acteur y est nommé.", "Une carte le montre."]
    avant = avec_criteres(REELLE, C1.code, premiers)
    apres = ["Une carte le montre.", "Le plan est daté et signé.", "Un tiers le comprend seul."]
    change = seul(avant, avec_criteres(REELLE, C1.code, apres))
    assert change.sortes == {Sorte.CRITERE}
    assert dits(change) == [
        ("Critère", "2", "Le plan est daté.", "Le plan est daté et signé."),
        ("Critère", "3", "", "Un tiers le comprend seul."),
        ("Critère", "2", "Chaque acteur y est nommé.", ""),
        ("Rang du critère", "1", "3", "1"),
    ]


def test_un_critere_retire_ne_change_pas_les_suivants():
    siens = criteres_de(REELLE, C1)
    change = seul(REELLE, avec_criteres(REELLE, C1.code, siens[1:]))
    assert dits(change) == [("Critère", "1", siens[0], "")]


def test_deux_criteres_echanges_sont_un_rang():
    siens = criteres_de(REELLE, C1)
    apres = avec_criteres(REELLE, C1.code, [siens[1], siens[0], *siens[2:]])
    (champ,) = seul(REELLE, apres).champs
    assert (champ.nom, champ.sorte) == ("rang", Sorte.CRITERE)


def test_une_situation_est_de_son_activite():
    neuve = SituationLue(activite="A1.1", rang=3, enonce="Reprise après une absence")
    change = seul(REELLE, replace(REELLE, situations=(*REELLE.situations, neuve)))
    assert (change.genre, change.code, change.sortes) == (Genre.ACTIVITE, "A1.1", {Sorte.AUTRE})
    assert dits(change) == [("Situation de travail", "3", "", "Reprise après une absence")]


@pytest.mark.parametrize(
    ("liste", "champs", "genre", "dit"),
    [
        ("echelles", {"seuil": 2}, Genre.ECHELLE, ("Seuil d’acquisition", "", "3", "2")),
        (
            "niveaux",
            {"libelle": "Débute"},
            Genre.ECHELLE,
            ("Libellé du niveau", "N1", "Découvre", "Débute"),
        ),
        ("niveaux", {"code": "A1"}, Genre.ECHELLE, ("Code du niveau", "A1", "N1", "A1")),
        ("profils", {"niveau": 2}, Genre.PROFIL, ("Niveau attendu", "", "3", "2")),
        ("profils", {"exige": False}, Genre.PROFIL, ("Exigé", "", "oui", "non")),
        ("metiers", {"niveau_qualification": 7}, Genre.METIER, None),
    ],
)
def test_un_niveau_change_se_dit_niveau(liste, champs, genre, dit):
    change = seul(REELLE, changer(REELLE, liste, 0, **champs))
    assert (change.genre, change.sortes) == (genre, {Sorte.NIVEAU})
    assert dit is None or dits(change) == [dit]


def test_un_niveau_de_plus_est_de_son_echelle():
    cinquieme = replace(REELLE.niveaux[3], rang=5, code="N5", libelle="Transmet")
    change = seul(REELLE, replace(REELLE, niveaux=(*REELLE.niveaux, cinquieme)))
    assert dits(change) == [("Niveau", "N5", "", "Transmet")]


# --- Les listes -----------------------------------------------------------------------------


def test_une_source_recodee_est_une_source_retiree_et_une_ajoutee():
    """Une source n’a que son code : changé, c’est une autre."""
    apres = changer(REELLE, "sources", 1, code="S01b")
    assert comparer(REELLE, apres).phrase() == "2 changements : 1 ajout, 1 retrait"


def test_une_liste_reordonnee_dit_ce_qui_a_bouge():
    change = seul(REELLE, porter(REELLE, "ressources", 20, 0))
    assert (change.genre, change.code) == (Genre.RESSOURCE, REELLE.ressources[20].code)
    assert dits(change) == [("Rang", "", "21", "1")]


def test_l_ordre_des_profils_des_epreuves_et_des_descripteurs_ne_dit_rien():
    tournee = replace(
        REELLE,
        profils=REELLE.profils[::-1],
        epreuves=REELLE.epreuves[::-1],
        descripteurs=REELLE.descripteurs[::-1],
    )
    assert comparer(REELLE, tournee).est_vide


def test_deux_alignements_de_meme_code_restent_distincts():
    (seul_alignement,) = fabriquer_contenu().alignements
    second = replace(seul_alignement, uri="https://exemple.test/b", libelle="Second")
    avant = replace(fabriquer_contenu(), alignements=(seul_alignement, second))
    change = seul(avant, replace(avant, alignements=(second,)))
    assert (change.sortes, change.libelle) == ({Sorte.RETIRE}, seul_alignement.libelle)


def test_un_alignement_rapproche_est_au_bloc_de_son_objet():
    alignement = next(a for a in REELLE.alignements if a.objet == "competence")
    rang = REELLE.alignements.index(alignement)
    change = seul(REELLE, changer(REELLE, "alignements", rang, precision="autrement"))
    assert (change.genre, change.sortes) == (Genre.ALIGNEMENT, {Sorte.RENVOI})
    assert change.place == f"BC{alignement.code_objet[1]}"


# --- La phrase ------------------------------------------------------------------------------


def changement(*sortes: Sorte) -> Changement:
    return Changement(
        genre=Genre.COMPETENCE,
        identifiant="",
        code_avant="",
        code_apres="",
        libelle="",
        place="",
        sortes=frozenset(sortes),
    )


@pytest.mark.parametrize(
    ("sortes", "phrase"),
    [
        ([], "0 changement"),
        ([[Sorte.AJOUTE]], "1 changement : 1 ajout"),
        ([[Sorte.AJOUTE]] * 9 + [[Sorte.AUTRE]] * 3, "12 changements : 9 ajouts, 3 modifications"),
        ([[Sorte.DEPLACE, Sorte.REFORMULE]], "1 changement : 1 modification"),
        ([[Sorte.DEPLACE, Sorte.RECODE]], "1 changement : 1 déplacement"),
        ([[Sorte.RECODE]], "1 changement : 1 modification"),
        (
            [[Sorte.DEPLACE], [Sorte.RETIRE], [Sorte.RETIRE], [Sorte.NIVEAU, Sorte.CRITERE]],
            "4 changements : 2 retraits, 1 déplacement, 1 modification",
        ),
    ],
)
def test_la_phrase_compte_chaque_changement_une_fois(sortes, phrase):
    assert Comparaison(tuple(changement(*siennes) for siennes in sortes)).phrase() == phrase


def test_un_meme_changement_peut_etre_de_plusieurs_sortes():
    apres = changer(REELLE, "competences", 0, enonce="Autre énoncé", interne=not C1.interne)
    change = seul(REELLE, apres)
    assert change.sortes == {Sorte.REFORMULE, Sorte.RENVOI}
    assert comparer(REELLE, apres).comptes == {Sorte.REFORMULE: 1, Sorte.RENVOI: 1}
    assert change.champs[0] == Champ("enonce", "Énoncé", Sorte.REFORMULE, C1.enonce, "Autre énoncé")
