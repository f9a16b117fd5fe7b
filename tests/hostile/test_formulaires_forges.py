"""Un champ que le formulaire n’a pas n’écrit rien ; une valeur qu’il n’offre pas est refusée."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.acces import Ligne, lire_table, routes
from tests.hostile.scene import Envoi, Scene

ADA, NOE, ZELIE = "RESPONSABLE@ORGANISME", "FORMATEUR@ORGANISME", "APPRENANT@ORGANISME"
ALINE, OCTAVE = "RESPONSABLE@CERTIFICATEUR", "JURE@CERTIFICATEUR"
SAMIR, ANONYME, VOISINE = "ADMINISTRATION@RESEAU", "ANONYME", "VOISINE"
INES = "RESEAU@RESEAU"

_FORMATION = "/formations/<formation_id>"
_SESSION = "/sessions/<session_id>"
_FICHE = "/inscriptions/<inscription_id>"
_JURY = "/jurys/<jury_id>"
_CANDIDATURE = f"{_JURY}/candidatures/<candidature_id>"
_VERIFICATION = "/v/<code>"
_NEUVE = {"session_id": "session_neuve"}
_COMPOSE = {"jury_id": "jury_compose", "membre_id": "membre_compose"}
_A_DECIDER = {"jury_id": "jury_ouvert", "candidature_id": "candidature_ouvert"}
_COURRIEL = "formatrice.voisine@exemple.test"

#: Chaque route qui écrit, et comment on s’en sert.
ENVOIS = {
    "certification.candidatures_session": Envoi(
        ADA,
        saisie={"inscriptions": "{inscription_prete}"},
        objets={"session_id": "session_prete"},
    ),
    "certification.comparer_fichier": Envoi(ANONYME, _VERIFICATION, {"empreinte": "0" * 64}),
    "certification.comparer_nom": Envoi(ANONYME, _VERIFICATION),
    "certification.decider": Envoi(OCTAVE, _CANDIDATURE, objets=_A_DECIDER),
    "certification.inscrire": Envoi(
        ALINE, _JURY, {"candidatures": "{candidature_en_attente}"}, _COMPOSE
    ),
    "certification.nommer": Envoi(ALINE, _JURY, {"qualite": "PRATICIEN"}, _COMPOSE),
    "certification.nouveau_jury": Envoi(ALINE),
    "certification.ouverture": Envoi(ALINE, objets=_COMPOSE),
    "certification.proclamer": Envoi(OCTAVE, objets={"jury_id": "jury_signe"}),
    "certification.rayer": Envoi(
        ALINE, _JURY, objets={**_COMPOSE, "candidature_id": "candidature_compose"}
    ),
    "certification.recuser": Envoi(ALINE, _JURY, objets=_COMPOSE),
    "certification.retirer": Envoi(ALINE, _JURY, objets=_COMPOSE),
    "certification.revocation": Envoi(ALINE),
    "certification.signature": Envoi(OCTAVE, _JURY, objets={"jury_id": "jury_decide"}),
    "certification.suivre_suggestions": Envoi(OCTAVE, _CANDIDATURE, objets=_A_DECIDER),
    "certification.verifier_document": Envoi(
        ANONYME, saisie={"code": "7KQ2M9XD4TJHP6WR", "empreinte": ""}
    ),
    "comptes.accepter": Envoi(ANONYME),
    "comptes.choisir_appartenance": Envoi(NOE, "/compte", {"appartenance": "{second_role}"}),
    "comptes.entrer": Envoi(ANONYME, "/demonstration"),
    "comptes.habiliter": Envoi(SAMIR, saisie={"certificateur": "{cx}", "organisme": "{sp}"}),
    "comptes.inviter": Envoi(ADA),
    "comptes.inviter_ailleurs": Envoi(SAMIR),
    "comptes.modifier": Envoi(ADA, saisie={"ville": "Port-Spécimen"}),
    "comptes.nouvelle": Envoi(SAMIR, saisie={"natures": "ORGANISME"}),
    "comptes.relancer": Envoi(ADA, "/membres", objets={"appartenance_id": "attend"}),
    "comptes.renouveler": Envoi(ANONYME, "/invitations/<jeton>", objets={"jeton": "jeton_perime"}),
    "comptes.retirer_habilitation": Envoi(SAMIR, "/habilitations"),
    "comptes.terminer": Envoi(ADA, "/membres/<appartenance_id>/fin"),
    "echanges.annuler": Envoi(
        INES,
        "/importations/<importation_id>",
        objets={"importation_id": "importation_appliquee"},
    ),
    "echanges.importation": Envoi(INES),
    "echanges.liste": Envoi(INES, saisie={"genre": "moodle"}, fichier="moodle_referentiel.csv"),
    "echanges.session": Envoi(ADA, f"{_SESSION}/evaluation"),
    "formation.affectations": Envoi(
        ADA, saisie={"utilisateur_id": "{voisine}", "role": "EVALUATEUR"}, objets=_NEUVE
    ),
    "formation.archivage": Envoi(ADA),
    "formation.creneaux": Envoi(
        ADA,
        saisie={"demi_journees": "{jour_libre}.MATIN", "etape": "ajouter"},
        objets=_NEUVE,
    ),
    "formation.deplacement": Envoi(ADA, f"{_FORMATION}/modules", {"sens": "DESCENDRE"}),
    "formation.desarchivage": Envoi(ADA, _FORMATION, objets={"formation_id": "formation_archivee"}),
    "formation.modification": Envoi(ADA, saisie={"intitule": "Un autre intitulé"}),
    "formation.modification_session": Envoi(ADA, saisie={"lieu": "Ailleurs"}),
    "formation.module": Envoi(ADA, saisie={"intitule": "Un autre intitulé"}),
    "formation.modules": Envoi(ADA),
    "formation.nouveau_creneau": Envoi(ADA, saisie={"jour": "{jour_libre}"}, objets=_NEUVE),
    "formation.nouvelle": Envoi(ADA),
    "formation.nouvelle_session": Envoi(ADA, saisie={"etape": "ouvrir"}),
    "formation.relier_bloc": Envoi(ADA),
    "formation.relier_competence": Envoi(ADA),
    "formation.retrait": Envoi(ADA),
    "formation.retrait_affectation": Envoi(ADA, f"{_SESSION}/affectations"),
    "formation.retrait_creneau": Envoi(
        ADA, f"{_SESSION}/creneaux", objets={**_NEUVE, "creneau_id": "creneau_neuf"}
    ),
    "parcours.annulation": Envoi(NOE, "/evaluations/<evaluation_id>/correction"),
    "parcours.competence": Envoi(NOE),
    "parcours.correction": Envoi(NOE, saisie={"niveau": "1"}),
    "parcours.emarger": Envoi(NOE, f"{_SESSION}/emargement", objets=_NEUVE),
    "parcours.evaluer": Envoi(
        NOE, f"{_SESSION}/evaluation?case=<inscription_id>:<code_competence>"
    ),
    "parcours.liste_collee": Envoi(ADA, saisie={"etape": "inscrire"}),
    "parcours.me_situer": Envoi(ZELIE),
    "parcours.naissance": Envoi(ADA, saisie={"naissance_lieu": "Port-Spécimen"}),
    "parcours.nouvelle_inscription": Envoi(ADA),
    "parcours.nouvelle_preuve": Envoi(ZELIE, saisie={"codes": "C1.1.1"}),
    "parcours.reprise": Envoi(ADA, _FICHE, objets={"inscription_id": "inscription_rompue"}),
    "parcours.retrait": Envoi(ZELIE, "/moi/preuves"),
    "parcours.rupture": Envoi(ADA),
    "parcours.version": Envoi(ADA, saisie={"exercice": "EXTERNE"}),
    "referentiel.abandonner": Envoi(
        INES, "/referentiels/<code>/versions", objets={"version": "brouillon"}
    ),
    "referentiel.ouvrir_brouillon": Envoi(INES),
    "referentiel.publication": Envoi(INES, objets={"version": "brouillon"}),
    "security.change_password": Envoi(VOISINE),
    "security.forgot_password": Envoi(ANONYME, saisie={"email": _COURRIEL}),
    "security.login": Envoi(ANONYME, saisie={"email": _COURRIEL}),
    "security.logout": Envoi(ADA, "/"),
    "security.reset_password": Envoi(ANONYME, saisie={"password": "des pommes, un vélo et la mer"}),
    "tableaux.langue": Envoi(ANONYME, saisie={"langue": "en", "suite": "/"}, sans_page=True),
}
#: Ces actes ne changent que ce que garde le navigateur, ou seulement comparent.
N_ECRIVENT_RIEN = {
    "certification.comparer_fichier",
    "certification.comparer_nom",
    "certification.verifier_document",
    "security.logout",
    "tableaux.langue",
}


@dataclass(frozen=True)
class Interdit:
    """Ce que la page n’offre pas : une valeur, l’objet d’une adresse, ce qui suit le « ? »."""

    endpoint: str
    saisie: Mapping[str, str] = field(default_factory=dict)
    objets: Mapping[str, str] = field(default_factory=dict)
    requete: str = ""

    def __str__(self) -> str:
        dits = {**self.saisie, **self.objets}
        return " ".join([self.endpoint, *(f"{n}={v}" for n, v in dits.items()), self.requete])


INTERDITS = [
    # Un rôle, une organisation, une appartenance qu’on ne peut pas donner, ni prendre.
    Interdit("comptes.inviter", {"role": "ADMINISTRATION"}),
    Interdit("comptes.inviter", {"role": "JURE"}),
    Interdit("comptes.inviter_ailleurs", {"role": "JURE"}),
    Interdit("comptes.choisir_appartenance", {"appartenance": "{appartenance_perle}"}),
    Interdit("comptes.entrer", objets={"role": "perle"}),
    Interdit("comptes.habiliter", {"certificateur": "{eve}"}),
    Interdit("comptes.habiliter", {"organisme": "{cx}"}),
    Interdit("comptes.nouvelle", {"natures": "FONDATRICE"}),
    # Une session, un module, une demi-journée, une équipe d’ailleurs.
    Interdit("formation.nouvelle", {"version_id": "{eve}"}),
    Interdit("formation.module", objets={"module_id": "module_eve"}),
    Interdit("formation.module", objets={"module_id": "module_archive"}),
    Interdit("formation.deplacement", objets={"module_id": "module_eve"}),
    Interdit("formation.deplacement", {"sens": "AILLEURS"}),
    Interdit("formation.retrait", objets={"module_id": "module_eve"}),
    Interdit("formation.relier_bloc", objets={"code_bloc": "eve"}),
    Interdit("formation.affectations", {"utilisateur_id": "{perle}"}),
    Interdit("formation.affectations", {"utilisateur_id": "{zelie}"}),
    Interdit("formation.affectations", {"role": "RESPONSABLE"}),
    Interdit("formation.retrait_affectation", objets={"utilisateur_id": "abel"}),
    Interdit("formation.retrait_creneau", objets={"creneau_id": "creneau_eve"}),
    Interdit("formation.modification_session", {"modalite": "AILLEURS"}),
    # Un métier, une preuve, une personne, une case d’ailleurs.
    Interdit("parcours.nouvelle_inscription", {"code_metier": "eve"}),
    Interdit("parcours.nouvelle_inscription", {"exercice": "AILLEURS"}),
    Interdit("parcours.liste_collee", {"code_metier": "eve"}),
    Interdit("parcours.version", {"version_id": "{eve}"}),
    Interdit("parcours.nouvelle_preuve", {"codes": "C9.9.9"}),
    Interdit("parcours.evaluer", requete="?case={inscription_eve}:C1.1.1"),
    Interdit("parcours.evaluer", requete="?case={inscription_neuve}:C1.1.1"),
    Interdit("parcours.evaluer", {"preuves": "{preuve_eve}"}),
    Interdit("parcours.evaluer", {"preuves": "{preuve_malo}"}),
    Interdit("parcours.evaluer", {"niveau": "9"}),
    Interdit("parcours.correction", {"preuves": "{preuve_malo}"}),
    Interdit("parcours.correction", {"code_modalite": "ME99"}),
    Interdit("parcours.competence", {"code_modalite": "ME99"}),
    Interdit("parcours.emarger", requete="?creneau={creneau_eve}"),
    Interdit("parcours.me_situer", requete="?inscription={inscription_eve}"),
    Interdit("parcours.me_situer", requete="?inscription={inscription_malo}"),
    Interdit("parcours.me_situer", requete="?bloc=BC9"),
    # Un certificateur qui n’habilite pas, un jury, un membre, une candidature d’ailleurs.
    Interdit("certification.candidatures_session", {"certificateur": "{cx}"}),
    Interdit("certification.candidatures_session", {"inscriptions": "{inscription_eve}"}),
    Interdit("certification.candidatures_session", {"seule": "{inscription_eve}"}),
    Interdit("certification.candidatures_session", {"blocs": "{inscription_prete} BC9"}),
    Interdit("certification.nommer", {"utilisateur": "{juree_etrangere}"}),
    Interdit("certification.nommer", {"utilisateur": "{zelie}"}),
    Interdit("certification.nommer", {"qualite": "ADMINISTRATION"}),
    Interdit("certification.retirer", objets={"membre_id": "membre_cx"}),
    Interdit("certification.retirer", objets={"membre_id": "membre_ouvert"}),
    Interdit("certification.inscrire", {"candidatures": "{candidature_cx}"}),
    Interdit("certification.inscrire", {"candidatures": "{candidature_ouvert}"}),
    Interdit("certification.rayer", objets={"candidature_id": "candidature_cx"}),
    Interdit("certification.rayer", objets={"candidature_id": "candidature_ouvert"}),
    Interdit("certification.recuser", {"membre": "{membre_cx}"}),
    Interdit("certification.recuser", {"candidature": "{candidature_cx}"}),
    Interdit("certification.nouveau_jury", {"visee": "{eve} animateur"}),
    Interdit("certification.decider", objets={"candidature_id": "candidature_cx"}),
    Interdit("certification.decider", objets={"candidature_id": "candidature_signe"}),
    Interdit("certification.decider", {"decision-C1.1.1": "ACQUISE:9"}),
    Interdit("certification.decider", {"reste": "1"}, requete="?bloc=BC9"),
    Interdit("certification.suivre_suggestions", requete="?bloc=BC9"),
]

ACTES = [ligne for ligne in lire_table() if ligne.methode != "GET"]


def test_chaque_route_qui_ecrit_est_envoyee(scene: Scene) -> None:
    """Une route nouvelle échoue ici, tant qu’on n’a pas dit comment on s’en sert."""
    toutes = {
        regle.endpoint for sorte, regle in routes(scene.terrain.app.url_map) if sorte != "GET"
    }
    assert set(ENVOIS) == toutes == {ligne.endpoint for ligne in ACTES}


@pytest.mark.parametrize("ligne", ACTES, ids=str)
def test_un_champ_de_plus_n_ecrit_rien_de_plus(scene: Scene, ligne: Ligne) -> None:
    envoi = ENVOIS[ligne.endpoint]
    lu = scene.formulaire(envoi, ligne.adresse)
    permise = scene.envoyer(envoi, lu.adresse, lu.donnees)
    assert permise.statut in {200, 302, 303}
    assert permise.a_ecrit == (ligne.endpoint not in N_ECRIVENT_RIEN)
    forgee = scene.envoyer(envoi, lu.adresse, scene.champs_forges(lu.noms) | lu.donnees)
    assert forgee == permise
    assert forgee.ailleurs == frozenset()


@pytest.mark.parametrize("interdit", INTERDITS, ids=str)
def test_une_valeur_que_la_page_n_offre_pas_est_refusee(scene: Scene, interdit: Interdit) -> None:
    envoi = ENVOIS[interdit.endpoint]
    gabarit = next(ligne.adresse for ligne in ACTES if ligne.endpoint == interdit.endpoint)
    lu = scene.formulaire(envoi, gabarit)
    saisie = {nom: dit.format_map(scene.objets) for nom, dit in interdit.saisie.items()}
    requete = interdit.requete.format_map(scene.objets) or lu.requete
    adresse = scene.adresse(envoi, gabarit, **interdit.objets) + requete
    refusee = scene.envoyer(envoi, adresse, lu.donnees | saisie)
    assert refusee.statut in {403, 404, 409, 422}
    assert not refusee.a_ecrit
