"""Créer une organisation, tenir sa fiche, habiliter."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.enums import NatureOrganisation
from coopmetiers.comptes.models import Habilitation, Organisation
from coopmetiers.comptes.rules import SaisieOrganisation
from coopmetiers.comptes.services import organisations

pytestmark = pytest.mark.deux_bases

JOUR = date(2026, 11, 23)


def saisie(**ecarts):
    valeurs = {
        "nom": "La Fabrique Témoin",
        "sigle": "FT",
        "natures": frozenset({NatureOrganisation.ORGANISME, NatureOrganisation.CERTIFICATEUR}),
        "siret": "73282932000074",
        "ville": "Brouillon-le-Vieux",
    }
    return SaisieOrganisation(**{**valeurs, **ecarts})


def lignes(action):
    return db.session.scalars(select(LigneAudit).where(LigneAudit.action == action)).all()


def test_l_administration_cree_une_organisation_a_deux_natures(base, monde):
    with transaction():
        identifiant = organisations.creer(monde.samir, saisie()).organisation_id
    creee = queries.organisation_publique(identifiant)
    assert creee.natures == (NatureOrganisation.ORGANISME, NatureOrganisation.CERTIFICATEUR)
    assert (creee.sigle, creee.nda, creee.est_fondatrice) == ("FT", None, False)
    (ligne,) = lignes("comptes.organisation.creer")
    assert ligne.chaine == identifiant


@pytest.mark.parametrize(
    ("ecart", "code"),
    [({"sigle": "SP"}, "sigle_pris"), ({"natures": frozenset()}, "nature_absente"),
     ({"siret": "12345678901234"}, "siret_faux")],
)  # fmt: skip
def test_une_organisation_mal_saisie_est_refusee_et_rien_n_est_ecrit(base, monde, ecart, code):
    with pytest.raises(RuleViolation) as refus, transaction():
        organisations.creer(monde.samir, saisie(**ecart))
    assert refus.value.code == code
    assert len(queries.organisations()) == 4


@pytest.mark.parametrize("qui", ["ada", "ines", "aline", "noe"])
def test_seule_l_administration_cree(base, monde, qui):
    with pytest.raises(Forbidden), transaction():
        organisations.creer(getattr(monde, qui), saisie())


def test_la_plateforme_se_fonde_une_fois_par_la_ligne_de_commande(base, monde):
    cli = Identity.as_system("cli")
    with pytest.raises(RuleViolation) as refus, transaction():
        organisations.fonder(cli, saisie(natures=frozenset({NatureOrganisation.RESEAU})))
    assert refus.value.code == "deja_fondee"
    with pytest.raises(Forbidden), transaction():
        organisations.fonder(monde.samir, saisie())


def test_une_responsable_tient_sa_fiche_sans_toucher_au_sigle_ni_aux_natures(base, monde):
    identifiant = monde.sp.organisation_id
    with transaction():
        organisations.modifier(
            monde.ada, identifiant, saisie(nom="Les Huit Parcelles", sigle="HP", nda="")
        )
    relue = queries.organisation_publique(identifiant)
    assert (relue.nom, relue.sigle, relue.nda) == ("Les Huit Parcelles", "SP", None)
    assert relue.natures == (NatureOrganisation.ORGANISME,)
    (ligne,) = lignes("comptes.organisation.modifier")
    assert "nom" in ligne.details["champs"]


def test_une_fiche_reenregistree_telle_quelle_ne_laisse_pas_de_ligne(base, monde):
    fiche = {champ: getattr(monde.sp, champ) or "" for champ in organisations._FICHE}
    with transaction():
        organisations.modifier(monde.ada, monde.sp.organisation_id, SaisieOrganisation(**fiche))
    assert lignes("comptes.organisation.modifier") == []


def test_driss_ne_trouve_pas_la_fiche_des_sept_parcelles(base, monde):
    with pytest.raises(NotFound), transaction():
        organisations.modifier(monde.driss, monde.sp.organisation_id, saisie())


def test_un_membre_du_reseau_lit_la_fiche_mais_ne_la_modifie_pas(base, monde):
    with pytest.raises(Forbidden), transaction():
        organisations.modifier(monde.ines, monde.rc.organisation_id, saisie())


def test_habiliter_se_consigne_chez_les_deux_et_se_lit_aussitot(base, monde, horloge):
    with transaction():
        organisations.habiliter(
            monde.samir, monde.cc.organisation_id, monde.eve.organisation_id, depuis_le=JOUR
        )
    assert [o.sigle for o in queries.certificateurs_habilitants(monde.eve.cle)] == ["CC"]
    chaines = {ligne.chaine for ligne in lignes("comptes.habilitation.accorder")}
    assert chaines == {monde.cc.organisation_id, monde.eve.organisation_id}


def test_une_habilitation_vaut_de_sa_premiere_a_sa_derniere_date(base, monde, horloge):
    with transaction():
        organisations.habiliter(
            monde.samir,
            monde.cc.organisation_id,
            monde.eve.organisation_id,
            depuis_le=JOUR + timedelta(days=1),
            jusqu_au=JOUR + timedelta(days=2),
        )
    vues = []
    for _jour in range(4):
        vues.append(len(queries.certificateurs_habilitants(monde.eve.cle)))
        horloge.avancer(days=1)
    assert vues == [0, 1, 1, 0]


def test_retirer_une_habilitation_vaut_le_jour_meme(base, monde, horloge):
    identifiant = queries.habilitations(monde.sp.cle)[0].habilitation_id
    with transaction():
        organisations.retirer_habilitation(monde.samir, identifiant)
    assert queries.certificateurs_habilitants(monde.sp.cle) == ()
    retiree = db.session.scalars(select(Habilitation)).one()
    assert retiree.depuis_le <= retiree.jusqu_au


@pytest.mark.parametrize("qui", ["ada", "aline", "ines"])
def test_seule_l_administration_habilite(base, monde, qui):
    with pytest.raises(Forbidden), transaction():
        organisations.habiliter(
            getattr(monde, qui),
            monde.cc.organisation_id,
            monde.eve.organisation_id,
            depuis_le=JOUR,
        )


def test_les_listes_de_choix_sont_bornees_a_la_nature(base, monde):
    assert [o.sigle for o in queries.certificateurs()] == ["CC"]
    assert {o.sigle for o in queries.organisations(NatureOrganisation.ORGANISME)} == {"SP", "EVE"}
    assert db.session.scalars(select(Organisation)).all()
