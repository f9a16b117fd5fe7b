"""Un paquet CASE d’ailleurs : devenu un référentiel, puis rendu comme il était."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from coopmetiers.echanges.correspondances import case as correspondance
from coopmetiers.echanges.formats import case
from coopmetiers.echanges.formats.case import PaquetCase
from coopmetiers.referentiel.contenu.noeuds import noeuds
from coopmetiers.referentiel.rules import impossibles, verifier_coherence
from tests.fabriques.case import (
    document,
    ident,
    item,
    lien,
    objet,
    octets,
    paquet,
    paquet_complet,
    relation,
)
from tests.fabriques.case_retouche import SORTIE, reprendre
from tests.fabriques.referentiel import contenu_reel


def sans_code(cle: str, **champs: Any) -> dict[str, Any]:
    return {c: v for c, v in item(cle, **champs).items() if c != "humanCodingScheme"}


def grille(cle: str, *noms: str, **champs: Any) -> dict[str, Any]:
    niveaux = [objet(f"{cle}/{n}", quality=n, position=r * 10) for r, n in enumerate(noms)]
    critere = objet(f"{cle}/critere", CFRubricCriterionLevels=niveaux, **champs)
    return objet(cle, title=f"Grille {cle}", CFRubricCriteria=[critere])


def sans_tete() -> dict[str, Any]:
    """Ni code, ni numéro, ni relation pour l’un ; une autre langue ; des types par renvoi."""
    types = [objet("t", title="Strand", description="s", hierarchyCode="1")]
    return paquet(
        sans_code("A", CFItemTypeURI=lien("t", "autre titre")),
        sans_code("B", CFItemType="Standard", language="en"),
        sans_code("seul"),
        relations=[relation("A", "doc"), relation("B", "A", sequenceNumber=40)],
        CFDocument=document(language="de", version="2026/27", adoptionStatus="Adopted"),
        CFDefinitions={"CFItemTypes": types},
    )


def aux_doublons() -> dict[str, Any]:
    """Des codes repris, aux signes interdits, trop longs ; des textes vides ; deux parents."""
    return paquet(
        item("A", humanCodingScheme="K.1", abbreviatedStatement=""),
        item("B", humanCodingScheme="K.1", fullStatement="", abbreviatedStatement="b" * 300),
        item("C", humanCodingScheme="Élève 3/4", notes=""),
        item("D", humanCodingScheme="x" * 100, CFItemType="t" * 120),
        item("E", humanCodingScheme=""),
        relations=[
            relation("A", "doc", sequenceNumber=10),
            relation("B", "doc", sequenceNumber=20),
            relation("C", "doc", sequenceNumber=30),
            relation("D", "A"),
            relation("D", "B", notes="second parent"),
            relation("E", "ailleurs"),
            relation("B", "A", "isCousinOf"),
        ],
    )


def aux_echelles() -> dict[str, Any]:
    """Deux échelles, dont une attachée à un élément, et une grille qui n’en est pas une."""
    autre = objet("autre", CFRubricCriteria=[objet("c1", weight=0.5), objet("c2")])
    return paquet(
        item("A"),
        item("B"),
        relations=[relation("A", "doc"), relation("B", "doc")],
        CFRubrics=[autre, grille("g", "Non", "Oui"), grille("h", "1", "2", CFItemURI=lien("B"))],
    )


def profond() -> dict[str, Any]:
    noms = [f"N{rang}" for rang in range(60)]
    liens = [relation(a, b) for a, b in zip(noms[1:], noms, strict=False)]
    return paquet(*map(item, noms), relations=[relation("N0", "doc"), *liens])


PAQUETS = {
    "complet": paquet_complet,
    "sans tête": sans_tete,
    "doublons": aux_doublons,
    "échelles": aux_echelles,
    "profond": profond,
    "vide": paquet,
}
tous = pytest.mark.parametrize("recu", PAQUETS.values(), ids=PAQUETS)


def lus(recu: Mapping[str, Any]) -> PaquetCase:
    return case.lire(octets(recu))


def trie(dit: PaquetCase) -> PaquetCase:
    """Le même paquet, ses listes dans un ordre qui ne dépend pas de qui l’écrit."""
    listes = {
        nom: tuple(sorted(getattr(dit, nom), key=lambda o: o.identifier))
        for nom in ("CFItems", "CFAssociations", "CFRubrics")
    }
    return replace(dit, **listes)


@tous
def test_recu_puis_rendu_le_paquet_est_le_meme(recu):
    paquet_recu = lus(recu())
    contenu = correspondance.lecture(paquet_recu, None).contenu
    assert trie(correspondance.paquet(contenu, SORTIE)) == trie(paquet_recu)


@tous
@pytest.mark.parametrize("version", case.VERSIONS)
def test_rendu_puis_repris_rien_ne_change(recu, version):
    contenu = correspondance.lecture(lus(recu()), None).contenu
    rendu = case.lire(case.ecrire(correspondance.paquet(contenu, SORTIE), version))
    lu = correspondance.lecture(rendu, contenu)
    assert lu.contenu == contenu
    assert correspondance.code_annonce(rendu) == contenu.presentation.code


@tous
def test_recu_deux_fois_rien_ne_change(recu):
    contenu = correspondance.lecture(lus(recu()), None).contenu
    assert reprendre(lus(recu()), contenu) == contenu


@tous
def test_ce_qui_vient_d_ailleurs_peut_s_ecrire_au_brouillon(recu):
    contenu = correspondance.lecture(lus(recu()), None).contenu
    assert impossibles(verifier_coherence(contenu)) == ()
    codes = [noeud.code for noeud in noeuds(contenu)]
    assert len(set(codes)) == len(codes) == len(recu()["CFItems"])
    assert all(len(code) <= 80 for code in codes)


def test_sans_code_la_place_en_tient_lieu_et_le_type_nomme_le_niveau():
    contenu = correspondance.lecture(lus(sans_tete()), None).contenu
    assert [(n.code, n.nature, n.partie.niveau_arbre) for n in noeuds(contenu)] == [
        ("1", "AUTRE", "Strand"),
        ("1.1", "COMPETENCE", "Standard"),
        ("2", "COMPETENCE", ""),
    ]
    dit = contenu.presentation
    assert (dit.code, dit.langue, dit.version) == ("cooperation-territoriale", "de", "2026-27")
    assert {c.echelle for c in contenu.competences} == {""}


def test_les_codes_changes_sont_dits():
    lu = correspondance.lecture(lus(aux_doublons()), None)
    assert [n.code for n in noeuds(lu.contenu)] == [
        *("K.1", "x" * 80),
        *("K.1-2", "Eleve-3-4", "4"),
    ]
    dites = "\n".join(map(str, lu.remarques))
    assert "« K.1 » est aussi celui d’un autre élément : K.1-2 ici" in dites
    assert "Eleve-3-4 ici" in dites


def test_chaque_grille_a_un_critere_est_une_echelle():
    contenu = correspondance.lecture(lus(aux_echelles()), None).contenu
    assert [(e.code, e.seuil) for e in contenu.echelles] == [
        ("grille-g", None),
        ("grille-h", None),
    ]
    assert [(n.echelle, n.rang, n.libelle) for n in contenu.niveaux] == [
        ("grille-g", 1, "Non"),
        ("grille-g", 2, "Oui"),
        ("grille-h", 1, "1"),
        ("grille-h", 2, "2"),
    ]
    assert [c.echelle for c in contenu.competences] == ["", "grille-h"]


def test_ce_que_nous_changeons_l_emporte_le_reste_est_rendu():
    recu = lus(sans_tete())
    contenu = correspondance.lecture(recu, None).contenu
    (autre,) = contenu.autres
    change = replace(contenu, autres=(replace(autre, intitule="Neuf"),))
    rendu = correspondance.paquet(change, SORTIE)
    neuf = next(i for i in rendu.CFItems if i.identifier == ident("A"))
    avant = next(i for i in recu.CFItems if i.identifier == ident("A"))
    dits = {"fullStatement": "Neuf", "lastChangeDateTime": SORTIE.le}
    assert neuf == avant.model_copy(update=dits)
    assert rendu.CFDocument.lastChangeDateTime == SORTIE.le
    for version in case.VERSIONS:
        assert reprendre(case.lire(case.ecrire(rendu, version)), change) == change


def test_un_code_donne_puis_change_ici_est_dit():
    contenu = correspondance.lecture(lus(sans_tete()), None).contenu
    derniere = contenu.competences[-1]
    change = replace(contenu, competences=(*contenu.competences[:-1], replace(derniere, code="S")))
    rendu = correspondance.paquet(change, SORTIE)
    assert [i.humanCodingScheme for i in rendu.CFItems] == [None, None, "S"]


def test_des_freres_changes_de_place_prennent_nos_numeros():
    contenu = correspondance.lecture(lus(aux_doublons()), None).contenu
    echanges = replace(contenu, competences=tuple(reversed(contenu.competences)))
    rendu = correspondance.paquet(echanges, SORTIE)
    assert [p.item.identifier for p in case.arbre(rendu)] == [
        noeud.element_id for noeud in noeuds(echanges)
    ]


def test_une_nouvelle_version_d_ailleurs_ne_change_que_ce_qu_elle_change():
    contenu = correspondance.lecture(lus(paquet_complet()), None).contenu
    neuf = paquet_complet()
    neuf["CFItems"][1]["fullStatement"] = "Autrement dit"
    neuf["CFItems"][1]["lastChangeDateTime"] = "2027-01-01T00:00:00Z"
    neuf["CFItems"][1]["educationLevel"] = ["7"]
    apres = reprendre(lus(neuf), contenu)
    (avant,) = contenu.competences
    assert apres.competences == (replace(avant, enonce="Autrement dit"),)
    change = {a.nom for a in set(apres.ajouts) - set(contenu.ajouts)}
    assert {"case.CFItem.educationLevel", "case.CFItem.lastChangeDateTime"} <= change
    assert trie(correspondance.paquet(apres, SORTIE)).CFItems == trie(lus(neuf)).CFItems


def test_un_document_d_ailleurs_pose_sur_le_notre_ne_prend_pas_son_identite():
    avant = contenu_reel()
    apres = reprendre(lus(paquet(item("Z"), relations=[relation("Z", "doc")])), avant)
    rendu = correspondance.paquet(apres, SORTIE).CFDocument
    assert (rendu.uri, rendu.creator) == (SORTIE.adresse, SORTIE.porteuse)
    assert rendu.identifier == correspondance.paquet(avant, SORTIE).CFDocument.identifier
    assert reprendre(case.lire(case.ecrire(correspondance.paquet(apres, SORTIE))), apres) == apres


def test_un_referentiel_renomme_ici_annonce_toujours_son_code():
    contenu = correspondance.lecture(lus(sans_tete()), None).contenu
    autre = replace(contenu, presentation=replace(contenu.presentation, titre="Autre titre"))
    rendu = correspondance.paquet(autre, SORTIE)
    assert correspondance.code_annonce(rendu) == "cooperation-territoriale"
    assert reprendre(rendu, autre) == autre


@pytest.mark.parametrize(
    ("champs", "code"),
    [
        ({"title": "Compétences  Numériques !"}, "competences-numeriques"),
        ({"title": "能力"}, f"case-{ident('doc')[:8]}"),
        ({"uri": "https://a.test/referentiels/le-code/1.0"}, "le-code"),
        ({"officialSourceURL": "https://a.test/x/referentiels/le-code/1.0/"}, "le-code"),
        ({"uri": "https://a.test/referentiels/%2E%2E%2Fx/1.0"}, "cooperation-territoriale"),
        ({"extensions": {"coopmetiers": {"code": "garde"}}}, "garde"),
        ({"extensions": {"coopmetiers": {"code": "../x"}}}, "cooperation-territoriale"),
    ],
)
def test_le_code_annonce(champs, code):
    assert correspondance.code_annonce(lus(paquet(CFDocument=document(**champs)))) == code


def test_un_second_parent_que_notre_arbre_contredit_ne_part_plus():
    contenu = correspondance.lecture(lus(aux_doublons()), None).contenu
    d = next(c for c in contenu.competences if c.element_id == ident("D"))
    retourne = replace(
        contenu,
        competences=tuple(
            replace(c, parent=d.code) if c.element_id == ident("B") else c
            for c in contenu.competences
        ),
    )
    rendu = case.lire(case.ecrire(correspondance.paquet(retourne, SORTIE)))
    seconds = [r for r in case.hors_arbre(rendu) if r.associationType == "isChildOf"]
    assert [r.originNodeURI.identifier for r in seconds] == [ident("E")]
    repris = reprendre(rendu, retourne)
    assert {n.code: n.parent_id for n in noeuds(repris)}["K.1-2"] == ident("D")
