"""Ce que CASE dit à côté de l’arbre : échelle, licence, rapprochements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coopmetiers.echanges.correspondances import case as correspondance
from coopmetiers.echanges.formats import case
from coopmetiers.referentiel.enums import RelationAlignement
from tests.fabriques.case_retouche import aller, reprendre
from tests.fabriques.referentiel import contenu_reel, fabriquer_contenu

versions = pytest.mark.parametrize("version", case.VERSIONS)


def test_l_echelle_dit_ses_niveaux_et_son_seuil():
    (grille,) = aller(contenu_reel(), "1.0").CFRubrics
    assert [p.quality for p in case.paliers(grille)][2] == "Exerce en autonomie"
    assert grille.description == "Seuil d’acquisition : niveau 3."


def test_la_licence_est_dite_et_reprise():
    petit = fabriquer_contenu()
    avant = replace(petit, presentation=replace(petit.presentation, licence="CC BY 4.0\nTexte"))
    paquet = aller(avant)
    (licence,) = paquet.CFDefinitions.CFLicenses
    assert (licence.title, licence.licenseText) == ("CC BY 4.0 Texte", "CC BY 4.0\nTexte")
    assert case.controler(paquet) == ()
    assert reprendre(paquet, avant) == avant
    assert reprendre(aller(petit), avant).presentation.licence == ""
    assert reprendre(paquet, petit) == avant


@versions
def test_chaque_alignement_revient_dans_sa_sorte_exacte(version):
    petit = fabriquer_contenu()
    (modele,) = petit.alignements
    alignements = tuple(
        replace(modele, code=f"K{rang}", relation=sorte, uri=adresse, precision="p")
        for rang, (sorte, adresse) in enumerate(
            [*((sorte, "") for sorte in RelationAlignement), (None, "http://data.europa.eu/x")]
        )
    )
    avant = replace(petit, alignements=alignements)
    paquet = aller(avant, version)
    types = [r.associationType for r in case.hors_arbre(paquet)]
    assert types == [
        *("isRelatedTo", "exactMatchOf", "isRelatedTo", "isRelatedTo", "isPartOf"),
        *("replacedBy", "isRelatedTo"),
    ]
    assert reprendre(paquet, avant) == avant
    neuf = reprendre(paquet, replace(avant, alignements=()))
    if version == "1.1":
        sans_source = tuple(replace(a, sources=()) for a in alignements)
        assert neuf.alignements == sans_source


def test_un_alignement_change_ou_retire_par_le_fichier():
    avant = fabriquer_contenu()
    paquet = aller(avant)
    (relation,) = case.hors_arbre(paquet)
    autre = relation.model_copy(
        update={
            "associationType": "exactMatchOf",
            "destinationNodeURI": relation.destinationNodeURI.model_copy(
                update={"title": "Autre libellé"}
            ),
        }
    )
    change = tuple(autre if r is relation else r for r in paquet.CFAssociations)
    (apres,) = reprendre(replace(paquet, CFAssociations=change), avant).alignements
    attendu = replace(
        avant.alignements[0], libelle="Autre libellé", relation=RelationAlignement.EQUIVALENT
    )
    assert apres == attendu
    restes = tuple(r for r in paquet.CFAssociations if r is not relation)
    assert reprendre(replace(paquet, CFAssociations=restes), avant) == replace(
        avant, alignements=()
    )


def test_une_echelle_renommee_reprend_les_noms_et_le_seuil():
    avant = contenu_reel()
    paquet = aller(avant)
    (grille,) = paquet.CFRubrics
    (critere,) = grille.CFRubricCriteria
    niveaux = tuple(
        n.model_copy(update={"quality": f"Niveau {n.position}"})
        for n in critere.CFRubricCriterionLevels
    )
    autre = grille.model_copy(
        update={
            "description": "Seuil d’acquisition : niveau 2.",
            "CFRubricCriteria": (critere.model_copy(update={"CFRubricCriterionLevels": niveaux}),),
        }
    )
    apres = reprendre(replace(paquet, CFRubrics=(autre,)), avant)
    attendus = tuple(replace(n, libelle=f"Niveau {n.rang}") for n in avant.niveaux)
    seuil = (replace(avant.echelles[0], seuil=2),)
    assert apres == replace(avant, niveaux=attendus, echelles=seuil)


def test_une_echelle_d_un_autre_nombre_de_niveaux_est_dite_et_la_notre_gardee():
    avant = contenu_reel()
    paquet = aller(avant)
    (grille,) = paquet.CFRubrics
    (critere,) = grille.CFRubricCriteria
    court = critere.model_copy(
        update={"CFRubricCriterionLevels": critere.CFRubricCriterionLevels[:2]}
    )
    autre = grille.model_copy(update={"CFRubricCriteria": (court,)})
    lu = correspondance.lecture(replace(paquet, CFRubrics=(autre,)), avant)
    assert lu.contenu == avant
    assert "un autre nombre de niveaux" in str(lu.remarques[0])
