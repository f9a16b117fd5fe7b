"""Ce que la maison admet : mots de passe, essais, rôles, fiches, habilitations."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.comptes import rules
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.rules import SaisieOrganisation

MIDI = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mot", "code"),
    [
        ("trop court", "mot_de_passe_court"),
        ("", "mot_de_passe_court"),
        ("a" * 201, "mot_de_passe_long"),
        ("Mot de passe 123", "mot_de_passe_devinable"),
        ("aaaaaaaaaaaaaaaa", "mot_de_passe_devinable"),
        ("Azertyuiop-12", "mot_de_passe_devinable"),
        ("zeliemodelemodele", "mot_de_passe_devinable"),
    ],
)
def test_un_mot_de_passe_devinable_est_refuse(mot, code):
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_mot_de_passe(mot, connus=("zeliemodelemodele",))
    assert refus.value.code == code


@pytest.mark.parametrize(
    "mot", ["trois cerises mûres", "x" * 3 + "kz!9 bateau ivre", "a" * 99 + "bcd e"]
)
def test_une_phrase_a_soi_convient(mot):
    rules.verifier_mot_de_passe(mot, connus=("Zélie", "Modèle"))


def test_l_attente_double_apres_cinq_essais_et_ne_depasse_pas_une_heure():
    minutes = [rules.attente_apres(n) for n in range(13)]
    assert minutes[:5] == [None] * 5
    assert [m.total_seconds() // 60 for m in minutes[5:]] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_le_renvoi_d_un_courriel_attend_de_plus_en_plus():
    assert [rules.delai_avant_renvoi(n).total_seconds() // 60 for n in (1, 2, 3, 4)] == [
        2,
        4,
        8,
        16,
    ]


@pytest.mark.parametrize(
    ("natures", "fondatrice", "offerts"),
    [
        (["ORGANISME"], False, ["RESPONSABLE", "FORMATEUR", "EVALUATEUR", "APPRENANT"]),
        (["CERTIFICATEUR"], False, ["RESPONSABLE", "JURE"]),
        (["RESEAU"], False, ["RESEAU"]),
        (["RESEAU"], True, ["RESEAU", "ADMINISTRATION"]),
        (
            ["ORGANISME", "CERTIFICATEUR"],
            False,
            [r for r in Role if r not in ("RESEAU", "ADMINISTRATION")],
        ),
    ],
)
def test_une_organisation_donne_les_roles_de_ses_natures(natures, fondatrice, offerts):
    donnes = rules.roles_possibles([NatureOrganisation(n) for n in natures], fondatrice)
    assert list(donnes) == [Role(role) for role in offerts]


def test_un_role_hors_de_l_organisation_est_refuse():
    with pytest.raises(RuleViolation, match="ne donne pas ce rôle"):
        rules.verifier_role(Role.JURE, (Role.RESPONSABLE,))


def test_personne_ne_met_fin_a_sa_propre_appartenance():
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_depart(Role.FORMATEUR, autres_du_role=3, est_sien=True)
    assert refus.value.code == "depart_soi_meme"


@pytest.mark.parametrize("role", [Role.RESPONSABLE, Role.ADMINISTRATION])
def test_une_organisation_garde_qui_la_conduit(role):
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_depart(role, autres_du_role=0, est_sien=False)
    assert refus.value.code == "depart_dernier"
    rules.verifier_depart(role, autres_du_role=1, est_sien=False)


def test_le_dernier_formateur_peut_partir():
    rules.verifier_depart(Role.FORMATEUR, autres_du_role=0, est_sien=False)


@pytest.mark.parametrize(
    ("acceptee", "apres", "code"),
    [(MIDI, 120, "relance_inutile"), (None, 59, "relance_proche"), (None, 60, None)],
)
def test_une_invitation_se_relance_une_fois_par_heure(acceptee, apres, code):
    maintenant = MIDI + timedelta(minutes=apres)
    if code is None:
        rules.verifier_relance(MIDI, acceptee, maintenant)
        return
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_relance(MIDI, acceptee, maintenant)
    assert refus.value.code == code


@pytest.mark.parametrize(
    ("sigle", "code"),
    [("", "sigle_forme"), ("A", "sigle_forme"), ("sp", "sigle_forme"), ("É9", "sigle_forme"),
     ("ABCDEFGHI", "sigle_forme"), ("SP", "sigle_pris")],
)  # fmt: skip
def test_un_sigle_a_sa_forme_et_n_est_a_personne_d_autre(sigle, code):
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_sigle(sigle, ["SP", "CC"])
    assert (refus.value.code, refus.value.field) == (code, "sigle")


@pytest.mark.parametrize(
    ("siret", "juste"),
    [("73282932000074", True), ("73282932000075", False), ("35600000049837", True),
     ("7328293200007", False), ("7328293200007A", False), ("", False)],
)  # fmt: skip
def test_un_siret_porte_sa_cle(siret, juste):
    assert rules.siret_juste(siret) is juste


@pytest.mark.parametrize(
    ("ecart", "code"),
    [({"siret": "73282932000075"}, "siret_faux"), ({"nda": "117555"}, "nda_forme"),
     ({"fuseau": "Europe/Vierzon"}, "fuseau_inconnu"), ({"fuseau": ""}, "fuseau_inconnu")],
)  # fmt: skip
def test_une_fiche_fausse_est_refusee_sur_son_champ(ecart, code):
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_fiche(SaisieOrganisation(nom="X", **ecart), available_timezones())
    assert (refus.value.code, refus.value.field) == (code, next(iter(ecart)))


def test_une_fiche_sans_siret_ni_nda_convient():
    rules.verifier_fiche(
        SaisieOrganisation(nom="X", fuseau="Indian/Reunion"), available_timezones()
    )


@pytest.mark.parametrize(
    ("certificateur", "organisme", "deja", "fin", "code"),
    [("RESEAU", "ORGANISME", False, None, "habilitation_certificateur"),
     ("CERTIFICATEUR", "RESEAU", False, None, "habilitation_organisme"),
     ("CERTIFICATEUR", "ORGANISME", True, None, "habilitation_deja"),
     ("CERTIFICATEUR", "ORGANISME", False, date(2026, 11, 22), "habilitation_dates")],
)  # fmt: skip
def test_une_habilitation_lie_un_certificateur_a_un_organisme_une_fois(
    certificateur, organisme, deja, fin, code
):
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_habilitation(
            [NatureOrganisation(certificateur)],
            [NatureOrganisation(organisme)],
            deja=deja,
            dates=(date(2026, 11, 23), fin),
        )
    assert refus.value.code == code
