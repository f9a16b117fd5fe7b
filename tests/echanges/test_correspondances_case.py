"""Le référentiel en CASE : parti, revenu, retouché."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coopmetiers.echanges.correspondances import case as correspondance
from coopmetiers.echanges.correspondances.fichiers_recus import ouvrir
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.formats import case
from coopmetiers.referentiel.contenu.noeuds import noeuds
from coopmetiers.referentiel.enums import EtatVersion
from tests.echanges.test_formats_case_ecriture import a_portee, fautes_officielles
from tests.fabriques import arbres
from tests.fabriques.case_retouche import (
    ADRESSE,
    LE,
    SORTIE,
    aller,
    changer,
    ranger,
    reprendre,
    sans,
)
from tests.fabriques.referentiel import contenu_reel, fabriquer_contenu

CONTENUS = {
    "le nôtre": contenu_reel(),
    "petit": fabriquer_contenu(),
    "mêlé": arbres.fabriquer_arbre_mele(),
    "profond": arbres.fabriquer_arbre_profond(50),
}
tous = pytest.mark.parametrize("contenu", CONTENUS.values(), ids=CONTENUS)
versions = pytest.mark.parametrize("version", case.VERSIONS)


@tous
@versions
def test_parti_puis_revenu_tel_quel_rien_ne_change(contenu, version):
    lu = correspondance.lecture(aller(contenu, version), contenu)
    assert lu.contenu == contenu
    assert not lu.remarques


@tous
def test_un_export_d_un_autre_serveur_ou_d_un_autre_etat_ne_change_rien(contenu):
    ailleurs = correspondance.Sortie(
        f"http://localhost:8000/referentiels/{contenu.presentation.code}/9.9", LE
    )
    for version in case.VERSIONS:
        assert reprendre(aller(contenu, version, ailleurs), contenu) == contenu


@a_portee
@tous
@versions
def test_le_paquet_est_valide_et_rien_n_y_cloche(contenu, version):
    paquet = correspondance.paquet(contenu, SORTIE)
    assert fautes_officielles(case.ecrire(paquet, version), version) == []
    assert case.controler(paquet) == ()


def test_le_document_dit_qui_le_porte_et_ou_il_en_est():
    document = aller(contenu_reel()).CFDocument
    assert (document.uri, document.officialSourceURL) == (ADRESSE, ADRESSE)
    assert (document.creator, document.adoptionStatus) == ("Le réseau", "Adopted")
    assert (document.version, document.language) == ("0.1", "fr")
    assert document.statusStartDate == LE.date()


@pytest.mark.parametrize(
    ("etat", "dit"),
    [
        (EtatVersion.BROUILLON, "Draft"),
        (EtatVersion.REMPLACEE, "Deprecated"),
        (EtatVersion.RETIREE, "Deprecated"),
    ],
)
def test_l_etat_se_dit_dans_les_mots_de_case(etat, dit):
    sortie = correspondance.Sortie(ADRESSE, LE, etat=etat)
    assert aller(contenu_reel(), sortie=sortie).CFDocument.adoptionStatus == dit


def test_les_elements_gardent_identifiant_code_et_niveau():
    contenu = contenu_reel()
    paquet = aller(contenu)
    assert [item.identifier for item in paquet.CFItems] == [
        noeud.element_id for noeud in noeuds(contenu)
    ]
    premiers = {item.humanCodingScheme: item for item in paquet.CFItems}
    assert [premiers[c].CFItemType for c in ("BC1", "A1.1", "C1.1.1")] == [
        "Bloc",
        "Activité",
        "Compétence",
    ]
    assert premiers["C1.1.1"].abbreviatedStatement == contenu.competences[0].libelle_court
    assert premiers["C1.1.1"].uri == f"{ADRESSE}/elements/C1.1.1"


def test_un_reexport_garde_chaque_identifiant():
    un, deux = aller(contenu_reel()), aller(contenu_reel(), sortie=replace(SORTIE, le=LE))
    assert un == deux


@versions
def test_un_enonce_change_ne_change_que_lui(version):
    avant = contenu_reel()
    paquet = changer(aller(avant, version), "C1.1.1", fullStatement="Dire, afin de faire.")
    premiere = replace(avant.competences[0], enonce="Dire, afin de faire.")
    attendu = replace(avant, competences=(premiere, *avant.competences[1:]))
    assert reprendre(paquet, avant) == attendu


@versions
def test_un_code_change_garde_l_identite_les_criteres_et_les_renvois(version):
    avant = contenu_reel()
    paquet = changer(aller(avant, version), "C1.1.1", humanCodingScheme="C1.9")
    apres = reprendre(paquet, avant)
    assert apres.competences[0] == replace(avant.competences[0], code="C1.9")
    assert len(apres.criteres) == len(avant.criteres)
    assert len(apres.alignements) == len(avant.alignements)
    assert apres.ajouts == avant.ajouts


@versions
def test_une_competence_retiree_part_avec_ce_qu_elle_portait(version):
    avant = contenu_reel()
    apres = reprendre(sans(aller(avant, version), "C1.1.1"), avant)
    assert apres == replace(
        avant,
        competences=avant.competences[1:],
        criteres=tuple(c for c in avant.criteres if c.competence != "C1.1.1"),
        alignements=tuple(a for a in avant.alignements if a.code_objet != "C1.1.1"),
    )


@versions
def test_une_competence_deplacee_ne_change_que_de_place(version):
    avant = contenu_reel()
    paquet = ranger(aller(avant, version), "C1.1.1", "A1.2", 99)
    apres = reprendre(paquet, avant)
    deplacee = next(c for c in apres.competences if c.code == "C1.1.1")
    assert deplacee == replace(avant.competences[0], parent="A1.2")
    assert [c.code for c in apres.competences if c.parent == "A1.2"][-1] == "C1.1.1"
    assert set(apres.competences) - set(avant.competences) == {deplacee}
    assert apres.ajouts == avant.ajouts
    assert reprendre(aller(apres, version), apres) == apres


def _avec_une_competence(paquet):
    """Le paquet où « C1.1.9 » est ajoutée à côté de « C1.1.1 » ; et son identifiant."""
    modele = next(i for i in paquet.CFItems if i.humanCodingScheme == "C1.1.1")
    neuf = case.uuid_stable(modele.identifier, "neuf")
    item = modele.model_copy(
        update={
            "identifier": neuf,
            "humanCodingScheme": "C1.1.9",
            "fullStatement": "Tenir, afin de durer.",
            "abbreviatedStatement": "Tenir",
            "uri": f"{ADRESSE}/elements/C1.1.9",
        }
    )
    lien = next(r for r in paquet.CFAssociations if r.originNodeURI.identifier == modele.identifier)
    range_ = lien.model_copy(
        update={
            "identifier": case.uuid_stable(neuf, "lien"),
            "sequenceNumber": 9,
            "originNodeURI": lien.originNodeURI.model_copy(
                update={"identifier": neuf, "uri": item.uri, "title": "C1.1.9"}
            ),
        }
    )
    ajoute = replace(
        paquet,
        CFItems=(*paquet.CFItems, item),
        CFAssociations=(*paquet.CFAssociations, range_),
    )
    return ajoute, neuf


@versions
def test_une_competence_ajoutee_est_une_competence_de_son_activite(version):
    avant = contenu_reel()
    paquet, neuf = _avec_une_competence(aller(avant, version))
    apres = reprendre(paquet, avant)
    (ajoutee,) = set(apres.competences) - set(avant.competences)
    assert (ajoutee.element_id, ajoutee.parent, ajoutee.libelle_court, ajoutee.echelle) == (
        neuf,
        "A1.1",
        "Tenir",
        "maitrise",
    )
    assert reprendre(aller(apres, version), apres) == apres


def test_un_titre_une_langue_et_un_resume_changes_sont_repris():
    avant = contenu_reel()
    paquet = aller(avant)
    document = paquet.CFDocument.model_copy(
        update={"title": "Autre titre", "description": "Autre résumé", "version": "7"}
    )
    apres = reprendre(replace(paquet, CFDocument=document), avant)
    dit = replace(avant.presentation, titre="Autre titre", resume="Autre résumé")
    assert apres == replace(avant, presentation=dit)


def test_un_outil_qui_republie_a_son_adresse_ne_nous_prend_rien():
    avant = contenu_reel()
    paquet = aller(avant)
    chez_eux = "https://opensalt.exemple/uri/"
    repris = replace(
        paquet,
        CFItems=tuple(
            i.model_copy(update={"uri": chez_eux + i.identifier, "lastChangeDateTime": LE})
            for i in paquet.CFItems
        ),
        CFRubrics=(),
    )
    assert reprendre(repris, avant) == avant


def test_un_element_connu_par_son_seul_code_garde_notre_identifiant():
    avant = contenu_reel()
    paquet = aller(avant)
    neufs = {i.identifier: case.uuid_stable(i.identifier, "eux") for i in paquet.CFItems}

    def bout(lien):
        soi = neufs.get(lien.identifier, lien.identifier)
        return lien.model_copy(update={"identifier": soi})

    etranger = replace(
        paquet,
        CFItems=tuple(
            i.model_copy(update={"identifier": neufs[i.identifier]}) for i in paquet.CFItems
        ),
        CFAssociations=tuple(
            r.model_copy(
                update={
                    "originNodeURI": bout(r.originNodeURI),
                    "destinationNodeURI": bout(r.destinationNodeURI),
                }
            )
            for r in paquet.CFAssociations
        ),
    )
    assert reprendre(etranger, avant) == avant


def test_les_pertes_ne_disent_que_ce_qui_est_la():
    reelles = correspondance.pertes(contenu_reel(), "1.1")
    assert any("critères" in perte for perte in reelles)
    assert not any("nature exacte" in perte for perte in reelles)
    assert any("nature exacte" in p for p in correspondance.pertes(contenu_reel(), "1.0"))
    mele = correspondance.pertes(arbres.fabriquer_arbre_mele(), "1.0")
    assert any("type du référentiel" in perte for perte in mele)


@pytest.mark.parametrize("genre", [Format.CASE, Format.CASE_1_0])
def test_un_fichier_recu_annonce_son_code_et_se_lit(genre):
    avant = contenu_reel()
    version: case.Version = "1.1" if genre is Format.CASE else "1.0"
    recu = ouvrir(case.ecrire(correspondance.paquet(avant, SORTIE), version), genre)
    assert recu.code == "cooperation-territoriale"
    assert recu.lire_sur(avant).contenu == avant
