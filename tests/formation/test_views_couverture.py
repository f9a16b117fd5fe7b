"""La grille : la lire, la filtrer, combler un trou, relier un bloc entier."""

import pytest

from coopmetiers.base import tenancy
from coopmetiers.base.db import transaction
from coopmetiers.formation.enums import Intensite
from tests.fabriques import formation as fabrique
from tests.fabriques.referentiel import publier_referentiel_reel


def adresse(exemple, suite=""):
    return f"/formations/{exemple.formation_id}/couverture{suite}"


def test_la_grille_marque_les_trous_et_les_dit(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple))
    assert f"Il reste {len(exemple.trous)} trous" in page.texte
    assert {ligne["id"] for ligne in page.soupe.select("tr.trou")} == set(exemple.trous)
    case = page.un(f'[aria-label="{exemple.evaluee}, M1\u00a0: évaluée"]')
    assert case.text == "E"
    assert "Pas évaluée" in page.un(f'tr[id="{exemple.pratiquee}"] .tot').text
    assert page.textes("#trous .codetag") == list(exemple.trous)


def test_on_ne_montre_que_les_trous_si_on_le_demande(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple))
    trous = navigateur.soumettre(page, "form.filters", {"montrer": "trous"})
    montres = [ligne["id"] for ligne in trous.soupe.select("tbody tr:not(.bloc)[id]")]
    assert montres == list(exemple.trous)
    sans = navigateur.soumettre(page, "form.filters", {"montrer": "sans-evaluation"})
    assert [li["id"] for li in sans.soupe.select("tbody tr:not(.bloc)[id]")] == [exemple.pratiquee]


def test_un_trou_se_comble_depuis_sa_ligne(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    trou = exemple.trous[0]
    page = navigateur.get(adresse(exemple, f"/competences/{trou}"))
    assert len(page.soupe.select("fieldset.seg")) == 2
    champ = f"lien-{exemple.modules[1]}-{trou}"
    suite = navigateur.soumettre(page, "main form[method=post]", {champ: "PRATIQUEE"})
    assert "1 case a changé." in suite.texte
    assert trou not in suite.textes("#trous .codetag")


def test_renvoyer_la_meme_grille_ne_change_rien(monde, exemple, navigateur, journal):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, f"/competences/{exemple.evaluee}"))
    suite = navigateur.soumettre(page, "main form[method=post]")
    assert "Rien n’a changé" in suite.texte
    assert journal() == []


def test_un_bloc_se_relie_en_une_fois(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    bloc = navigateur.get(adresse(exemple)).soupe.select_one("tr.bloc")["id"]
    page = navigateur.get(adresse(exemple, f"/blocs/{bloc}"))
    premier = exemple.modules[0]
    en_place = page.un(f'select[name="lien-{premier}-{exemple.evaluee}"] option[selected]')
    assert en_place["value"] == "EVALUEE"
    saisie = {
        f"lien-{premier}-{exemple.evaluee}": "",
        f"lien-{premier}-{exemple.pratiquee}": "EVALUEE",
    }
    suite = navigateur.soumettre(page, "main form[method=post]", saisie)
    assert "2 cases ont changé." in suite.texte


def test_une_intensite_forgee_est_refusee(monde, exemple, navigateur, journal):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, f"/competences/{exemple.evaluee}"))
    champ = f"lien-{exemple.modules[0]}-{exemple.evaluee}"
    navigateur.soumettre(page, "main form[method=post]", {champ: "PARFAITE"}, statut=422)
    assert journal() == []


@pytest.mark.parametrize(
    "suite", ["/blocs/BC99", "/competences/C99.9.9", "?profil=inconnu.INTERNE"]
)
def test_ce_que_la_version_n_a_pas_n_existe_pas(monde, exemple, navigateur, suite):
    navigateur.connecter(monde.ada)
    navigateur.get(adresse(exemple, suite), statut=404)


def test_noe_lit_la_grille_sans_la_changer(monde, exemple, navigateur):
    navigateur.connecter(monde.noe)
    navigateur.get(adresse(exemple))
    navigateur.get(adresse(exemple, f"/competences/{exemple.evaluee}"), statut=403)


def test_driss_ne_trouve_pas_la_grille(monde, exemple, navigateur):
    navigateur.connecter(monde.driss)
    navigateur.get(adresse(exemple), statut=404)
    navigateur.get(adresse(exemple, f"/competences/{exemple.evaluee}"), statut=404)


def test_la_grille_entiere_coute_un_nombre_de_requetes_borne(app, monde, navigateur):
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        version = publier_referentiel_reel()
        formation = fabrique.fabriquer_formation(version, nb_modules=10)
        fabrique.fabriquer_lien(formation.modules[9], "C1.1.1", Intensite.ABORDEE)
        identifiant = formation.formation_id
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/formations/{identifiant}/couverture")
    assert len(page.soupe.select("td .case")) == 700
    assert "1 compétence sur 70 est couverte" in page.texte
    assert "Il reste 69 trous." in page.texte
    assert page.requetes <= 20


def test_un_profil_borne_la_grille_et_dit_ce_qui_n_est_pas_exige(app, monde, navigateur):
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        identifiant = fabrique.fabriquer_formation(publier_referentiel_reel()).formation_id
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/formations/{identifiant}/couverture")
    profils = [str(option["value"]) for option in page.soupe.select("#profil option")]
    externe = next(profil for profil in profils if profil.endswith(".EXTERNE"))
    borne = navigateur.soumettre(page, "form.filters", {"profil": externe})
    assert "Aucune des 47 compétences n’est couverte" in borne.texte
    assert "Non exigés par ce profil" in borne.texte
