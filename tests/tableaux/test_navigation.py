"""Ce que le cadre montre à chacun·e."""

import pytest
from babel.messages.pofile import read_po

from coopmetiers.base.i18n import LANGUAGES, OFFERED
from coopmetiers.tableaux import navigation
from tests.catalogues import fichier_po

PERSONNES = ["ada", "noe", "basile", "zelie", "helene", "aline", "ines", "samir"]


def libelles(page):
    return page.textes(".sidenav ul span:first-of-type")


def test_chaque_porte_mene_a_une_page_qui_existe(app):
    portes = [porte.endpoint for groupe in navigation.GROUPES for porte in groupe.portes]
    assert [p for p in portes if p not in app.view_functions] == []


@pytest.mark.parametrize("qui", PERSONNES)
def test_aucune_porte_ne_donne_sur_un_refus(navigateur, monde, qui):
    navigateur.connecter(getattr(monde, qui))
    page = navigateur.get("/compte")
    adresses = [lien["href"] for lien in page.soupe.select(".sidenav a")]
    assert adresses
    for adresse in adresses:
        navigateur.get(adresse)


@pytest.mark.parametrize(
    ("qui", "montre", "cache"),
    [
        ("ada", {"Membres", "Journal", "Sessions"}, {"Organisations", "Jurys"}),
        ("noe", {"Sessions", "Apprenant·es"}, {"Membres", "Journal"}),
        ("basile", {"Sessions"}, {"Apprenant·es", "Formations"}),
        ("zelie", {"Où j’en suis", "Mes preuves"}, {"Accueil", "Sessions", "Membres", "Journal"}),
        ("helene", {"Jurys"}, {"Sessions", "Certificats"}),
        ("aline", {"Jurys", "Certificats", "Journal"}, {"Sessions"}),
        ("ines", {"Référentiel", "Membres"}, {"Journal", "Organisations"}),
        ("samir", {"Organisations", "Habilitations", "Journal"}, {"Sessions", "Apprenant·es"}),
    ],
)
def test_chaque_role_a_ses_portes(navigateur, monde, qui, montre, cache):
    navigateur.connecter(getattr(monde, qui))
    vues = set(libelles(navigateur.get("/compte")))
    assert montre <= vues
    assert not cache & vues


def test_la_porte_ou_l_on_est_se_voit(navigateur, monde):
    navigateur.connecter(monde.ada)
    for adresse in ("/membres", "/membres/invitation"):
        page = navigateur.get(adresse)
        assert page.textes(".sidenav [aria-current=page] span") == ["Membres"]


@pytest.mark.parametrize(
    ("adresse", "porte"),
    [("/moi", "Où j’en suis"), ("/moi/situer", "Où j’en suis"), ("/moi/dates", "Mes dates")],
)
def test_chacune_de_mes_pages_a_sa_porte(navigateur, monde, adresse, porte):
    navigateur.connecter(monde.zelie)
    page = navigateur.get(adresse)
    assert page.textes(".sidenav [aria-current=page] span") == [porte]


@pytest.mark.parametrize("qui", PERSONNES)
def test_le_bas_du_telephone_a_quatre_raccourcis_et_le_menu(navigateur, monde, qui):
    navigateur.connecter(getattr(monde, qui))
    assert len(navigateur.get("/compte").soupe.select(".botnav li")) == 5


def test_sans_compte_il_n_y_a_ni_menu_ni_nom(navigateur, app):
    page = navigateur.get("/")
    assert not page.soupe.select(".sidenav, .topbar__user .avatar")
    assert page.soupe.select("a[href='/connexion']")


def test_une_langue_s_offre_quand_son_catalogue_est_plein(navigateur):
    pleins = [langue for langue in LANGUAGES if not _vides(langue)]
    assert list(OFFERED) == pleins
    assert bool(navigateur.get("/").soupe.select("form[action='/langue']")) == (len(pleins) > 1)


def _vides(langue):
    with fichier_po(langue).open("rb") as flux:
        return [m.id for m in read_po(flux) if m.id and not all(_dits(m.string))]


def _dits(texte):
    return texte if isinstance(texte, (tuple, list)) else [texte]


@pytest.mark.parametrize("langue", ["", "de", "<script>", "fr,en"])
def test_une_langue_inconnue_ne_change_rien(navigateur, app, langue):
    page = navigateur.get("/connexion")
    jeton = page.soupe.select("[name=csrf_token]")[0]["value"]
    donnees = {"csrf_token": jeton, "langue": langue, "suite": "//mechant.test"}
    reponse = navigateur.client.post("/langue", data=donnees)
    assert (reponse.status_code, reponse.location) == (303, "/")
    assert "langue" not in str(reponse.headers.get("Set-Cookie", ""))


@pytest.mark.parametrize("adresse", ["/accessibilite", "/donnees-personnelles"])
def test_les_pages_d_information_sont_a_tous(navigateur, app, adresse):
    assert navigateur.get(adresse).texte


@pytest.mark.parametrize("qui", PERSONNES)
def test_le_cadre_coute_peu(navigateur, monde, qui):
    navigateur.connecter(getattr(monde, qui))
    assert navigateur.get("/accessibilite").requetes <= 4
