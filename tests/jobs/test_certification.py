"""Produire ce qui est annoncé : une fois, entier, et retrouvé si quelque chose a manqué."""

from __future__ import annotations

import logging
from pkgutil import resolve_name

import pypdfium2
import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import queue, tenancy, vault
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import NotFound
from coopmetiers.base.vault import digest
from coopmetiers.certification.models import Certificat, EntreeRegistre
from coopmetiers.comptes.models import Organisation
from coopmetiers.jobs import catalogue
from coopmetiers.jobs.certification import balayer_certificats, produire_certificat
from tests.fabriques import certification as fabrique
from tests.fabriques.documents import LOGO


@pytest.fixture
def annonces(base, monde, horloge):
    """Deux attestations annoncées par la proclamation d’un jury, dans l’ordre de leurs numéros."""
    return proclamer(monde)


def proclamer(monde):
    with tenancy.bound(monde.cc.cle), transaction():
        audience = fabrique.fabriquer_audience(
            monde, fabrique.fabriquer_dossier(), personnes=(monde.zelie_utilisateur,)
        )
    fabrique.mener_a_la_proclamation(monde, audience)
    return [c.certificat_id for c in certificats(monde)]


def certificats(monde):
    db.session.rollback()
    with tenancy.bound(monde.cc.cle):
        return db.session.scalars(select(Certificat).order_by(Certificat.numero)).all()


def etats(monde):
    return [c.etat for c in certificats(monde)]


def test_produire_dessine_range_et_declare(monde, annonces):
    produire_certificat(monde.cc.organisation_id, annonces[0])
    certificat = certificats(monde)[0]
    assert (certificat.etat, certificat.produit_a is not None) == ("DELIVRE", True)
    pdf = vault.fetch(certificat.empreinte_pdf)
    entree = db.session.scalars(
        select(EntreeRegistre).where(EntreeRegistre.certificat_id == annonces[0])
    ).one()
    assert (entree.etat, entree.empreinte_pdf) == ("DELIVRE", digest(pdf))


def test_le_papier_dit_le_nom_le_numero_et_le_code(monde, annonces):
    produire_certificat(monde.cc.organisation_id, annonces[0])
    certificat = certificats(monde)[0]
    papier = pypdfium2.PdfDocument(vault.fetch(certificat.empreinte_pdf))
    texte = "".join(page.get_textpage().get_text_range() for page in papier)
    delivrance = certificat.contenu["delivrance"]
    for dit in ("Zélie Modèle", "CC-2026-00001", delivrance["code_verification"], "C1.1.1"):
        assert dit in texte


def test_produire_deux_fois_ne_fait_rien_de_plus(monde, annonces):
    for _fois in range(2):
        produire_certificat(monde.cc.organisation_id, annonces[0])
    lignes = db.session.scalars(
        select(LigneAudit).where(LigneAudit.action == "certification.certificat.produire")
    ).all()
    assert [ligne.objet_id for ligne in lignes] == [annonces[0]]
    assert lignes[0].acteur_nom == "jobs"


def test_la_file_produit_ce_que_la_proclamation_annonce(monde, annonces):
    assert queue.drain() == 2
    assert etats(monde) == ["DELIVRE", "DELIVRE"]


def test_un_coffre_qui_echoue_laisse_en_production(app, monde, annonces):
    coffre = app.extensions["coopmetiers"].data_dir / "documents"
    coffre.write_text("un fichier à la place du dossier")
    with pytest.raises(OSError, match="documents"):
        produire_certificat(monde.cc.organisation_id, annonces[0])
    assert etats(monde) == ["EN_PRODUCTION", "EN_PRODUCTION"]
    coffre.unlink()
    produire_certificat(monde.cc.organisation_id, annonces[0])
    assert etats(monde) == ["DELIVRE", "EN_PRODUCTION"]


def test_le_logo_imprime_est_celui_du_jour_de_la_proclamation(base, monde, horloge):
    with transaction():
        db.session.get_one(Organisation, monde.cc.cle).logo = vault.store(LOGO)
    (premiere, _seconde) = proclamer(monde)
    with transaction():
        db.session.get_one(Organisation, monde.cc.cle).logo = None
    produire_certificat(monde.cc.organisation_id, premiere)
    assert certificats(monde)[0].contenu["emetteur"]["logo"] == digest(LOGO)
    assert etats(monde)[0] == "DELIVRE"


def test_le_balayage_retrouve_ce_que_la_file_a_perdu(monde, annonces, horloge):
    assert balayer_certificats() == 0
    horloge.avancer(minutes=3)
    assert balayer_certificats() == 2
    assert etats(monde) == ["DELIVRE", "DELIVRE"]
    assert balayer_certificats() == 0


def test_un_certificat_qui_ne_se_dessine_pas_n_arrete_pas_les_suivants(
    monde, annonces, horloge, caplog
):
    with tenancy.bound(monde.cc.cle), transaction():
        premier = db.session.scalars(
            select(Certificat).where(Certificat.certificat_id == annonces[0])
        ).one()
        emetteur = premier.contenu["emetteur"] | {"logo": "0" * 64}
        premier.contenu = premier.contenu | {"emetteur": emetteur}
    horloge.avancer(minutes=3)
    with caplog.at_level(logging.ERROR):
        assert balayer_certificats() == 1
    assert etats(monde) == ["EN_PRODUCTION", "DELIVRE"]
    assert annonces[0] in caplog.text


def test_un_certificat_ne_se_produit_pas_au_nom_d_un_autre(monde, annonces):
    with pytest.raises(NotFound):
        produire_certificat(monde.rc.organisation_id, annonces[0])


def test_chaque_nom_du_catalogue_mene_a_une_fonction():
    for adresse in (*catalogue.CATALOGUE.values(), *catalogue.BALAYAGE):
        assert callable(resolve_name(adresse))
    with pytest.raises(KeyError):
        catalogue.run("inconnu", {})
