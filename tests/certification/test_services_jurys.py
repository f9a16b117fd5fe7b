"""Convoquer, composer, ouvrir, signer : qui le peut, et quand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.certification.enums import EtatCandidature, EtatJury, QualiteMembre
from coopmetiers.certification.models import Candidature, Jury, MembreJury, Recusation
from coopmetiers.certification.rules.jury import SaisieJury, SaisieMembre
from coopmetiers.certification.services import compositions, decisions, jurys
from coopmetiers.comptes.models import Organisation
from coopmetiers.referentiel.queries import VersionVue
from tests.fabriques.certification import (
    acquise,
    fabriquer_audience,
    fabriquer_bloc,
    fabriquer_candidature,
    fabriquer_competence,
    fabriquer_dossier,
    fabriquer_fait,
)
from tests.fabriques.referentiel import fabriquer_brouillon, fabriquer_version

pytestmark = [pytest.mark.deux_bases, pytest.mark.usefixtures("base")]
EN_COMPOSITION = EtatJury.COMPOSITION


@pytest.fixture
def version(base, monde, horloge) -> VersionVue:
    with transaction():
        return fabriquer_version()


@pytest.fixture
def saisie(version) -> SaisieJury:
    return SaisieJury(version.version_id, "tisseur", date(2026, 12, 4), "Essai-sur-Loire", 2)


def membre_saisi(personne, qualite=QualiteMembre.PRATICIEN) -> SaisieMembre:
    return SaisieMembre(personne.user_id, qualite, "Réseau d’essai")


def test_convoquer_un_jury_lui_donne_son_numero(monde, saisie, agir, lignes, journal):
    jury = agir(jurys.convoquer, monde.aline, saisie)
    assert (jury.numero, jury.etat, jury.quorum) == ("J-2026-001", "COMPOSITION", 2)
    assert agir(jurys.convoquer, monde.aline, saisie).numero == "J-2026-002"
    assert [j.tenu_le for j in lignes(Jury)] == [date(2026, 12, 4)] * 2
    assert journal()[0] == (
        "certification.jury.composer",
        monde.cc.organisation_id,
        {"convoque_le": "2026-12-04"},
    )


def test_l_annee_d_un_jury_est_celle_du_certificateur(monde, saisie, agir, horloge):
    horloge.regler(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert agir(jurys.convoquer, monde.aline, saisie).numero == "J-2027-001"
    with transaction():
        db.session.execute(update(Organisation).values(fuseau="America/Cayenne"))
    assert agir(jurys.convoquer, monde.aline, saisie).numero == "J-2026-001"


@pytest.mark.parametrize(
    ("ecart", "code", "champ"),
    [
        ({"quorum": 0}, "quorum_nul", "quorum"),
        ({"version_id": "inconnue"}, "visee_inconnue", "visee"),
        ({"code_metier": "inconnu"}, "visee_inconnue", "visee"),
    ],
)
def test_on_ne_convoque_pas_n_importe_quel_jury(ecart, code, champ, monde, saisie, agir, lignes):
    with pytest.raises(RuleViolation) as refus:
        agir(jurys.convoquer, monde.aline, replace(saisie, **ecart))
    assert (refus.value.code, refus.value.field) == (code, champ)
    assert lignes(Jury) == []


def test_un_brouillon_ne_se_juge_pas(monde, saisie, agir):
    with transaction():
        brouillon = fabriquer_brouillon(code="autre")
    with pytest.raises(RuleViolation) as refus:
        agir(jurys.convoquer, monde.aline, replace(saisie, version_id=brouillon.version_id))
    assert refus.value.code == "visee_inconnue"


@pytest.mark.parametrize("qui", ["helene", "driss", "ada", "ines"])
def test_seul_un_responsable_du_certificateur_convoque(qui, monde, saisie, agir):
    with pytest.raises(Forbidden):
        agir(jurys.convoquer, getattr(monde, qui), saisie)


def test_nommer_un_membre_parmi_les_jures(monde, saisie, agir, lignes):
    jury_id = agir(jurys.convoquer, monde.aline, saisie).jury_id
    agir(compositions.nommer, monde.aline, jury_id, membre_saisi(monde.helene))
    (membre,) = lignes(MembreJury)
    assert (membre.nom, membre.qualite) == ("Hélène Croquis", "PRATICIEN")
    agir(compositions.retirer, monde.aline, jury_id, membre.membre_id)
    assert lignes(MembreJury) == []


@pytest.mark.parametrize("qui", ["aline", "noe", "driss"])
def test_on_ne_nomme_que_des_jures_du_certificateur(qui, monde, saisie, agir):
    jury_id = agir(jurys.convoquer, monde.aline, saisie).jury_id
    with pytest.raises(NotFound):
        agir(compositions.nommer, monde.aline, jury_id, membre_saisi(getattr(monde, qui)))


def test_un_membre_ne_siege_qu_une_fois_et_une_seule_personne_preside(monde, saisie, agir):
    jury_id = agir(jurys.convoquer, monde.aline, saisie).jury_id
    presidence = membre_saisi(monde.octave, QualiteMembre.PRESIDENCE)
    agir(compositions.nommer, monde.aline, jury_id, presidence)
    for nomme, code in (
        (membre_saisi(monde.octave), "deja_membre"),
        (membre_saisi(monde.helene, QualiteMembre.PRESIDENCE), "presidence"),
    ):
        with pytest.raises(RuleViolation) as refus:
            agir(compositions.nommer, monde.aline, jury_id, nomme)
        assert refus.value.code == code


def test_inscrire_puis_rayer_une_candidature(monde, audience, agir, lignes):
    essai = audience(etat=EN_COMPOSITION)
    (candidature,) = lignes(Candidature)
    membre = lignes(MembreJury)[0]
    agir(
        compositions.recuser,
        monde.aline,
        essai.jury_id,
        essai.candidature_id,
        membre_id=membre.membre_id,
        motif="Ancienne collègue",
    )
    agir(compositions.rayer_du_role, monde.aline, essai.jury_id, essai.candidature_id)
    assert lignes(Candidature)[0].cle_jury is None
    assert lignes(Recusation) == []
    inscrites = (candidature.candidature_id,)
    assert agir(compositions.inscrire_au_role, monde.aline, essai.jury_id, inscrites) == 1
    assert lignes(Candidature)[0].cle_jury == lignes(Jury)[0].cle


@pytest.mark.parametrize(
    ("ecart", "code"),
    [
        ("autre_version", "candidature_d_un_autre_jury"),
        ("autre_jury", "candidature_deja_inscrite"),
        ("jugee", "candidature_jugee"),
    ],
)
def test_une_candidature_n_entre_que_dans_son_jury(ecart, code, monde, audience, agir):
    essai = audience(etat=EN_COMPOSITION)
    with tenancy.bound(monde.cc.cle), transaction():
        ecarts = {
            "autre_version": {"version": fabriquer_version(code="autre-referentiel")},
            "autre_jury": {},
            "jugee": {"etat": EtatCandidature.PROCLAMEE},
        }[ecart]
        visee = fabriquer_candidature(**ecarts).candidature_id
        if ecart == "autre_jury":
            visee = fabriquer_audience(monde, etat=EN_COMPOSITION).candidature_id
    with pytest.raises(RuleViolation) as refus:
        agir(compositions.inscrire_au_role, monde.aline, essai.jury_id, (visee,))
    assert refus.value.code == code


def test_une_candidature_inconnue_n_est_pas_trouvee(monde, audience, agir):
    essai = audience(etat=EN_COMPOSITION)
    with pytest.raises(NotFound):
        agir(compositions.inscrire_au_role, monde.aline, essai.jury_id, ("inconnue",))


def test_recuser_demande_un_motif_et_ne_se_fait_qu_une_fois(monde, audience, agir, lignes):
    essai = audience(etat=EN_COMPOSITION)
    qui = {"membre_id": lignes(MembreJury)[1].membre_id}
    recuser = (compositions.recuser, monde.aline, essai.jury_id, essai.candidature_id)
    with pytest.raises(RuleViolation) as refus:
        agir(*recuser, **qui, motif="  ")
    assert refus.value.code == "motif_recusation"
    agir(*recuser, **qui, motif="Ancienne collègue")
    agir(*recuser, **qui, motif="Ancienne collègue, encore")
    assert [r.motif for r in lignes(Recusation)] == ["Ancienne collègue"]


def test_ouvrir_recuse_qui_a_evalue_et_qui_se_presente(monde, audience, agir, lignes):
    fait = fabriquer_fait(evaluateur_id=monde.helene.user_id)
    evaluee = fabriquer_dossier(
        fabriquer_bloc(competences=(fabriquer_competence(faits=(fait,)),)), fabriquer_bloc("B2")
    )
    essai = audience(
        evaluee,
        fabriquer_dossier(),
        etat=EN_COMPOSITION,
        quorum=1,
        personnes=(monde.zelie_utilisateur, monde.octave_utilisateur),
    )
    agir(jurys.ouvrir, monde.aline, essai.jury_id)
    motifs = {r.motif for r in lignes(Recusation)}
    assert motifs == {"a évalué cette personne pendant son parcours", "se présente devant ce jury"}
    (jury,) = lignes(Jury)
    assert (jury.etat, jury.ouvert_a is not None) == (EtatJury.OUVERT, True)


def test_sans_quorum_le_jury_ne_s_ouvre_pas(monde, audience, agir, lignes):
    essai = audience(etat=EN_COMPOSITION, quorum=3)
    with pytest.raises(RuleViolation) as refus:
        agir(jurys.ouvrir, monde.aline, essai.jury_id)
    assert refus.value.code == "quorum"
    assert lignes(Jury)[0].etat == EN_COMPOSITION


def test_un_certificateur_sans_representant_n_ouvre_pas(monde, audience, agir):
    essai = audience(etat=EN_COMPOSITION)
    with transaction():
        db.session.execute(update(Organisation).values(representant_nom=None))
    with pytest.raises(RuleViolation) as refus:
        agir(jurys.ouvrir, monde.aline, essai.jury_id)
    assert refus.value.code == "emetteur_incomplet"


@pytest.mark.parametrize(
    "acte",
    [
        lambda a, qui, e, m: a(compositions.nommer, qui, e.jury_id, membre_saisi(qui)),
        lambda a, qui, e, m: a(compositions.retirer, qui, e.jury_id, m),
        lambda a, qui, e, m: a(compositions.inscrire_au_role, qui, e.jury_id, ()),
        lambda a, qui, e, m: a(compositions.rayer_du_role, qui, e.jury_id, e.candidature_id),
        lambda a, qui, e, m: a(
            compositions.recuser, qui, e.jury_id, e.candidature_id, membre_id=m, motif="lien"
        ),
        lambda a, qui, e, m: a(jurys.ouvrir, qui, e.jury_id),
    ],
)
def test_la_composition_est_au_responsable_et_se_fait_avant_l_ouverture(
    acte, monde, audience, agir, lignes
):
    essai = audience()
    membre_id = lignes(MembreJury)[0].membre_id
    with pytest.raises(RuleViolation) as refus:
        acte(agir, monde.aline, essai, membre_id)
    assert refus.value.code == "jury_compose"
    with pytest.raises(Forbidden):
        acte(agir, monde.octave, essai, membre_id)
    with pytest.raises(NotFound):
        acte(agir, monde.driss, essai, membre_id)


def test_signer_une_fois_tout_decide(monde, audience, agir, lignes, journal):
    essai = audience()
    with pytest.raises(RuleViolation) as refus:
        agir(jurys.signer, monde.helene, essai.jury_id)
    assert refus.value.code == "decisions_manquantes"
    assert refus.value.text() == "Il reste 4 compétences à trancher avant de signer."
    prises = tuple(acquise(code) for code in ("C1.1.1", "C1.1.2", "C2.1.1", "C2.1.2"))
    agir(decisions.enregistrer, monde.helene, essai.jury_id, essai.candidature_id, prises)
    agir(jurys.signer, monde.helene, essai.jury_id)
    assert [m.nom for m in lignes(MembreJury) if m.signe_a] == ["Hélène Croquis"]
    assert journal()[-1][0] == "certification.jury.signer"


@pytest.mark.parametrize(("qui", "refus"), [("aline", Forbidden), ("driss", NotFound)])
def test_seul_un_membre_signe(qui, refus, monde, audience, agir):
    with pytest.raises(refus):
        agir(jurys.signer, getattr(monde, qui), audience().jury_id)
