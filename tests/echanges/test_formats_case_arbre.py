"""L’arbre d’un paquet CASE, son contrôle, ses échelles et ses identifiants."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import pytest

from coopmetiers.echanges.formats.case import (
    Palier,
    arbre,
    controler,
    echelle,
    ecrire,
    hors_arbre,
    lire,
    paliers,
    uuid_stable,
)
from tests.fabriques.case import (
    adresse,
    ident,
    item,
    lien,
    objet,
    octets,
    paquet,
    paquet_complet,
    relation,
)

_LE = datetime(2026, 11, 22, tzinfo=UTC)


def lu(*items, relations=(), **champs):
    return lire(octets(paquet(*items, relations=relations, **champs)))


def rangs(recu) -> list[tuple[str, str, int]]:
    codes = {i.identifier: i.humanCodingScheme for i in recu.CFItems}
    return [
        (place.item.humanCodingScheme, codes.get(place.parent, "doc"), place.position)
        for place in arbre(recu)
    ]


def fautes(recu) -> list[str]:
    return [str(reproche) for reproche in controler(recu)]


def test_un_parent_vient_avant_ses_enfants_dans_l_ordre_des_numeros_puis_du_fichier():
    liens = [
        relation("A1", "A", sequenceNumber=20),
        relation("A2", "A"),
        relation("A3", "A", sequenceNumber=3),
        relation("A", "B"),
        relation("B", "doc"),
    ]
    recu = lu(item("A1"), item("A2"), item("A3"), item("A"), item("B"), item("X"), relations=liens)
    assert rangs(recu) == [
        ("B", "doc", 1),
        ("A", "B", 1),
        ("A3", "A", 1),
        ("A1", "A", 2),
        ("A2", "A", 3),
        ("X", "doc", 2),
    ]


def test_d_un_element_a_deux_parents_la_seconde_relation_est_hors_de_l_arbre():
    liens = [relation("C", "A"), relation("C", "B"), relation("B", "A", "precedes")]
    recu = lu(item("A"), item("B"), item("C"), relations=liens)
    assert ("C", "A", 1) in rangs(recu)
    assert hors_arbre(recu) == recu.CFAssociations[1:]


def test_un_parent_d_un_autre_referentiel_ne_range_pas():
    recu = lu(item("A"), relations=[relation("A", "ailleurs"), relation("loin", "A")])
    assert rangs(recu) == [("A", "doc", 1)]
    assert len(hors_arbre(recu)) == 2
    assert fautes(recu) == [
        "feuille « CFItems », ligne 1 : "
        "« A » est rangé sous un élément qui n’est pas dans le fichier."
    ]


@pytest.mark.parametrize("forme", ["profond", "large", "chaine"])
def test_vingt_mille_elements_se_lisent_sans_recursion_ni_lenteur(forme):
    nombre = 20_000
    parent = {
        "profond": lambda n: n - 1 if n % 50 else "doc",
        "large": lambda n: "doc",
        "chaine": lambda n: n - 1 if n else "doc",
    }[forme]
    items = [item(n) for n in range(nombre)]
    liens = [relation(n, parent(n), sequenceNumber=nombre - n) for n in range(nombre)]
    contenu = octets(paquet(*items, relations=liens))
    assert nombre > sys.getrecursionlimit()
    debut = time.process_time()
    recu = lire(contenu)
    assert len(arbre(recu)) == nombre
    assert not controler(recu)
    assert lire(ecrire(recu)) == recu
    assert time.process_time() - debut < 30


def test_le_paquet_complet_n_a_rien_a_reprocher():
    assert fautes(lire(octets(paquet_complet()))) == []


def test_le_controle_dit_ce_qui_n_est_range_nulle_part_et_ce_qui_vient_d_ailleurs():
    recu = lu(item("A"), relations=[relation("x", "y", "precedes")])
    assert fautes(recu) == [
        "feuille « CFItems », ligne 1 : « A » n’est rangé sous rien.",
        "feuille « CFAssociations », ligne 1 : Aucun bout de cette relation n’est dans le fichier.",
    ]


def test_le_controle_dit_les_renvois_vers_rien():
    liens = [relation("A", "doc", CFAssociationGroupingURI=lien("g"))]
    riche = item("A", CFItemTypeURI=lien("t"), licenseURI=lien("l"), subjectURI=[lien("s")])
    critere = objet("c", CFItemURI=lien("B"), rubricId=ident("autre"))
    recu = lu(riche, relations=liens, CFRubrics=[objet("r", CFRubricCriteria=[critere])])
    assert [(r.feuille, r.ligne, r.colonne) for r in controler(recu)] == [
        ("CFItems", 1, "CFItemTypeURI"),
        ("CFItems", 1, "licenseURI"),
        ("CFItems", 1, "subjectURI"),
        ("CFAssociations", 1, "CFAssociationGroupingURI"),
        ("CFRubrics", 1, "CFItemURI"),
        ("CFRubrics", 1, "rubricId"),
    ]


def test_le_controle_voit_dans_nos_paquets_ce_que_la_lecture_refuse():
    bon = lu(item("A"), item("B"), relations=[relation("A", "B"), relation("B", "doc")])
    boucle = lu(item("B"), item("A"), relations=[relation("B", "A")]).CFAssociations
    double = type(bon)(bon.CFDocument, bon.CFItems * 2, (*bon.CFAssociations, *boucle))
    dites = [r.message for r in controler(double)]
    assert sum("est déjà l’identifiant" in dit for dit in dites) == 2
    assert "Ces éléments sont rangés en rond, chacun sous le suivant : A, B." in dites


def test_une_boucle_n_empeche_pas_l_arbre_de_se_rendre():
    bon = lu(item("A"), item("B"), item("C"), relations=[relation("A", "B")])
    boucle = lu(item("B"), item("A"), relations=[relation("B", "A")]).CFAssociations
    tordu = type(bon)(bon.CFDocument, bon.CFItems, (*bon.CFAssociations, *boucle))
    assert rangs(tordu) == [("C", "doc", 1)]


def test_un_uuid_stable_ne_depend_que_de_sa_cle():
    assert uuid_stable(ident("x"), "bloc/BC1") == uuid_stable(ident("x").upper(), "bloc/BC1")
    # RFC 9562, annexe A.4.
    espace = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
    assert uuid_stable(espace, "www.example.com") == "2ed6657d-e927-568b-95e1-2665a8aea6a2"
    with pytest.raises(ValueError, match="vide"):
        uuid_stable(espace, "")


def test_une_echelle_se_relit_depuis_sa_grille():
    niveaux = (
        Palier(1, "N1", 1.0, "Découvre", "A vu faire"),
        Palier(2, "N2", 2.0),
        Palier(3, "N3", None, "Maîtrise"),
    )
    grille = echelle(ident("echelle"), adresse("echelle"), "Maîtrise", _LE, reversed(niveaux))
    recu = lire(ecrire(type(lu())(lu().CFDocument, CFRubrics=(grille,))))
    assert recu.CFRubrics == (grille,)
    assert paliers(recu.CFRubrics[0]) == niveaux
    assert not controler(recu)


def test_une_echelle_refuse_deux_paliers_au_meme_rang():
    with pytest.raises(ValueError, match="même rang"):
        echelle(ident("e"), adresse("e"), "m", _LE, [Palier(1, "a"), Palier(1, "b")])


def test_une_grille_recue_sans_rangs_garde_l_ordre_du_fichier():
    niveaux = [objet("b", quality="Bien"), objet("a", description="Assez bien")]
    critere = objet("c", CFRubricCriterionLevels=niveaux)
    grilles = [objet("g", CFRubricCriteria=[critere]), objet("h")]
    une, vide = lu(CFRubrics=grilles).CFRubrics
    assert [(p.position, p.quality) for p in paliers(une)] == [(1, "Bien"), (2, "Assez bien")]
    assert paliers(vide) == ()
