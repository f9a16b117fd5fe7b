"""Côté organisme : qui peut être présenté, ce qui manque, présenter une ou plusieurs personnes."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.certification.models import Candidature
from coopmetiers.comptes.models import Habilitation
from coopmetiers.formation.models import SessionFormation
from tests.fabriques import parcours as fabrique_parcours
from tests.fabriques.comptes import fabriquer_habilitation
from tests.navigateur import en_texte

FORMULAIRE = "main form[method=post]"


@pytest.fixture
def adresse(groupe):
    return f"/sessions/{groupe.session_id}/candidatures"


def test_la_page_dit_qui_est_pret_et_ce_qui_manque(monde, adresse, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse)
    assert "1 personne peut être présentée" in page.texte
    zelie, tom = page.soupe.select("tbody tr")[::-1]
    assert [en_texte(bloc) for bloc in zelie.select(".blocs-coches li")] == [
        "B1 , Intitulé du bloc B1, 2/2",
        "B2 , Intitulé du bloc B2, 2/2",
    ]
    assert len(zelie.select("[name=blocs][checked]")) == 2
    assert "Il manque la date de naissance" in tom.text
    assert not tom.select("input, button")


def test_presenter_les_personnes_cochees(monde, groupe, adresse, navigateur, lignes):
    navigateur.connecter(monde.ada)
    page = navigateur.soumettre(
        navigateur.get(adresse), FORMULAIRE, {"inscriptions": [groupe.zelie_id]}
    )
    assert "1 candidature présentée" in page.texte
    assert "Présentée à Certif’ Confluences" in page.texte
    assert [c.inscription_id for c in lignes(Candidature)] == [groupe.zelie_id]


def test_le_bouton_d_une_ligne_ne_presente_qu_elle(monde, groupe, adresse, navigateur, lignes):
    navigateur.connecter(monde.ada)
    for _fois in range(2):
        page = navigateur.get(adresse)
        navigateur.soumettre(page, FORMULAIRE, {"seule": groupe.zelie_id})
    assert len(lignes(Candidature)) == 1
    assert "Présenter à nouveau" in navigateur.get(adresse).texte


def test_seuls_les_blocs_coches_partent(groupe, monde, adresse, navigateur, lignes):
    navigateur.connecter(monde.ada)
    saisie = {"seule": groupe.zelie_id, "blocs": [f"{groupe.zelie_id} B2"]}
    navigateur.soumettre(navigateur.get(adresse), FORMULAIRE, saisie)
    (candidature,) = lignes(Candidature)
    assert [bloc["code"] for bloc in candidature.dossier["blocs"]] == ["B2"]


def test_sans_bloc_coche_la_personne_reste_cochee(groupe, monde, adresse, navigateur, lignes):
    navigateur.connecter(monde.ada)
    saisie = {"inscriptions": [groupe.zelie_id], "blocs": []}
    page = navigateur.soumettre(navigateur.get(adresse), FORMULAIRE, saisie, statut=422)
    assert "Zélie Modèle, Choisissez au moins un bloc" in page.texte
    assert page.un(f"[name=inscriptions][value='{groupe.zelie_id}']").has_attr("checked")
    assert not page.soupe.select("[name=blocs][checked]")
    assert lignes(Candidature) == []


def test_sans_personne_cochee_la_page_le_dit(monde, adresse, navigateur, lignes):
    navigateur.connecter(monde.ada)
    page = navigateur.soumettre(navigateur.get(adresse), FORMULAIRE, statut=422)
    assert "Choisissez au moins une personne" in page.texte
    assert lignes(Candidature) == []


def test_un_refus_n_empeche_pas_les_autres(monde, groupe, adresse, navigateur, lignes):
    blocs = [f"{personne} B1" for personne in (groupe.tom_id, groupe.zelie_id)]
    navigateur.connecter(monde.ada)
    page = navigateur.soumettre(
        navigateur.get(adresse),
        FORMULAIRE,
        {"inscriptions": [groupe.tom_id, groupe.zelie_id], "blocs": blocs},
        statut=422,
    )
    assert "Tom Brouillon, Il manque la date de naissance" in page.texte
    assert "1 candidature présentée" in page.texte
    assert [c.nom for c in lignes(Candidature)] == ["Modèle"]


def test_un_certificateur_forge_est_refuse(monde, groupe, adresse, navigateur, lignes):
    navigateur.connecter(monde.ada)
    saisie = {"inscriptions": [groupe.zelie_id], "certificateur": monde.eve.organisation_id}
    navigateur.soumettre(navigateur.get(adresse), FORMULAIRE, saisie, statut=422)
    assert lignes(Candidature) == []


def test_les_champs_de_trop_sont_ignores(monde, groupe, adresse, navigateur, lignes):
    navigateur.connecter(monde.ada)
    jeton = navigateur.get(adresse).un(f"{FORMULAIRE} [name=csrf_token]")["value"]
    forge = {"organisation_id": monde.eve.organisation_id, "naissance_le": "2001-01-01"}
    visee = {
        "inscriptions": groupe.zelie_id,
        "blocs": f"{groupe.zelie_id} B1",
        "certificateur": monde.cc.organisation_id,
    }
    navigateur.client.post(adresse, data={"csrf_token": jeton, **visee, **forge})
    (candidature,) = lignes(Candidature)
    assert candidature.organisme_id == monde.sp.organisation_id
    assert candidature.naissance_le.year == 1988


def test_avec_deux_certificateurs_on_choisit(contexte, monde, adresse, navigateur):
    with contexte(), transaction():
        fabriquer_habilitation(*(db.session.merge(o) for o in (monde.rc, monde.sp)))
    navigateur.connecter(monde.ada)
    choix = navigateur.get(adresse).un("select[name=certificateur]")
    assert len(choix.select("option")) == 2


def test_sans_habilitation_la_page_dit_quoi_faire(contexte, monde, adresse, navigateur):
    with contexte(), transaction():
        db.session.execute(update(Habilitation).values(cle_organisme=monde.eve.cle))
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse)
    assert "Aucun certificateur n’admet" in page.texte
    assert not page.soupe.select("[name=inscriptions]")


@pytest.mark.parametrize(
    ("qui", "statut"), [("driss", 404), ("noe", 403), ("zelie", 404), ("helene", 404)]
)
def test_seul_le_responsable_de_l_organisme_y_entre(qui, statut, monde, adresse, navigateur):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(adresse, statut=statut)


def test_le_nombre_de_requetes_ne_depend_pas_du_groupe(
    contexte, monde, groupe, adresse, navigateur
):
    navigateur.connecter(monde.ada)
    avant = navigateur.get(adresse).requetes
    with contexte(), tenancy.bound(monde.sp.cle), transaction():
        ligne = db.session.scalars(
            select(SessionFormation).where(SessionFormation.session_id == groupe.session_id)
        ).one()
        for _rang in range(5):
            inscription = fabrique_parcours.fabriquer_inscription(ligne)
            fabrique_parcours.fabriquer_preuve(inscription, "C1.1.1")
            fabrique_parcours.fabriquer_evaluation(inscription, "C1.1.1", par=monde.noe)
    assert navigateur.get(adresse).requetes == avant
