"""La délibération : lire le dossier, suivre ou non les suggestions, dire pourquoi."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from coopmetiers.base import tenancy, vault
from coopmetiers.base.db import db, transaction
from coopmetiers.certification import queries
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.models import (
    Candidature,
    Decision,
    MembreJury,
    PieceAttendue,
    Recusation,
)
from coopmetiers.certification.services import decisions
from tests.fabriques.certification import (
    CODES,
    acquise,
    fabriquer_bloc,
    fabriquer_competence,
    fabriquer_dossier,
    fabriquer_fait,
    fabriquer_piece,
    refusee,
)
from tests.navigateur import compter_requetes

FORMULAIRE = "form[action*='/decisions']"


def adresse_de(essai, candidature_id=None):
    return f"/jurys/{essai.jury_id}/candidatures/{candidature_id or essai.candidature_id}"


@pytest.fixture
def ouvrir(monde, navigateur):
    """Ouvre la page d’une candidature au nom d’un membre."""

    def _ouvrir(essai, acteur=None, bloc="B1"):
        navigateur.connecter(acteur or monde.helene)
        return navigateur.get(f"{adresse_de(essai)}?bloc={bloc}")

    return _ouvrir


def test_la_page_montre_ce_qui_a_ete_observe_et_ce_que_les_faits_suggerent(audience, ouvrir):
    fait = fabriquer_fait(commentaire="Deux objections entendues.", preuves=())
    sans_preuve = fabriquer_competence("C1.1.2", a_preuve=False, faits=(fait,))
    bloc = fabriquer_bloc(competences=(fabriquer_competence(), sans_preuve))
    page = ouvrir(audience(fabriquer_dossier(bloc, fabriquer_bloc("B2"))))
    for dit in (
        "Il reste 4 compétences à trancher",
        "Noé Gabarit, le 6 octobre 2026",
        "Mise en situation",
        "Deux objections entendues.",
        "Suggérée acquise\u00a0: N3 constaté, preuve au dossier",
        "Suggérée non acquise\u00a0: N3 constaté, mais sans preuve",
        "2 compétences exigées sur 2 du bloc",
    ):
        assert dit in page.texte
    assert page.un("#c-C1\\.1\\.1 [data-suivie]")["value"] == "ACQUISE:3"
    assert not page.soupe.select("#c-C1\\.1\\.2 [data-suivie]")


def test_enregistrer_un_bloc_mene_au_suivant_puis_a_la_personne_suivante(
    monde, audience, ouvrir, navigateur, lignes
):
    essai = audience(fabriquer_dossier(), fabriquer_dossier())
    page = ouvrir(essai)
    saisie = {"decision-C1.1.1": "ACQUISE:3", "decision-C1.1.2": "ACQUISE:3"}
    page = navigateur.soumettre(page, FORMULAIRE, saisie)
    assert "2 décisions enregistrées" in page.texte
    assert page.un(".tabs [aria-current=page]").text.startswith("B2")
    saisie = {"decision-C2.1.1": "ACQUISE:3", "decision-C2.1.2": "NON_ACQUISE"}
    page = navigateur.soumettre(
        page, FORMULAIRE, saisie | {"motif-C2.1.2": "Trace absente.", "piece": "Le budget signé"}
    )
    assert page.adresse == adresse_de(essai, essai.candidature_ids[1])
    assert [(d.code_competence, d.resultat, d.niveau) for d in lignes(Decision)] == [
        ("C1.1.1", "ACQUISE", 3),
        ("C1.1.2", "ACQUISE", 3),
        ("C2.1.1", "ACQUISE", 3),
        ("C2.1.2", "NON_ACQUISE", None),
    ]
    assert [p.libelle for p in lignes(PieceAttendue)] == ["Le budget signé"]
    assert "Ajourné" in navigateur.get(f"{adresse_de(essai)}?bloc=B2").un("#decision").text


def test_le_motif_qui_manque_est_demande_sur_sa_competence(audience, ouvrir, navigateur, lignes):
    page = ouvrir(audience())
    saisie = {"decision-C1.1.1": "ACQUISE:3", "decision-C1.1.2": "NON_ACQUISE"}
    page = navigateur.soumettre(page, FORMULAIRE, saisie, statut=422)
    assert page.un("#motif-C1\\.1\\.2")["aria-invalid"] == "true"
    assert "Dites pourquoi" in page.un("#c-C1\\.1\\.2 .field__error").text
    assert not page.soupe.select("#c-C1\\.1\\.1 .field__error")
    assert page.un("#c-C1\\.1\\.1 input[checked]")["value"] == "ACQUISE:3"
    assert lignes(Decision) == []


def test_un_niveau_plus_haut_que_les_faits_demande_un_motif(audience, ouvrir, navigateur, lignes):
    essai = audience()
    page = ouvrir(essai)
    navigateur.soumettre(page, FORMULAIRE, {"decision-C1.1.1": "ACQUISE:4"}, statut=422)
    saisie = {"decision-C1.1.1": "ACQUISE:4", "motif-C1.1.1": "La soutenance l’a montré."}
    navigateur.soumettre(ouvrir(essai), FORMULAIRE, saisie)
    assert [(d.niveau, d.motif) for d in lignes(Decision)] == [(4, "La soutenance l’a montré.")]


def test_refuser_le_reste_du_bloc_pour_un_motif_commun(audience, ouvrir, navigateur, lignes):
    essai = audience()
    page = navigateur.soumettre(ouvrir(essai), FORMULAIRE, {"reste": "1"}, statut=422)
    assert "Dites pourquoi le jury refuse le reste" in page.texte
    saisie = {"decision-C1.1.1": "ACQUISE:3", "reste": "1", "motif_commun": "Rien n’a été observé."}
    navigateur.soumettre(ouvrir(essai), FORMULAIRE, saisie)
    assert [(d.resultat, d.motif) for d in lignes(Decision)] == [
        ("ACQUISE", ""),
        ("NON_ACQUISE", "Rien n’a été observé."),
    ]


def test_suivre_les_suggestions_d_un_geste(audience, ouvrir, navigateur, lignes):
    page = ouvrir(audience())
    page = navigateur.soumettre(page, "form[action*='/suggestions']")
    assert "2 décisions enregistrées" in page.texte
    assert {d.code_competence for d in lignes(Decision)} == {"C1.1.1", "C1.1.2"}
    assert not page.soupe.select("form[action*='/suggestions']")


def test_un_changement_d_avis_reste_lisible(monde, audience, agir, ouvrir):
    essai = audience()
    for prise in (refusee("C1.1.1", "Trace absente."), acquise("C1.1.1")):
        agir(decisions.enregistrer, monde.octave, essai.jury_id, essai.candidature_id, (prise,))
    texte = ouvrir(essai).un("#c-C1\\.1\\.1").text
    assert "Auparavant" in texte
    assert "Trace absente." in texte
    assert "Octave Filigrane" in texte


def test_un_resultat_de_bloc_forge_est_ignore(audience, ouvrir, navigateur, lignes):
    essai = audience()
    page = ouvrir(essai)
    jeton = page.un(f"{FORMULAIRE} [name=csrf_token]")["value"]
    forge = {"resultat": "ACQUIS", "resultat-B1": "ACQUIS", "decision-C9.9.9": "ACQUISE:3"}
    navigateur.client.post(
        f"{adresse_de(essai)}/decisions?bloc=B1", data={"csrf_token": jeton, **forge}
    )
    assert lignes(Decision) == []
    assert "À délibérer" in ouvrir(essai).un("#decision .card__h").text


@pytest.mark.parametrize("valeur", ["ACQUISE:2", "ACQUISE:9", "ACQUISE", "PEUT_ETRE", "ACQUISE:x"])
def test_une_decision_forgee_est_refusee(valeur, audience, ouvrir, navigateur, lignes):
    page = ouvrir(audience())
    navigateur.soumettre(page, FORMULAIRE, {"decision-C1.1.1": valeur}, statut=422)
    assert lignes(Decision) == []


def test_un_membre_recuse_lit_sans_decider(contexte, monde, audience, ouvrir, navigateur, lignes):
    essai = audience()
    with contexte(), tenancy.bound(monde.cc.cle), transaction():
        helene = db.session.scalars(
            select(MembreJury).where(MembreJury.cle_utilisateur == monde.helene.user_key)
        ).one()
        candidature = db.session.scalars(select(Candidature)).one()
        candidature.recusations.append(Recusation(cle_membre=helene.cle, motif="a évalué Zélie"))
    page = ouvrir(essai)
    assert "Hélène Croquis ne siège pas pour cette candidature" in page.texte
    assert not page.soupe.select(FORMULAIRE)
    jeton = page.un("main form [name=csrf_token], [name=csrf_token]")["value"]
    donnees = {"csrf_token": jeton, "decision-C1.1.1": "ACQUISE:3"}
    reponse = navigateur.client.post(f"{adresse_de(essai)}/decisions?bloc=B1", data=donnees)
    assert reponse.status_code == 422
    assert lignes(Decision) == []


@pytest.mark.parametrize("etat", [EtatJury.COMPOSITION, EtatJury.PROCLAME])
def test_hors_deliberation_le_dossier_se_lit(etat, audience, ouvrir):
    page = ouvrir(audience(etat=etat))
    assert not page.soupe.select(FORMULAIRE)
    assert "Tenir C1.1.1" in page.texte


def test_le_responsable_lit_mais_ne_decide_pas(monde, audience, ouvrir):
    assert not ouvrir(audience(), monde.aline).soupe.select(FORMULAIRE)


def test_une_preuve_s_ouvre_en_piece_jointe_enfermee(contexte, monde, audience, ouvrir, navigateur):
    essai = audience()
    with contexte(), tenancy.bound(monde.cc.cle), transaction():
        candidature = db.session.scalars(select(Candidature)).one()
        fabriquer_piece(
            candidature,
            adresse=None,
            empreinte=vault.store(b"<script>alert(1)</script>"),
            nom_fichier="relevé de décisions.txt",
            type_mime="text/plain; charset=utf-8",
        )
    lien = ouvrir(essai).un(".preuves a")
    assert (lien["target"], lien["rel"]) == ("_blank", ["noopener", "noreferrer"])
    reponse = navigateur.client.get(lien["href"])
    assert reponse.data == b"<script>alert(1)</script>"
    assert reponse.headers["Content-Disposition"].startswith("attachment;")
    assert reponse.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    navigateur.connecter(monde.driss)
    assert navigateur.client.get(lien["href"]).status_code == 404


def test_un_lien_donne_comme_preuve_ne_se_sert_pas(contexte, monde, audience, ouvrir, navigateur):
    essai = audience()
    with contexte(), tenancy.bound(monde.cc.cle), transaction():
        candidature = db.session.scalars(select(Candidature)).one()
        piece_id = fabriquer_piece(candidature).piece_id
    assert ouvrir(essai).un(".preuves a")["href"] == "https://preuve.exemple.test/"
    navigateur.get(f"{adresse_de(essai)}/pieces/{piece_id}", statut=404)


def test_la_candidature_d_un_autre_jury_n_est_pas_la(monde, audience, navigateur):
    un, autre = audience(), audience()
    navigateur.connecter(monde.helene)
    navigateur.get(adresse_de(un, autre.candidature_id), statut=404)


def test_une_candidature_coute_autant_de_requetes_a_toute_taille(
    app, monde, audience, agir, lire, ouvrir
):
    petit, grand = audience(), audience(*(fabriquer_dossier() for _rang in range(6)))
    for candidature_id in grand.candidature_ids:
        prises = tuple(acquise(code) for code in CODES)
        agir(decisions.enregistrer, monde.helene, grand.jury_id, candidature_id, prises)
    for essai in (petit, grand):
        with compter_requetes(app) as compte:
            lire(queries.candidature_vue, monde.helene, essai.jury_id, essai.candidature_id)
        assert compte["requetes"] <= 10
    assert ouvrir(petit).requetes == ouvrir(grand).requetes
