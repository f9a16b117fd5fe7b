"""Un paquet CASE reçu : ce qu’on en arrange, ce qu’on en refuse, et où."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from coopmetiers.echanges.formats.case import hors_arbre, lire
from coopmetiers.echanges.formats.case.carnet import REMARQUES_MAX, REPROCHES_MAX
from coopmetiers.echanges.formats.case.octets import LISTE_MAX, OCTETS_MAX
from coopmetiers.echanges.formats.reproches import FichierRefuse
from tests.fabriques.case import (
    LE,
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


def reproches(recu: bytes | dict) -> list[str]:
    with pytest.raises(FichierRefuse) as refus:
        lire(recu if isinstance(recu, bytes) else octets(recu))
    return [str(reproche) for reproche in refus.value.reproches]


def remarques(contenu: dict) -> list[str]:
    return [str(remarque) for remarque in lire(octets(contenu)).remarques]


def test_un_paquet_complet_se_lit_sans_remarque():
    lu = lire(octets(paquet_complet()))
    assert not lu.remarques
    assert lu.CFDocument.type_cadre == "ext:metier"
    assert lu.CFItems[1].statusStartDate == date(2026, 1, 1)
    assert lu.CFItems[0].lastChangeDateTime == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    assert lu.CFDefinitions.CFItemTypes[0].typeCode == "C"
    assert lu.CFRubrics[0].CFRubricCriteria[0].CFRubricCriterionLevels[1].score == 2
    assert lu.CFAssociations[4].destinationNodeURI.targetType == "ext:ESCO"


def test_la_marque_d_ordre_des_octets_ne_gene_pas():
    assert lire(b"\xef\xbb\xbf" + octets(paquet(item("A")))).CFItems[0].humanCodingScheme == "A"


def test_les_valeurs_nulles_et_les_listes_vides_valent_absence():
    vides = {"notes": None, "educationLevel": [], "CFItemTypeURI": None, "subject": []}
    lu = lire(octets(paquet(item("A", **vides), CFDefinitions=[], CFRubrics=None)))
    assert lu == lire(octets(paquet(item("A"))))
    assert not lu.remarques


def test_un_document_1_0_au_sujet_en_texte_se_lit():
    contenu = paquet(item("A", educationLevel="6"), CFDocument=document(subject="Coopération"))
    lu = lire(octets(contenu))
    assert (lu.CFDocument.subject, lu.CFItems[0].educationLevel) == (("Coopération",), ("6",))


def test_un_champ_inconnu_est_garde_tel_quel_et_dit():
    inconnu = {"couleur": {"r": None, "v": []}}
    contenu = paquet(
        item("A", **inconnu), item("B", **inconnu), CFDefinitions={"CFAutres": [1]}, autre=True
    )
    lu = lire(octets(contenu))
    assert [i.extensions for i in lu.CFItems] == [inconnu, inconnu]
    assert lu.CFDefinitions.extensions == {"CFAutres": [1]}
    assert lu.extensions == {"autre": True}
    assert [str(r) for r in lu.remarques] == [
        "feuille « CFItems », ligne 1 : « couleur » est inconnu de CASE : gardé à part (2 fois).",
        "feuille « CFDefinitions » : « CFAutres » est inconnu de CASE : gardé à part (1 fois).",
        "« autre » est inconnu de CASE : gardé à part (1 fois).",
    ]


def test_un_champ_inconnu_n_ecrase_pas_une_extension():
    contenu = paquet(item("A", x=1, y=2, extensions={"x": 3}))
    assert lire(octets(contenu)).CFItems[0].extensions == {"x": 3, "y": 2}
    assert any("« extensions », dont la valeur est gardée" in r for r in remarques(contenu))


def test_le_niveau_d_une_grille_garde_ses_extensions_en_liste():
    niveaux = [objet("n1", extensions={"a": 1}), objet("n2", couleur="verte")]
    critere = objet("c", CFRubricCriterionLevels=niveaux)
    (grille,) = lire(octets(paquet(CFRubrics=[objet("g", CFRubricCriteria=[critere])]))).CFRubrics
    lus = grille.CFRubricCriteria[0].CFRubricCriterionLevels
    assert [niveau.extensions for niveau in lus] == [({"a": 1},), ({"couleur": "verte"},)]


def test_les_champs_d_un_objet_seul_sont_ignores_et_dits():
    contenu = paquet(
        item("A", CFDocumentURI=lien("doc")), CFDocument=document(CFPackageURI=lien("doc"))
    )
    lu = lire(octets(contenu))
    assert (lu.CFItems[0].extensions, lu.CFDocument.extensions) == ({}, {})
    assert sum("n’a de sens que pour un objet envoyé seul" in r for r in remarques(contenu)) == 2


@pytest.mark.parametrize("ecrite", ["2026-11-22T10:30:00", "2026-11-22 10:30"])
def test_une_date_sans_fuseau_est_lue_en_temps_universel(ecrite):
    contenu = paquet(item("A", lastChangeDateTime=ecrite), item("B", lastChangeDateTime=ecrite))
    lu = lire(octets(contenu))
    assert lu.CFItems[0].lastChangeDateTime == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    assert remarques(contenu) == [
        "feuille « CFItems », ligne 1, colonne « lastChangeDateTime » : "
        "Date sans fuseau horaire, lue en temps universel (2 fois)."
    ]


def test_une_heure_a_la_place_d_une_date_est_laissee():
    contenu = paquet(item("A", statusStartDate="2026-01-31T08:00:00+01:00"))
    assert lire(octets(contenu)).CFItems[0].statusStartDate == date(2026, 1, 31)
    assert "l’heure a été laissée" in remarques(contenu)[0]


def test_les_uuid_en_majuscules_sont_replies_partout():
    enfant = item("A") | {"identifier": ident("A").upper()}
    de = lien("A") | {"identifier": ident("A").upper()}
    vers = lien("doc") | {"identifier": ident("doc").upper()}
    lien_ecrit = relation("A", "doc", originNodeURI=de, destinationNodeURI=vers)
    lu = lire(octets(paquet(enfant, relations=[lien_ecrit])))
    assert lu.CFItems[0].identifier == ident("A")
    assert not hors_arbre(lu)


def test_une_relation_de_tout_type_est_gardee():
    liens = [relation("A", "doc", "ext:voisin"), relation("A", "doc", "isCousinOf")]
    contenu = paquet(item("A"), relations=liens)
    assert len(lire(octets(contenu)).CFAssociations) == 2
    assert remarques(contenu)[0].endswith(
        "« isCousinOf » n’est pas une relation de CASE : gardée (1 fois)."
    )


def test_une_cible_et_une_version_sans_sens_sont_ignorees():
    cible = lien("x", targetType="Esco !")
    contenu = paquet(
        item("A"),
        relations=[relation("A", "x", "isRelatedTo", destinationNodeURI=cible)],
        CFDocument=document(caseVersion="1.0"),
    )
    lu = lire(octets(contenu))
    assert lu.CFAssociations[0].destinationNodeURI.targetType is None
    assert lu.CFDocument.caseVersion is None
    assert len(lu.remarques) == 2


def test_une_adresse_mal_ecrite_est_reparee():
    contenu = paquet(
        item("A", uri="https://exemple.coop/l’été 100%"),
        item("B", uri="/case/B"),
        CFDocument=document(officialSourceURL="www.exemple.coop"),
    )
    lu = lire(octets(contenu))
    assert lu.CFItems[0].uri == "https://exemple.coop/l%E2%80%99%C3%A9t%C3%A9%20100%25"
    assert lu.CFItems[1].uri == f"urn:uuid:{ident('B')}"
    assert lu.CFDocument.extensions == {"officialSourceURL": "www.exemple.coop"}
    assert len(lu.remarques) == 3


def test_un_type_d_element_1_0_sans_description_prend_son_titre():
    sorte = objet("t", title="Compétence", hierarchyCode="1")
    contenu = paquet(CFDefinitions={"CFItemTypes": [sorte]})
    assert lire(octets(contenu)).CFDefinitions.CFItemTypes[0].description == "Compétence"
    assert "« title » en tient lieu" in remarques(contenu)[0]


def test_un_objet_repete_a_l_identique_est_garde_une_fois():
    contenu = paquet(item("A"), item("A"))
    assert len(lire(octets(contenu)).CFItems) == 1
    assert "gardé une fois" in remarques(contenu)[0]


def test_un_numero_ecrit_avec_une_virgule_nulle_est_un_entier():
    contenu = paquet(item("A"), relations=[relation("A", "doc", sequenceNumber=3.0)])
    assert lire(octets(contenu)).CFAssociations[0].sequenceNumber == 3


@pytest.mark.parametrize(
    ("recu", "message"),
    [
        (b"", "Le fichier est vide."),
        (b" \n", "Le fichier est vide."),
        (b"\xff\xfe{\x00}\x00", "Le fichier n’est pas un texte en UTF-8."),
        (b"{\n oups", "ligne 2 : Le fichier n’est pas du JSON : la faute est au signe 2"),
        (b"[]", "un objet JSON est attendu, entre accolades"),
        (b'"CFDocument"', "un objet JSON est attendu, entre accolades"),
        (b"{}", "« CFDocument » manque"),
        (b'{"CFDocument": NaN}', "un nombre que JSON ne permet pas"),
        (b'{"CFDocument": 1e999}', "un nombre que JSON ne permet pas"),
        (b'{"CFDocument": ' + b"1" * 5000 + b"}", "un nombre que JSON ne permet pas"),
        (b'{"CFDocument": ' + b"[" * 200 + b"]" * 200 + b"}", "plus de 100 niveaux"),
        (b'{"CFDocument": ' + b"[" * 200_000, "plus de 100 niveaux"),
        (b'{"x": [' + b"1," * LISTE_MAX + b"1]}", "plus de 100000 éléments"),
        (b" " * (OCTETS_MAX + 1), "Le fichier dépasse 50 Mo."),
        (b'{"sourcedId": "1", "document": {}, "items": []}', "forme interne d’OpenCASE"),
        (b'{"CFDocuments": []}', "la réponse « CFDocuments » d’un service CASE"),
    ],
)
def test_un_fichier_qui_n_est_pas_un_paquet_est_refuse(recu, message):
    (seul,) = reproches(recu)
    assert message in seul


@pytest.mark.parametrize("signe", ["\\u0000", "\\ud800"])
def test_un_signe_interdit_est_refuse_a_sa_place(signe):
    contenu = json.dumps(paquet(item("A"), item("B", notes="@"))).replace('"@"', f'"{signe}"')
    assert reproches(contenu.encode()) == [
        "feuille « CFItems », ligne 2, colonne « notes » : "
        "Un texte contient un signe interdit (nul, ou moitié d’un signe)."
    ]


@pytest.mark.parametrize(
    ("champ", "valeur", "attendu"),
    [
        ("identifier", "12", "colonne « identifier » : « 12 » n’est pas un identifiant (UUID)."),
        ("identifier", None, "colonne « identifier » : Champ obligatoire absent."),
        ("fullStatement", 3, "colonne « fullStatement » : Un texte est attendu"),
        ("uri", 3, "colonne « uri » : Un texte est attendu"),
        ("lastChangeDateTime", "hier", "« hier » n’est pas une date suivie d’une heure"),
        ("lastChangeDateTime", 5, "Une date suivie d’une heure est attendue"),
        ("lastChangeDateTime", "0001-01-01T00:00:00+10:00", "n’est pas une date suivie"),
        ("statusStartDate", "31/12/2026", "« 31/12/2026 » n’est pas une date (2026-11-22)."),
        ("subject", {"a": 1}, "colonne « subject » : Une liste est attendue"),
        ("subject", ["a", 2], "colonne « subject[2] » : Un texte est attendu"),
        ("extensions", [1], "colonne « extensions » : Un objet est attendu"),
        ("licenseURI", "MIT", "colonne « licenseURI » : Un objet est attendu"),
        ("licenseURI", lien("x", identifier="MIT"), "colonne « licenseURI.identifier » : « MIT »"),
    ],
)
def test_un_champ_mal_forme_est_situe(champ, valeur, attendu):
    (seul,) = reproches(paquet(item("A"), item("B") | {champ: valeur}))
    assert seul.startswith("feuille « CFItems », ligne 2, ")
    assert attendu in seul


def test_un_bout_de_relation_sans_adresse_ni_uuid_est_refuse():
    loin = {"title": "loin", "identifier": "S1", "uri": "S1"}
    (seul,) = reproches(paquet(relations=[relation("A", "doc", originNodeURI=loin)]))
    assert seul.startswith("feuille « CFAssociations », ligne 1, colonne « originNodeURI.uri » : ")
    assert "« S1 » n’est pas une adresse complète" in seul


def test_toutes_les_fautes_sont_dites_d_un_coup_dans_l_ordre():
    faux = relation("B", "doc", sequenceNumber=2**40)
    niveau = objet("n", score="haut")
    grille = objet("g", CFRubricCriteria=[objet("c", CFRubricCriterionLevels=[niveau])])
    contenu = paquet(
        3, CFDocument={"identifier": ident("doc"), "lastChangeDateTime": LE}, relations=[faux],
        CFDefinitions={"CFItemTypes": [objet("t", title="t")]}, CFRubrics=[grille],
    )  # fmt: skip
    lieux = [dit.rpartition(" : ")[0] for dit in reproches(contenu)]
    assert lieux == [
        "feuille « CFDocument », colonne « uri »",
        "feuille « CFDocument », colonne « creator »",
        "feuille « CFDocument », colonne « title »",
        "feuille « CFItems », ligne 1",
        "feuille « CFAssociations », ligne 1, colonne « sequenceNumber »",
        "feuille « CFItemTypes », ligne 1, colonne « hierarchyCode »",
        "feuille « CFRubrics », ligne 1, colonne "
        "« CFRubricCriteria[1].CFRubricCriterionLevels[1].score »",
    ]


def test_un_contenant_qui_n_est_pas_une_liste_est_dit():
    contenu = paquet(CFItems={"a": 1}, CFDefinitions="rien", CFRubrics="x", extensions=3)
    assert [dit.partition(" : ")[0] for dit in reproches(contenu)] == [
        "feuille « CFItems »",
        "feuille « CFDefinitions »",
        "feuille « CFRubrics »",
        "colonne « extensions »",
    ]


def test_un_identifiant_repris_par_un_autre_contenu_est_refuse():
    autre = item("A", notes="autre")
    assert reproches(paquet(item("A"), item("B"), autre, item("doc"))) == [
        f"feuille « CFItems », ligne 3, colonne « identifier » : « {ident('A')} » est déjà "
        "l’identifiant d’un autre objet : ligne 1.",
        f"feuille « CFItems », ligne 4, colonne « identifier » : « {ident('doc')} » est déjà "
        "l’identifiant du référentiel.",
    ]


def test_un_element_range_sous_lui_meme_est_refuse():
    liens = [relation("B", "doc"), relation("A", "A")]
    assert reproches(paquet(item("A"), item("B"), relations=liens)) == [
        "feuille « CFAssociations », ligne 2, colonne « destinationNodeURI » : "
        "« A » est rangé sous lui-même."
    ]


def test_une_boucle_est_refusee_meme_par_un_second_parent():
    liens = [relation("A", "doc"), relation("B", "A"), relation("C", "B"), relation("A", "C")]
    (seul,) = reproches(paquet(item("A"), item("B"), item("C"), relations=liens))
    assert seul == (
        "feuille « CFAssociations », ligne 2, colonne « destinationNodeURI » : "
        "Ces éléments sont rangés en rond, chacun sous le suivant : B, A, C."
    )


def test_trop_de_fautes_arretent_la_lecture():
    dites = reproches(paquet(*[0] * (REPROCHES_MAX + 500)))
    assert len(dites) == REPROCHES_MAX + 1
    assert "la lecture s’arrête ici" in dites[-1]


def test_trop_de_remarques_sont_comptees():
    champs = {f"champ{n}": n for n in range(REMARQUES_MAX + 7)}
    dites = remarques(paquet(item("A", **champs)))
    assert len(dites) == REMARQUES_MAX + 1
    assert dites[-1] == "Et 7 autres remarques."
