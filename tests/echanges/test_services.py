import io

import openpyxl
import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.echanges import queries
from coopmetiers.echanges.services import sessions
from coopmetiers.referentiel.enums import Exercice
from tests.fabriques import formation as fabrique_formation
from tests.fabriques import parcours as fabrique
from tests.fabriques.referentiel import publier_referentiel_reel
from tests.monde import se_connecter


@pytest.fixture
def session_id(app, monde):
    """Zélie, externe : C1.1.1 au seuil et prouvée, C1.1.2 sans preuve, C1.1.3 sous le seuil."""
    with app.test_request_context(), tenancy.bound(monde.sp.cle), transaction():
        formation = fabrique_formation.fabriquer_formation(publier_referentiel_reel())
        session = fabrique_formation.fabriquer_session(formation)
        inscription = fabrique.fabriquer_inscription(
            session, monde.zelie, code_metier="animateur", exercice=Exercice.EXTERNE
        )
        fabrique.fabriquer_evaluation(inscription, "C1.1.1", 3, par=monde.noe)
        fabrique.fabriquer_preuve(inscription, "C1.1.1")
        fabrique.fabriquer_evaluation(inscription, "C1.1.2", 4, par=monde.noe)
        fabrique.fabriquer_evaluation(inscription, "C1.1.3", 1, par=monde.noe)
        return session.session_id


@pytest.fixture
def exporter(app, monde, session_id):
    def faire(acteur, cle=None):
        with (
            app.test_request_context(),
            tenancy.bound(cle or acteur.organisation_key),
            transaction(),
        ):
            return sessions.exporter_session(acteur, session_id)

    return faire


def _par_colonne(livre, feuille):
    page = livre[feuille]
    return dict(zip([c.value for c in page[1]], [c.value for c in page[2]], strict=True))


def test_la_matrice_dit_valeur_cible_et_lettre(exporter, monde):
    livre = openpyxl.load_workbook(io.BytesIO(exporter(monde.ada).octets))
    niveaux, cibles, lettres = (
        _par_colonne(livre, nom) for nom in ("Niveaux", "Cibles", "Lettres")
    )
    codes = ("C1.1.1", "C1.1.2", "C1.1.3", "C1.2.1", "C2.4.3")
    assert [niveaux[c] for c in codes] == [3, 4, 1, None, "/"]
    assert [cibles[c] for c in codes] == [3, 3, 3, 3, "/"]
    assert [lettres[c] for c in codes] == ["A", "P", "E", "·", "/"]


def test_chaque_feuille_de_donnees_est_un_tableau_fige(exporter, monde):
    livre = openpyxl.load_workbook(io.BytesIO(exporter(monde.ada).octets))
    for page in livre.worksheets[1:]:
        assert len(page.tables) == 1, page.title
        assert page.freeze_panes, page.title


def test_emporter_une_session_laisse_une_ligne_au_journal(app, exporter, monde, session_id):
    exporter(monde.ada)
    with app.app_context():
        ligne = db.session.scalars(
            select(LigneAudit).where(LigneAudit.action == "echanges.session.exporter")
        ).one()
        assert (ligne.acteur_id, ligne.objet_id) == (monde.ada.user_id, session_id)


def test_l_etranger_ne_trouve_pas_la_session(exporter, monde):
    with pytest.raises(NotFound):
        exporter(monde.driss)


def test_qui_n_y_forme_pas_ne_trouve_pas_la_session(exporter, monde):
    with pytest.raises(NotFound):
        exporter(monde.noe)


def test_une_apprenante_n_emporte_pas_la_session(exporter, monde):
    with pytest.raises((NotFound, Forbidden)):
        exporter(monde.zelie)


def test_le_classeur_du_referentiel_a_une_feuille_par_niveau(app, base):
    with transaction():
        publier_referentiel_reel()
    with app.test_request_context():
        emporte = queries.classeur_referentiel(
            Identity.anonymous(), "cooperation-territoriale", "0.1"
        )
    livre = openpyxl.load_workbook(io.BytesIO(emporte.octets))
    lignes = {page.title: page.max_row - 1 for page in livre.worksheets}
    attendues = {"Métiers": 2, "Blocs": 7, "Activités": 28, "Compétences": 70, "Critères": 150}
    assert {nom: lignes[nom] for nom in attendues} == attendues
    assert {"Échelles", "Sources", "Légende"} <= set(lignes)
    assert emporte.nom == "cooperation-territoriale-0.1.xlsx"


def test_le_classeur_s_emporte_depuis_les_pages(app, monde, session_id):
    client = app.test_client()
    se_connecter(client, monde.ada)
    jeton = _jeton(client)
    reponse = client.post(f"/sessions/{session_id}/classeur", data={"csrf_token": jeton})
    assert reponse.status_code == 200
    assert reponse.headers["Content-Disposition"].startswith("attachment")
    anonyme = app.test_client().get("/referentiels/cooperation-territoriale/0.1/classeur")
    assert anonyme.status_code == 200


def _jeton(client):
    page = client.get("/compte").get_data(as_text=True)
    return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
