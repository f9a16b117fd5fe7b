"""Décider, changer d’avis, attendre une pièce."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.models import (
    Candidature,
    Decision,
    MembreJury,
    PieceAttendue,
    Recusation,
)
from coopmetiers.certification.services import decisions, jurys
from tests.fabriques.certification import (
    CODES,
    acquise,
    fabriquer_bloc,
    fabriquer_competence,
    fabriquer_dossier,
    refusee,
)

pytestmark = [pytest.mark.deux_bases, pytest.mark.usefixtures("base")]


@pytest.fixture
def decider(monde, agir):
    def _decider(essai, *saisies, acteur=None):
        return agir(
            decisions.enregistrer,
            acteur or monde.helene,
            essai.jury_id,
            essai.candidature_id,
            saisies,
        )

    return _decider


@pytest.fixture
def attendre(monde, agir):
    def _attendre(essai, libelle, code_bloc="B1", acteur=None):
        agir(
            decisions.attendre_piece,
            acteur or monde.helene,
            essai.jury_id,
            essai.candidature_id,
            code_bloc=code_bloc,
            libelle=libelle,
        )

    return _attendre


def recuser_helene(monde):
    with tenancy.bound(monde.cc.cle), transaction():
        candidature = db.session.scalars(select(Candidature)).one()
        helene = db.session.scalars(
            select(MembreJury).where(MembreJury.cle_utilisateur == monde.helene.user_key)
        ).one()
        candidature.recusations.append(Recusation(cle_membre=helene.cle, motif="a évalué"))


def test_decider_inscrit_le_resultat_le_niveau_et_le_motif(
    monde, audience, decider, lignes, journal
):
    essai = audience()
    assert decider(essai, acquise("C1.1.1"), refusee("C1.1.2", "Trace absente.")) == 2
    premiere, seconde = lignes(Decision)
    assert (premiere.resultat, premiere.niveau, premiere.motif) == ("ACQUISE", 3, "")
    assert (seconde.resultat, seconde.niveau, seconde.motif) == (
        "NON_ACQUISE",
        None,
        "Trace absente.",
    )
    action, chaine, details = journal()[-1]
    assert (action, chaine) == ("certification.jury.decider", monde.cc.organisation_id)
    assert details["decisions"] == {"C1.1.1": "ACQUISE", "C1.1.2": "NON_ACQUISE"}


def test_un_changement_d_avis_est_une_nouvelle_ligne(audience, decider, lignes):
    essai = audience()
    decider(essai, acquise("C1.1.1"))
    decider(essai, refusee("C1.1.1"))
    ancienne, nouvelle = lignes(Decision)
    assert ancienne.remplacee_a is not None
    assert (nouvelle.resultat, nouvelle.remplacee_a) == ("NON_ACQUISE", None)


def test_une_decision_identique_n_ecrit_rien(audience, decider, lignes, journal):
    essai = audience()
    decider(essai, acquise("C1.1.1"), refusee("C1.1.2"))
    avant = len(journal())
    assert decider(essai, acquise("C1.1.1"), refusee("C1.1.2")) == 0
    assert (len(lignes(Decision)), len(journal())) == (2, avant)


def test_une_seconde_pensee_efface_les_signatures(monde, audience, decider, agir, lignes):
    essai = audience()
    decider(essai, *(acquise(code) for code in CODES))
    agir(jurys.signer, monde.helene, essai.jury_id)
    decider(essai, refusee("C2.1.2"))
    assert [m.signe_a for m in lignes(MembreJury)] == [None, None]


def test_une_decision_refusee_n_ecrit_rien_des_autres(audience, decider, lignes):
    with pytest.raises(RuleViolation) as refus:
        decider(audience(), acquise("C1.1.1"), refusee("C1.1.2", ""))
    assert refus.value.code == "motif_manquant"
    assert lignes(Decision) == []


def test_un_membre_recuse_ne_decide_pas(monde, audience, decider, attendre, lignes):
    essai = audience()
    recuser_helene(monde)
    for acte in (lambda: decider(essai, acquise("C1.1.1")), lambda: attendre(essai, "le budget")):
        with pytest.raises(RuleViolation) as refus:
            acte()
        assert refus.value.code == "membre_recuse"
    assert decider(essai, acquise("C1.1.1"), acteur=monde.octave) == 1


@pytest.mark.parametrize("etat", [EtatJury.COMPOSITION, EtatJury.PROCLAME])
def test_on_ne_decide_que_dans_un_jury_ouvert(etat, audience, decider, attendre):
    essai = audience(etat=etat)
    for acte in (lambda: decider(essai, acquise("C1.1.1")), lambda: attendre(essai, "le budget")):
        with pytest.raises(RuleViolation) as refus:
            acte()
        assert refus.value.code in ("jury_pas_ouvert", "jury_proclame")


@pytest.mark.parametrize(
    ("qui", "refus"), [("aline", Forbidden), ("driss", NotFound), ("ada", NotFound)]
)
def test_seul_un_membre_decide(qui, refus, monde, audience, decider, attendre):
    essai = audience()
    with pytest.raises(refus):
        decider(essai, acquise("C1.1.1"), acteur=getattr(monde, qui))
    with pytest.raises(refus):
        attendre(essai, "le budget", acteur=getattr(monde, qui))


def test_la_candidature_d_un_autre_jury_n_est_pas_trouvee(monde, audience, agir):
    premiere, seconde = audience(), audience()
    with pytest.raises(NotFound):
        agir(
            decisions.enregistrer,
            monde.helene,
            premiere.jury_id,
            seconde.candidature_id,
            (acquise("C1.1.1"),),
        )


def test_suivre_les_suggestions_d_un_bloc_ne_touche_pas_le_reste(
    monde, audience, decider, agir, lignes
):
    sans_preuve = fabriquer_competence("C1.1.3", a_preuve=False)
    bloc = fabriquer_bloc(competences=(*fabriquer_bloc().competences, sans_preuve))
    essai = audience(fabriquer_dossier(bloc, fabriquer_bloc("B2")))
    decider(essai, refusee("C1.1.1"))
    suivre = (decisions.suivre_suggestions, monde.helene, essai.jury_id, essai.candidature_id)
    assert agir(*suivre, "B1") == 1
    assert [(d.code_competence, d.resultat) for d in lignes(Decision)] == [
        ("C1.1.1", "NON_ACQUISE"),
        ("C1.1.2", "ACQUISE"),
    ]
    assert agir(*suivre, "B1") == 0


def test_le_jury_nomme_la_piece_qu_il_attend_puis_y_renonce(audience, attendre, lignes, journal):
    essai = audience()
    attendre(essai, "  Le budget signé ")
    assert [(p.code_bloc, p.libelle) for p in lignes(PieceAttendue)] == [("B1", "Le budget signé")]
    assert journal()[-1][2] == {"bloc": "B1", "piece_attendue": "Le budget signé"}
    avant = len(journal())
    attendre(essai, "Le budget signé")
    assert len(journal()) == avant
    attendre(essai, " ")
    assert lignes(PieceAttendue) == []


def test_attendre_une_piece_d_un_bloc_absent_est_refuse(audience, attendre):
    with pytest.raises(RuleViolation) as refus:
        attendre(audience(), "le budget", "B9")
    assert refus.value.code == "bloc_hors_dossier"


def test_les_decisions_sont_celles_du_jury_quel_que_soit_le_membre(
    monde, audience, decider, agir, lignes
):
    essai = audience()
    decider(essai, acquise("C1.1.1"))
    decider(essai, acquise("C1.1.2"), acteur=monde.octave)
    with tenancy.bound(monde.cc.cle), transaction():
        membres = {m.cle: m.nom for m in db.session.scalars(select(MembreJury))}
    assert [membres[d.cle_membre] for d in lignes(Decision)] == [
        "Hélène Croquis",
        "Octave Filigrane",
    ]
