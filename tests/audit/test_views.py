"""La page du journal."""

from datetime import date

import pytest

from coopmetiers.audit import phrases
from coopmetiers.audit.services import PLATEFORME, Reference, consigner
from coopmetiers.base.db import transaction
from coopmetiers.base.permissions import full_map


@pytest.fixture
def actes(app, monde, horloge):
    """Soixante actes d’Ada, un de la plateforme."""
    with app.app_context(), transaction():
        for rang in range(60):
            objet = Reference("appartenance", f"o{rang}")
            consigner(monde.ada, "comptes.membre.inviter", objet, {"role": "JURE"})
        consigner(
            monde.samir, "comptes.organisation.creer", Reference("organisation", "x", PLATEFORME)
        )


def test_le_journal_se_lit_en_phrases(navigateur, actes, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/journal")
    premiere = page.textes("tbody tr")[0]
    assert "Ada Exemple a invité une personne" in premiere
    assert "rôle : JURE" in premiere
    assert "60 actes consignés" in page.texte


def test_il_se_lit_page_a_page_et_garde_ses_filtres(navigateur, actes, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/journal?piece=comptes&qui=ada")
    suite = page.un(".pages a[rel=next]")["href"]
    page = navigateur.get(suite)
    assert len(page.soupe.select("tbody tr")) == 10
    assert page.un("#piece option[selected]")["value"] == "comptes"
    assert page.requetes <= 7


def test_l_administration_choisit_la_plateforme(navigateur, actes, monde):
    navigateur.connecter(monde.samir)
    page = navigateur.get(f"/journal?chaine={PLATEFORME}")
    assert "Samir Liminaire a créé une organisation" in page.texte


@pytest.mark.parametrize("chaine", [PLATEFORME, "inconnue"])
def test_le_journal_d_une_autre_n_existe_pas(navigateur, actes, monde, chaine):
    navigateur.connecter(monde.ada)
    navigateur.get(f"/journal?chaine={chaine}", statut=404)


@pytest.mark.parametrize("suite", ["", "/verification"])
@pytest.mark.parametrize("qui", ["noe", "zelie", "ines"])
def test_un_role_qui_ne_conduit_pas_n_y_entre_pas(navigateur, monde, suite, qui):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(f"/journal{suite}", statut=403)


def test_un_filtre_mal_ecrit_se_dit_et_ne_casse_rien(navigateur, actes, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/journal?du=2026-02-30&piece=inconnue&page=-3")
    assert "n’est pas une date du calendrier" in page.texte
    jour = date(2026, 11, 23)
    assert navigateur.get(f"/journal?du={jour}&au={jour}").soupe.select("tbody tr")
    assert navigateur.get("/journal?au=2026-11-22").soupe.select(".empty")


def test_verifier_dit_que_rien_n_a_ete_touche(navigateur, actes, monde):
    navigateur.connecter(monde.samir)
    page = navigateur.get("/journal/verification")
    assert "1 ligne relue, rien n’a été touché" in page.texte


def test_chaque_action_a_ses_deux_phrases(app):
    assert set(map(str, full_map())) <= set(phrases.PHRASES)
    assert {action.partition(".")[0] for action in phrases.PHRASES} <= set(phrases.PIECES)


def test_une_phrase_au_passe_suit_un_nom(app):
    mal_dites = [
        p for _infinitif, p in phrases.PHRASES.values() if not p.startswith(("a ", "s’est "))
    ]
    assert mal_dites == []
