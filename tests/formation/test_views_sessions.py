"""Ouvrir une session, poser ses demi-journées, y affecter l’équipe."""

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.formation.services import creneaux

LUNDI, MARDI, MERCREDI = "2027-02-01", "2027-02-02", "2027-02-03"
SAISIE = {
    "intitule": "Groupe Automne",
    "debut_le": LUNDI,
    "fin_le": MERCREDI,
    "modalite": "PRESENTIEL",
    "lieu": "Salle du Moulin",
}


def ouverture(exemple):
    return f"/formations/{exemple.formation_id}/sessions/nouvelle"


def fiche(exemple, suite=""):
    return f"/sessions/{exemple.session_id}{suite}"


def choisir_les_jours(navigateur, exemple, **ecarts):
    page = navigateur.get(ouverture(exemple))
    return navigateur.soumettre(
        page, "main form[method=post]", {**SAISIE, **ecarts, "etape": "jours"}
    )


def test_ouvrir_une_session_en_deux_etapes(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    jours = choisir_les_jours(navigateur, exemple)
    assert len(jours.soupe.select(".demi input")) == 6
    saisie = {
        "demi_journees": [f"{LUNDI}.MATIN", f"{MARDI}.APRES_MIDI"],
        "matin_debut": "08:30",
        "etape": "ouvrir",
    }
    session = navigateur.soumettre(jours, "main form[method=post]", saisie)
    assert session.un("h1").text == "Groupe Automne"
    assert "2 demi-journées" in session.texte
    assert "8\u202fh\u202f30" in session.un("#jours tbody tr:first-child").text
    assert "Dire qui forme et qui évalue" in session.texte


def test_un_rythme_coche_le_calendrier_d_un_coup(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    jours = choisir_les_jours(navigateur, exemple, fin_le="2027-02-14")
    coche = navigateur.soumettre(
        jours, "main form[method=post]", {"etape": "cocher", "rythme": "mardi"}
    )
    cochees = [str(case["value"]) for case in coche.soupe.select(".demi input[checked]")]
    assert cochees == [
        f"{MARDI}.MATIN",
        f"{MARDI}.APRES_MIDI",
        "2027-02-09.MATIN",
        "2027-02-09.APRES_MIDI",
    ]


@pytest.mark.parametrize(
    ("ecart", "champ", "dit"),
    [
        ({"fin_le": "2027-01-31"}, "fin_le", "avant d’avoir commencé"),
        ({"debut_le": "2027-02-31"}, "debut_le", "pas une date du calendrier"),
        ({"intitule": ""}, "intitule", "nécessaire"),
    ],
)
def test_des_dates_impossibles_sont_dites_sur_leur_champ(
    monde, exemple, navigateur, ecart, champ, dit
):
    navigateur.connecter(monde.ada)
    page = navigateur.get(ouverture(exemple))
    saisie = {**SAISIE, **ecart, "etape": "jours"}
    refusee = navigateur.soumettre(page, "main form[method=post]", saisie, statut=422)
    assert dit in refusee.un(f"#{champ}-erreur").text
    assert refusee.un("#lieu")["value"] == "Salle du Moulin"


@pytest.mark.parametrize(
    ("saisie", "dit"),
    [
        ({"matin_fin": "08:00"}, "revoyez l’heure de fin"),
        ({"matin_debut": "25:00"}, "n’est pas une heure"),
        ({"demi_journees": ["2027-03-01.MATIN"]}, "Le 01/03/2027 n’est pas dans les dates"),
        ({"demi_journees": ["jamais"]}, ""),
    ],
)
def test_un_calendrier_impossible_n_ouvre_rien(monde, exemple, navigateur, saisie, dit):
    navigateur.connecter(monde.ada)
    jours = choisir_les_jours(navigateur, exemple)
    tout = {"demi_journees": [f"{LUNDI}.MATIN"], **saisie, "etape": "ouvrir"}
    refusee = navigateur.soumettre(jours, "main form[method=post]", tout, statut=422)
    assert dit in refusee.un(".error-summary").text
    assert "Groupe Automne" not in navigateur.get("/sessions?etat=A_VENIR").texte


def test_la_fiche_dit_ou_en_est_la_session(monde, exemple, navigateur):
    navigateur.connecter(monde.noe)
    page = navigateur.get(fiche(exemple))
    assert "4 demi-journées, 14\u202fh" in page.texte
    assert "La prochaine : lundi 11 janvier 2027" in page.texte.replace("\u00a0", " ")
    assert page.textes("#equipe li p:first-child") == ["Noé Gabarit"]
    assert not page.soupe.select("main .btn")


def test_modifier_la_session(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(fiche(exemple, "/modification"))
    corrigee = navigateur.soumettre(page, "main form", {"lieu": "En visioconférence"})
    assert "En visioconférence" in corrigee.texte
    page = navigateur.get(fiche(exemple, "/modification"))
    refusee = navigateur.soumettre(page, "main form", {"fin_le": "2027-01-11"}, statut=422)
    assert "2 créneaux sortiraient" in refusee.un("#fin_le-erreur").text


def test_ajouter_une_demi_journee_a_ses_propres_heures(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(fiche(exemple, "/creneaux/nouveau"))
    prise = {"jour": "2027-01-11", "debut": "08:00", "fin": "09:00"}
    refusee = navigateur.soumettre(page, "main form", prise, statut=422)
    assert "a déjà son créneau" in refusee.texte
    navigateur.soumettre(
        navigateur.get(fiche(exemple, "/modification")), "main form", {"fin_le": "2027-01-13"}
    )
    libre = {"jour": "2027-01-13", "debut": "08:00", "fin": "09:00", "intitule": "Bilan"}
    posee = navigateur.soumettre(page, "main form", libre)
    assert "mercredi 13 janvier 2027" in posee.texte
    assert "Bilan" in posee.texte


def test_cocher_de_nouvelles_demi_journees_garde_les_anciennes(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    navigateur.soumettre(
        navigateur.get(fiche(exemple, "/modification")), "main form", {"fin_le": "2027-01-13"}
    )
    page = navigateur.get(fiche(exemple, "/creneaux"))
    assert len(page.soupe.select(".demi input[disabled]")) == 4
    saisie = {"demi_journees": ["2027-01-13.MATIN"], "etape": "ajouter"}
    posee = navigateur.soumettre(page, "#ajouter form", saisie)
    assert "1 demi-journée ajoutée." in posee.texte
    assert len(posee.soupe.select("#posees li")) == 5


def test_retirer_une_demi_journee_se_confirme(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(fiche(exemple, "/creneaux"))
    retiree = navigateur.soumettre(page, "#posees li:first-child form")
    assert "La demi-journée est retirée." in retiree.texte
    assert len(retiree.soupe.select("#posees li")) == 3


def test_une_demi_journee_emargee_reste(monde, exemple, navigateur, agir, emarge):
    with pytest.raises(RuleViolation, match="émargée"):
        agir(creneaux.retirer, monde.ada, emarge)
    navigateur.connecter(monde.ada)
    page = navigateur.get(fiche(exemple, "/creneaux"))
    refusee = navigateur.soumettre(page, "#posees li:first-child form")
    assert "elle ne se retire plus" in refusee.texte
    assert len(refusee.soupe.select("#posees li")) == 4


def test_affecter_puis_retirer_une_personne(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(fiche(exemple, "/affectations"))
    basile = monde.basile.user_id
    forme = {"utilisateur_id": basile, "role": "FORMATEUR"}
    refusee = navigateur.soumettre(page, "#affecter form", forme, statut=422)
    assert "elle peut évaluer, pas former" in refusee.texte
    evalue = {"utilisateur_id": basile, "role": "EVALUATEUR"}
    affectee = navigateur.soumettre(page, "#affecter form", evalue)
    assert affectee.textes("#affectees li strong") == ["Noé Gabarit", "Basile Pochoir"]
    retiree = navigateur.soumettre(affectee, "#affectees li:last-child form")
    assert retiree.textes("#affectees li strong") == ["Noé Gabarit"]


def test_une_personne_d_ailleurs_n_est_pas_offerte(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(fiche(exemple, "/affectations"))
    assert monde.rim.user_id not in str(page.un("#utilisateur_id"))
    ailleurs = {"utilisateur_id": monde.rim.user_id, "role": "EVALUATEUR"}
    navigateur.soumettre(page, "#affecter form", ailleurs, statut=422)


def test_les_sessions_se_rangent_par_dates(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/sessions")
    assert page.un(".tabs [aria-current]").text.startswith("À venir")
    assert page.textes("tbody th a") == ["Groupe Printemps"]
    assert page.requetes <= 20
    assert "Aucune session ici" in navigateur.get("/sessions?etat=PASSEE").texte
    assert navigateur.get("/sessions?etat=A_VENIR&q=moulin").textes("tbody th a") == [
        "Groupe Printemps"
    ]


def test_choisir_la_formation_dont_on_ouvre_une_session(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/sessions/nouvelle")
    assert page.un("main ul.rows a")["href"] == ouverture(exemple)


PAGES = ("", "/modification", "/creneaux", "/creneaux/nouveau", "/affectations")


@pytest.mark.parametrize("suite", PAGES)
@pytest.mark.parametrize("qui", ["driss", "rim", "basile", "zelie", "helene"])
def test_la_session_n_existe_pas_pour_les_autres(monde, exemple, navigateur, qui, suite):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(fiche(exemple, suite), statut=404)


@pytest.mark.parametrize("suite", PAGES[1:])
def test_noe_lit_sa_session_sans_la_changer(monde, exemple, navigateur, suite):
    navigateur.connecter(monde.noe)
    navigateur.get(fiche(exemple, suite), statut=403)


def test_zelie_n_a_pas_de_liste_de_sessions(monde, exemple, navigateur):
    navigateur.connecter(monde.zelie)
    navigateur.get("/sessions", statut=403)
