"""Proclamer : acquisitions, numéros, registre, en un acte ; le dessin est annoncé."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.base.security import keyed_digest, sha256_hex
from coopmetiers.base.vault import digest
from coopmetiers.certification import contenu
from coopmetiers.certification.models import (
    AcquisitionBloc,
    AcquisitionCompetence,
    Candidature,
    Certificat,
    Compteur,
    EntreeRegistre,
    Jury,
)
from coopmetiers.certification.queries.acquisitions import acquises_avant
from coopmetiers.certification.rules.dossier import vers_json
from coopmetiers.certification.rules.registre import nom_replie
from coopmetiers.certification.services import decisions, jurys, proclamation
from coopmetiers.certification.services.proclamation import Proclamation
from tests.fabriques.certification import (
    CODES,
    acquise,
    fabriquer_bloc,
    fabriquer_competence,
    fabriquer_dossier,
    refusee,
)

pytestmark = [pytest.mark.deux_bases, pytest.mark.usefixtures("base")]
B1_SEUL = (acquise("C1.1.1"), acquise("C1.1.2"), acquise("C2.1.1"), refusee("C2.1.2"))


def registre():
    db.session.rollback()
    return list(db.session.scalars(select(EntreeRegistre).order_by(EntreeRegistre.cle)))


def test_proclamer_acquiert_numerote_et_inscrit(app, monde, audience, proclamer, lignes, journal):
    essai = audience()
    assert proclamer(essai) == Proclamation(1, 4, 2)
    assert [c.numero for c in lignes(Certificat)] == ["CC-2026-00001", "CC-2026-00002"]
    assert {c.etat for c in lignes(Certificat)} == {"EN_PRODUCTION"}
    assert [a.code_bloc for a in lignes(AcquisitionBloc)] == ["B1", "B2"]
    assert {a.code for a in lignes(AcquisitionCompetence)} == set(CODES)
    assert lignes(Jury)[0].etat == "PROCLAME"
    assert lignes(Candidature)[0].etat == "PROCLAMEE"
    ecrites = [details for action, _chaine, details in journal() if action.endswith("proclamer")]
    assert [d.get("numero") for d in ecrites] == ["CC-2026-00001", "CC-2026-00002", None]
    assert ecrites[-1]["attestations"] == 2
    assert app.extensions["queue"].pending_count() == 2


def test_le_registre_ne_dit_que_ce_que_la_verification_montre(monde, audience, proclamer, lignes):
    proclamer(audience())
    certificat, entree = lignes(Certificat)[0], registre()[0]
    fige = contenu.depuis_json(certificat.contenu)
    code = fige.delivrance.code_verification.replace("-", "")
    assert entree.empreinte_code == certificat.empreinte_code == sha256_hex(code)
    assert entree.empreinte_nom == keyed_digest(nom_replie("Zélie Modèle"))
    assert entree.organisme_id == monde.sp.organisation_id
    assert (entree.extrait["titulaire"], entree.extrait["certificateur"]) == (
        "Zélie M.",
        "Certif’ Confluences",
    )
    assert certificat.empreinte_contenu == digest(contenu.canonique(fige))


def test_le_papier_est_signe_de_la_presidence_et_du_representant(audience, proclamer, lignes):
    proclamer(audience())
    fige = contenu.depuis_json(lignes(Certificat)[0].contenu)
    assert [(s.qualite, s.nom) for s in fige.jury.signataires] == [
        ("Présidence du jury", "Octave Filigrane"),
        ("Pour le certificateur", "Camille Spécimen"),
    ]
    assert (fige.emetteur.nom, fige.cadre.organisme_parcours) == (
        "Certif’ Confluences",
        "Les Sept Parcelles",
    )
    assert [(c.code, c.niveau, c.modalites) for c in fige.bloc.competences] == [
        ("C1.1.1", 3, ("ME1",)),
        ("C1.1.2", 3, ("ME1",)),
    ]


def test_un_bloc_non_acquis_n_est_pas_atteste_mais_ses_competences_restent(
    audience, proclamer, lignes
):
    assert proclamer(audience(), *B1_SEUL) == Proclamation(1, 3, 1)
    assert [c.code_bloc for c in lignes(Certificat)] == ["B1"]
    assert {a.code for a in lignes(AcquisitionCompetence)} == {"C1.1.1", "C1.1.2", "C2.1.1"}


def test_deux_jurys_successifs_ne_refont_pas_ce_qui_est_acquis(
    monde, audience, proclamer, lignes, lire
):
    proclamer(audience(personnes=(monde.zelie_utilisateur,)), *B1_SEUL)
    (premiere,) = lignes(Candidature)
    avant = lire(acquises_avant, premiere.cle_utilisateur, premiere.cle_version)
    assert {code: a.niveau for code, a in avant.items()} == dict.fromkeys(CODES[:3], 3)
    blocs = [
        fabriquer_bloc(
            f"B{n}",
            competences=tuple(
                fabriquer_competence(code, avant=avant.get(code))
                for code in CODES
                if code.startswith(f"C{n}")
            ),
        )
        for n in (1, 2)
    ]
    seconde = audience(
        fabriquer_dossier(*blocs),
        personnes=(monde.zelie_utilisateur,),
    )
    assert proclamer(seconde, acquise("C2.1.2")) == Proclamation(1, 1, 1)
    assert [(c.code_bloc, c.numero) for c in lignes(Certificat)] == [
        ("B1", "CC-2026-00001"),
        ("B2", "CC-2026-00002"),
    ]


def test_presentee_deux_fois_une_personne_n_a_qu_une_attestation(
    monde, audience, proclamer, lignes
):
    zelie = (monde.zelie_utilisateur,)
    premiere, seconde = audience(personnes=zelie), audience(personnes=zelie)
    assert proclamer(premiere).nb_attestations == 2
    assert proclamer(seconde, *(acquise(c) for c in CODES)).nb_attestations == 0
    assert len(lignes(AcquisitionCompetence)) == 4


def test_un_niveau_acquis_monte_mais_ne_descend_pas(monde, audience, proclamer, lignes):
    zelie = (monde.zelie_utilisateur,)
    premiere, seconde, troisieme = (audience(personnes=zelie) for _rang in range(3))
    reste = tuple(acquise(code) for code in CODES[1:])
    for essai, niveau in ((premiere, 3), (seconde, 4), (troisieme, 3)):
        proclamer(essai, acquise("C1.1.1", niveau, "Vu en séance." if niveau == 4 else ""), *reste)
    niveaux = {a.code: a.niveau for a in lignes(AcquisitionCompetence)}
    assert niveaux == {"C1.1.1": 4, "C1.1.2": 3, "C2.1.1": 3, "C2.1.2": 3}


def test_un_bloc_complementaire_ne_donne_pas_d_attestation(audience, proclamer, lignes):
    dossier = fabriquer_dossier(fabriquer_bloc(), fabriquer_bloc("B2", complementaire=True))
    assert proclamer(audience(dossier)) == Proclamation(1, 4, 1)
    assert [c.code_bloc for c in lignes(Certificat)] == ["B1"]
    assert [a.code_bloc for a in lignes(AcquisitionBloc)] == ["B1"]


def test_proclamer_deux_fois_est_refuse(monde, audience, proclamer, agir, lignes):
    essai = audience()
    proclamer(essai)
    with pytest.raises(RuleViolation) as refus:
        agir(proclamation.proclamer, monde.octave, essai.jury_id)
    assert refus.value.code == "jury_proclame"
    assert len(lignes(Certificat)) == 2


def test_un_nom_trop_long_arrete_tout_avant_le_moindre_numero(
    monde, audience, agir, lignes, journal, app
):
    essai = audience(fabriquer_dossier(), fabriquer_dossier())
    for candidature_id in essai.candidature_ids:
        prises = tuple(acquise(code) for code in CODES)
        agir(decisions.enregistrer, monde.helene, essai.jury_id, candidature_id, prises)
    for membre in (monde.helene, monde.octave):
        agir(jurys.signer, membre, essai.jury_id)
    with tenancy.bound(monde.cc.cle), transaction():
        demande = select(Candidature).where(Candidature.candidature_id == essai.candidature_ids[1])
        db.session.scalars(demande).one().nom = "W" * 80
    avant = len(journal())
    with pytest.raises(RuleViolation) as refus:
        agir(proclamation.proclamer, monde.octave, essai.jury_id)
    assert refus.value.code == "nom_trop_long"
    assert lignes(Certificat) == lignes(AcquisitionBloc) == lignes(AcquisitionCompetence) == []
    assert lignes(Compteur) == registre() == []
    assert lignes(Jury)[0].etat == "OUVERT"
    assert (len(journal()), app.extensions["queue"].pending_count()) == (avant, 0)


def test_l_annee_du_numero_est_celle_du_certificateur(monde, audience, proclamer, lignes, horloge):
    premiere, seconde = audience(), audience()
    horloge.regler(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    proclamer(premiere, *B1_SEUL)
    with transaction():
        db.session.execute(update(type(monde.cc)).values(fuseau="America/Cayenne"))
    proclamer(seconde, *B1_SEUL)
    assert [c.numero for c in lignes(Certificat)] == ["CC-2027-00001", "CC-2026-00001"]
    assert [c.contenu["delivrance"]["delivre_le"] for c in lignes(Certificat)] == [
        "2027-01-01",
        "2026-12-31",
    ]


@pytest.mark.parametrize(
    ("qui", "refus"),
    [("helene", Forbidden), ("aline", Forbidden), ("driss", NotFound), ("ada", NotFound)],
)
def test_seule_la_presidence_proclame(qui, refus, monde, audience, agir):
    with pytest.raises(refus):
        agir(proclamation.proclamer, getattr(monde, qui), audience().jury_id)


def test_on_ne_proclame_pas_ce_qui_n_est_pas_signe(monde, audience, agir):
    essai = audience()
    prises = tuple(acquise(code) for code in CODES)
    with pytest.raises(RuleViolation) as refus:
        agir(proclamation.proclamer, monde.octave, essai.jury_id)
    assert refus.value.code == "decisions_manquantes"
    agir(decisions.enregistrer, monde.helene, essai.jury_id, essai.candidature_id, prises)
    agir(jurys.signer, monde.octave, essai.jury_id)
    with pytest.raises(RuleViolation) as refus:
        agir(proclamation.proclamer, monde.octave, essai.jury_id)
    assert refus.value.text() == "Il manque la signature de Hélène Croquis."


def test_un_dossier_fige_ne_depend_que_de_lui_meme(audience, proclamer, lignes):
    dossier = fabriquer_dossier(metier="Métier d’alors")
    proclamer(audience(dossier))
    assert lignes(Candidature)[0].dossier == vers_json(dossier)
    assert lignes(Certificat)[0].contenu["cadre"]["metier"] == "Métier d’alors"
