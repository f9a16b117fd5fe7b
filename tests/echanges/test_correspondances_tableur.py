"""Le référentiel en classeur : emporté, modifié dans un tableur, repris."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from coopmetiers.echanges.correspondances.tableur import ecriture, reprise
from coopmetiers.echanges.formats import tableur, tableur_lu
from coopmetiers.echanges.formats.reproches import FichierRefuse
from coopmetiers.referentiel.contenu.noeuds import noeuds
from tests.fabriques import arbres
from tests.fabriques.referentiel import contenu_reel, fabriquer_contenu

LE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _en_francais(app):
    with app.test_request_context():
        yield


def emporter(contenu) -> bytes:
    return tableur.ecrire(ecriture.classeur(contenu, ecriture.Sortie(LE, LE, "organisation")))


def reprendre(octets, base):
    return reprise.reprendre(tableur_lu.lire(octets), base)


def modifier(octets, geste) -> bytes:
    """Ce que fait une personne dans son tableur, puis « Enregistrer »."""
    livre = openpyxl.load_workbook(io.BytesIO(octets))
    geste(livre)
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def colonne(page, titre) -> int:
    return next(cellule.column for cellule in page[1] if cellule.value == titre)


def ligne(page, code) -> int:
    rang = colonne(page, "Code")
    return next(n for n in range(2, page.max_row + 1) if page.cell(n, rang).value == code)


def ecrire(code, titre, valeur, feuille="Compétences"):
    def geste(livre):
        page = livre[feuille]
        page.cell(ligne(page, code), colonne(page, titre)).value = valeur

    return geste


def places(contenu) -> list[tuple[str, str]]:
    return [(n.code, n.parent.code if n.parent else "") for n in noeuds(contenu)]


FORMES = [contenu_reel(), arbres.fabriquer_arbre_mele(), arbres.fabriquer_arbre_profond(50)]


@pytest.mark.parametrize("contenu", FORMES, ids=["le nôtre", "mêlé", "profond"])
def test_emporte_puis_repris_tel_quel_rien_ne_change(contenu):
    lu = reprendre(emporter(contenu), contenu)
    assert lu.contenu == contenu
    assert not lu.conflits


@pytest.mark.parametrize("contenu", FORMES, ids=["le nôtre", "mêlé", "profond"])
def test_la_place_et_le_code_suffisent_a_rebatir_l_arbre_ailleurs(contenu):
    neuf = reprendre(emporter(contenu), None).contenu
    assert places(neuf) == places(contenu)
    assert (neuf.competences, neuf.criteres) == (contenu.competences, contenu.criteres)
    assert neuf.presentation.titre == contenu.presentation.titre


def test_un_enonce_change_ne_change_que_lui():
    avant = contenu_reel()
    geste = ecrire("C1.1.1", "Énoncé", "Tenir autre chose, afin de voir.")
    apres = reprendre(modifier(emporter(avant), geste), avant).contenu
    attendues = (
        replace(avant.competences[0], enonce="Tenir autre chose, afin de voir."),
        *avant.competences[1:],
    )
    assert apres == replace(avant, competences=attendues)


def test_la_place_deplace_avec_tout_ce_qu_elle_porte():
    avant = contenu_reel()
    apres = reprendre(modifier(emporter(avant), ecrire("C1.1.1", "Place", "2.1.9")), avant).contenu
    deplacee = next(c for c in apres.competences if c.code == "C1.1.1")
    assert deplacee == replace(avant.competences[0], parent="A2.1")
    assert [c.code for c in apres.competences if c.parent == "A2.1"][-1] == "C1.1.1"
    assert apres.criteres == avant.criteres


def test_le_code_du_parent_deplace_aussi_quand_la_place_n_a_pas_bouge():
    avant = contenu_reel()
    geste = ecrire("C1.1.1", "Activité", "A2.1")
    apres = reprendre(modifier(emporter(avant), geste), avant).contenu
    assert dict(places(apres))["C1.1.1"] == "A2.1"


def test_une_ligne_ajoutee_recoit_une_identite_qui_ne_change_pas():
    avant = fabriquer_contenu()

    def ajouter(livre):
        page = livre["Compétences"]
        n = page.max_row + 1
        for titre, valeur in {
            "Place": "1.1.3",
            "Code": "C1.1.3",
            "Énoncé": "Tenir bon, afin de durer.",
            "Interne": "oui",
            "Externe": "non",
        }.items():
            page.cell(n, colonne(page, titre)).value = valeur

    octets = modifier(emporter(avant), ajouter)
    une, autre = (reprendre(octets, avant).contenu for _fois in range(2))
    neuve = next(c for c in une.competences if c.code == "C1.1.3")
    assert (neuve.parent, neuve.interne, neuve.externe) == ("A1.1", True, False)
    assert une == autre
    # Reprise une seconde fois sur ce qu’elle a donné, elle n’ajoute rien.
    assert reprendre(octets, une).contenu == une


def test_une_ligne_effacee_retire():
    avant = contenu_reel()

    def effacer(livre):
        page = livre["Critères"]
        page.delete_rows(2)

    apres = reprendre(modifier(emporter(avant), effacer), avant).contenu
    assert apres.criteres == avant.criteres[1:]
    assert apres.competences == avant.competences


def test_une_colonne_inconnue_est_gardee_rendue_et_dite():
    avant = contenu_reel()

    def annoter(livre):
        page = livre["Compétences"]
        page.cell(1, page.max_column + 1).value = "À relire"
        page.cell(2, page.max_column).value = "par Inès"

    lu = reprendre(modifier(emporter(avant), annoter), avant)
    assert [str(r) for r in lu.remarques] == [
        "feuille « Compétences », ligne 1, colonne « À relire » : "
        "Colonne inconnue : elle est gardée telle quelle."
    ]
    (ajout,) = lu.contenu.ajouts
    assert (ajout.nom, ajout.valeur) == ("tableur.À relire", '"par Inès"')
    page = openpyxl.load_workbook(io.BytesIO(emporter(lu.contenu)))["Compétences"]
    assert page.cell(2, colonne(page, "À relire")).value == "par Inès"
    assert reprendre(emporter(lu.contenu), lu.contenu).contenu == lu.contenu


def test_une_feuille_absente_garde_ce_que_dit_la_base():
    avant = contenu_reel()

    def couper(livre):
        for nom in ("Critères", "Sources", "Métiers"):
            del livre[nom]

    assert reprendre(modifier(emporter(avant), couper), avant).contenu == avant


@pytest.mark.parametrize(
    ("geste", "dit"),
    [
        (ecrire("C1.1.1", "Place", "un.deux"), "colonne « Place » : « un.deux » n’est pas une pl"),
        (ecrire("C1.1.1", "Place", "1.1.2"), "colonne « Place » : Cette place est déjà prise"),
        (ecrire("C1.1.1", "Interne", "peut-être"), "colonne « Interne » : « peut-être » : écri"),
        (ecrire("C1.1.1", "Énoncé", None), "colonne « Énoncé » : La cellule est vide."),
        (ecrire("C1.1.2", "Code", "C1.1.1"), "colonne « Code » : Déjà dit à la ligne 2."),
        (ecrire("S01", "Consultée le", "hier", "Sources"), "« hier » n’est pas une date"),
    ],
)
def test_une_cellule_fausse_est_dite_a_sa_place(geste, dit):
    octets = modifier(emporter(contenu_reel()), geste)
    with pytest.raises(FichierRefuse) as refus:
        reprendre(octets, contenu_reel())
    assert any(dit in str(reproche) for reproche in refus.value.reproches), str(refus.value)
    assert all(reproche.feuille and reproche.ligne for reproche in refus.value.reproches)


def test_un_classeur_sans_feuille_de_referentiel_est_refuse():
    livre = openpyxl.Workbook()
    livre.active.append(["Courses", "Quantité"])
    livre.active.append(["Pommes", 3])
    sortie = io.BytesIO()
    livre.save(sortie)
    with pytest.raises(FichierRefuse, match="Aucune feuille"):
        reprendre(sortie.getvalue(), None)


def test_le_modele_le_plus_simple_suffit():
    livre = openpyxl.Workbook()
    for rangee in (
        ("Place", "Niveau", "Code", "Énoncé"),
        ("1", "Domaine", "D", "Accueillir"),
        ("1.1", "Geste", None, "Saluer chaque personne"),
        ("1.10", "Geste", "G10", "Conclure"),
        ("1.2", "Geste", "G2", "Présenter les lieux"),
        ("2", "Geste", "G3", "Fermer"),
    ):
        livre.active.append(rangee)
    sortie = io.BytesIO()
    livre.save(sortie)
    lu = reprise.reprendre(tableur_lu.lire(sortie.getvalue()), None, code="accueil").contenu
    assert lu.presentation.code == "accueil"
    assert places(lu) == [("D", ""), ("1.1", "D"), ("G2", "D"), ("G10", "D"), ("G3", "")]
    assert [(a.code, a.niveau_arbre) for a in lu.autres] == [("D", "Domaine")]
    assert reprendre(emporter(lu), lu).contenu == lu


class TestQuandOnAChangeIciDepuisLaSortie:
    def test_ce_que_le_classeur_ne_change_pas_garde_le_travail_d_ici(self):
        sorti = contenu_reel()
        ici = replace(
            sorti,
            competences=(replace(sorti.competences[0], enonce="Ici."), *sorti.competences[1:]),
        )
        lu = reprendre(emporter(sorti), ici)
        assert lu.contenu == ici
        assert not lu.conflits

    def test_ce_que_tous_deux_changent_est_un_conflit(self):
        sorti = contenu_reel()
        premiere = sorti.competences[0]
        ici = replace(sorti, competences=(replace(premiere, enonce="Ici."), *sorti.competences[1:]))
        octets = modifier(emporter(sorti), ecrire("C1.1.1", "Énoncé", "Là."))
        lu = reprendre(octets, ici)
        assert lu.conflits == {premiere.element_id}
        assert lu.contenu.competences[0].enonce == "Là."

    def test_ce_qu_on_a_ajoute_ici_reste(self):
        ici = contenu_reel()
        sorti = replace(
            ici,
            competences=ici.competences[1:],
            criteres=tuple(c for c in ici.criteres if c.competence != "C1.1.1"),
        )
        lu = reprendre(emporter(sorti), ici)
        assert "C1.1.1" in {c.code for c in lu.contenu.competences}
        assert not lu.conflits
