"""Le référentiel dans Moodle : parti, revenu, et repris d’ailleurs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coopmetiers.echanges.correspondances import moodle as correspondance
from coopmetiers.echanges.formats import moodle
from coopmetiers.referentiel.contenu.noeuds import noeuds
from tests.fabriques import arbres
from tests.fabriques.referentiel import contenu_reel, fabriquer_contenu


@pytest.fixture(autouse=True)
def _en_francais(app):
    with app.test_request_context():
        yield


def aller(contenu) -> moodle.CadreMoodle:
    return moodle.lire(moodle.ecrire(correspondance.cadre(contenu)))


def changer(cadre, code, **ecarts):
    return replace(
        cadre,
        competences=tuple(
            replace(c, **ecarts) if c.id_number == code else c for c in cadre.competences
        ),
    )


@pytest.mark.parametrize(
    "contenu",
    [contenu_reel(), arbres.fabriquer_arbre_mele(), arbres.fabriquer_arbre_profond(50)],
    ids=["le nôtre", "mêlé", "profond"],
)
def test_parti_puis_revenu_tel_quel_rien_ne_change(contenu):
    assert correspondance.lecture(aller(contenu), contenu).contenu == contenu


def test_le_cadre_dit_l_arbre_l_echelle_et_le_seuil():
    cadre = aller(contenu_reel())
    assert (len(cadre.competences), cadre.taxonomies) == (
        105,
        ("domain", "practice", "competency"),
    )
    assert (cadre.echelle.par_defaut, cadre.echelle.acquis) == (1, (3, 4))
    assert all(len(c.short_name) <= 100 for c in cadre.competences)


def test_une_description_changee_ne_change_que_l_enonce():
    avant = contenu_reel()
    cadre = changer(aller(avant), "C1.1.1", description="<p>Dire, afin de faire.</p>")
    apres = correspondance.lecture(cadre, avant).contenu
    premiere = replace(avant.competences[0], enonce="Dire, afin de faire.")
    assert apres == replace(avant, competences=(premiere, *avant.competences[1:]))


def test_un_numero_change_garde_l_identite_les_criteres_et_les_renvois():
    avant = contenu_reel()
    apres = correspondance.lecture(changer(aller(avant), "C1.1.1", id_number="C1.9"), avant).contenu
    assert apres.competences[0] == replace(avant.competences[0], code="C1.9")
    assert {c.competence for c in apres.criteres} >= {"C1.9"}
    assert len(apres.criteres) == len(avant.criteres)


def test_une_competence_retiree_part_avec_ses_criteres():
    avant = fabriquer_contenu()
    cadre = aller(avant)
    cadre = replace(
        cadre, competences=tuple(c for c in cadre.competences if c.id_number != "C1.1.1")
    )
    apres = correspondance.lecture(cadre, avant).contenu
    assert "C1.1.1" not in {c.code for c in apres.competences}
    assert "C1.1.1" not in {c.competence for c in apres.criteres}


def test_une_competence_neuve_sous_une_activite_est_une_competence():
    avant = contenu_reel()
    cadre = aller(avant)
    neuve = moodle.CompetenceMoodle("C1.1.9", "Tenir", "A1.1", "<p>Tenir, afin de durer.</p>")
    cadre = replace(cadre, competences=(*cadre.competences, neuve))
    apres = correspondance.lecture(cadre, avant).contenu
    ajoutee = next(c for c in apres.competences if c.code == "C1.1.9")
    assert (ajoutee.parent, ajoutee.enonce, ajoutee.libelle_court) == (
        "A1.1",
        "Tenir, afin de durer.",
        "Tenir",
    )
    assert [c.code for c in apres.competences if c.parent == "A1.1"][-1] == "C1.1.9"


def test_un_cadre_d_ailleurs_garde_ses_niveaux_ses_regles_et_ses_renvois():
    cadre = moodle.CadreMoodle(
        "numerique",
        "Compétences numériques",
        moodle.EchelleMoodle(("Pas encore", "Oui"), 1, (2,)),
        taxonomies=("domain", "skill"),
        competences=(
            moodle.CompetenceMoodle(
                "D1",
                "Informations",
                regle=moodle.RegleMoodle("core_competency\\competency_rule_all", 2),
            ),
            moodle.CompetenceMoodle("D1.1", "Chercher", "D1", croisees=("D1.2",)),
            moodle.CompetenceMoodle("D1.2", "Trier", "D1"),
        ),
    )
    contenu = correspondance.lecture(cadre, None).contenu
    assert [(n.code, n.nature, n.partie.niveau_arbre) for n in noeuds(contenu)] == [
        ("D1", "AUTRE", "domain"),
        ("D1.1", "COMPETENCE", "skill"),
        ("D1.2", "COMPETENCE", "skill"),
    ]
    rendu = aller(contenu)
    assert rendu.competences[0].regle == cadre.competences[0].regle
    assert rendu.competences[1].croisees == ("D1.2",)
    assert rendu.echelle == cadre.echelle
    assert rendu.taxonomies == cadre.taxonomies
    assert correspondance.lecture(rendu, contenu).contenu == contenu


def test_une_competence_qui_recoit_des_filles_devient_un_niveau():
    avant = arbres.fabriquer_arbre_mele()
    cadre = aller(avant)
    fille = moodle.CompetenceMoodle("Z.1", "Fille", "Z")
    apres = correspondance.lecture(
        replace(cadre, competences=(*cadre.competences, fille)), avant
    ).contenu
    assert {n.code: n.nature for n in noeuds(apres)}["Z"] == "AUTRE"
    assert {p.element_id for p in apres.autres} >= {arbres.identite("Z")}


def test_une_autre_echelle_est_dite_et_la_notre_gardee():
    avant = contenu_reel()
    cadre = replace(aller(avant), echelle=moodle.EchelleMoodle(("Non", "Oui"), 1, (2,)))
    lu = correspondance.lecture(cadre, avant)
    assert lu.contenu == avant
    assert "un autre nombre de niveaux" in str(lu.remarques[0])


def test_une_echelle_renommee_reprend_les_noms_et_le_seuil():
    avant = contenu_reel()
    noms = ("Un", "Deux", "Trois", "Quatre")
    cadre = replace(aller(avant), echelle=moodle.EchelleMoodle(noms, 1, (2, 3, 4)))
    apres = correspondance.lecture(cadre, avant).contenu
    assert (apres.echelles[0].seuil, [n.libelle for n in apres.niveaux]) == (2, list(noms))
