"""La délibération : ce que les faits suggèrent, qui peut décider, quand on peut proclamer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.certification.enums import EtatJury, QualiteMembre, Resultat, ResultatBloc
from coopmetiers.certification.rules.dossier import BlocDossier, CompetenceDossier, Dossier


@dataclass(frozen=True)
class SaisieJury:
    """La réunion d’un jury : pour quelle version et quel métier, quand, où, avec quel quorum."""

    version_id: str
    code_metier: str
    tenu_le: date
    lieu: str
    quorum: int


@dataclass(frozen=True)
class SaisieMembre:
    """Une personne du certificateur qui siégera, à un titre."""

    utilisateur_id: str
    qualite: QualiteMembre
    fonction: str


@dataclass(frozen=True)
class MembreVu:
    """Un membre du jury : qui, à quel titre, a-t-il signé."""

    membre_id: str
    cle_utilisateur: int
    nom: str
    qualite: QualiteMembre
    a_signe: bool


@dataclass(frozen=True)
class DecisionVue:
    """La décision vivante d’une compétence."""

    code: str
    resultat: Resultat
    niveau: int | None
    motif: str


@dataclass(frozen=True)
class SaisieDecision:
    """Ce qu’un membre inscrit pour une compétence ; `niveau` est un rang de l’échelle."""

    code: str
    resultat: Resultat
    niveau: int | None
    motif: str


@dataclass(frozen=True)
class Suggestion:
    """Ce que les faits proposent ; le jury reste libre, et dit pourquoi s’il s’en écarte."""

    resultat: Resultat
    niveau: int | None
    raison: str
    params: Mapping[str, object]

    @property
    def favorable(self) -> bool:
        """Les faits suggèrent que la compétence est acquise."""
        return self.resultat == Resultat.ACQUISE


def suggestion(competence: CompetenceDossier, jamais_seules: Sequence[str]) -> Suggestion:
    """Une compétence est suggérée acquise quand son niveau atteint le seuil, preuve à l’appui.

    Une attestation du collectif (ME7) éclaire mais ne suffit jamais seule, qu’elle soit la seule
    preuve ou la seule observation au seuil. Source : référentiel 0.1, § 4.3.
    """
    params = {"niveau": f"N{competence.niveau}", "seuil": f"N{competence.seuil}"}
    if competence.niveau is None:
        return Suggestion(Resultat.NON_ACQUISE, None, n_("aucune évaluation au dossier"), params)
    non = (Resultat.NON_ACQUISE, competence.niveau)
    if competence.niveau < competence.seuil:
        return Suggestion(*non, n_("%(niveau)s constaté, %(seuil)s exigé"), params)
    if not competence.a_preuve:
        return Suggestion(*non, n_("%(niveau)s constaté, mais sans preuve"), params)
    au_seuil = [fait for fait in competence.faits if fait.niveau >= competence.seuil]
    modalites = {fait.modalite for fait in au_seuil if fait.preuves} or {
        fait.modalite for fait in au_seuil
    }
    if modalites and modalites <= set(jamais_seules):
        return Suggestion(
            *non, n_("%(niveau)s constaté, mais l’attestation d’un collectif ne suffit pas"), params
        )
    return Suggestion(
        Resultat.ACQUISE, competence.niveau, n_("%(niveau)s constaté, preuve au dossier"), params
    )


def verifier_ouvert(etat: EtatJury) -> None:
    """On ne délibère que dans un jury ouvert et pas encore proclamé."""
    if etat == EtatJury.COMPOSITION:
        raise RuleViolation("jury_pas_ouvert", n_("Ce jury n’est pas encore ouvert."))
    if etat == EtatJury.PROCLAME:
        raise RuleViolation(
            "jury_proclame", n_("Les résultats sont proclamés : plus rien ne change.")
        )


def verifier_composition(etat: EtatJury) -> None:
    """La composition se fait avant l’ouverture."""
    if etat != EtatJury.COMPOSITION:
        raise RuleViolation(
            "jury_compose", n_("Le jury est ouvert : sa composition ne change plus.")
        )


def verifier_ouverture(
    membres: Sequence[MembreVu],
    quorum: int,
    recuses: Sequence[tuple[str, frozenset[str]]],
) -> None:
    """Un jury s’ouvre avec une présidence, des candidatures et, pour chacune, le quorum.

    Le quorum se compte par candidature, sans les membres récusés. `recuses` donne, par candidature,
    le nom de la personne et les membres récusés pour elle. Lève `RuleViolation`.
    """
    presidences = [m for m in membres if m.qualite == QualiteMembre.PRESIDENCE]
    if len(presidences) != 1:
        raise RuleViolation("presidence", n_("Un jury a une présidence, et une seule."))
    if not recuses:
        raise RuleViolation("sans_candidature", n_("Ce jury n’a aucune candidature à examiner."))
    for nom, absents in recuses:
        verifier_quorum(membres, absents, quorum, nom)


def verifier_quorum(
    membres: Sequence[MembreVu], recuses: frozenset[str], quorum: int, nom: str
) -> None:
    """Assez de membres non récusés siègent pour cette candidature."""
    presents = sum(1 for membre in membres if membre.membre_id not in recuses)
    if presents < quorum:
        raise RuleViolation(
            "quorum",
            n_("Pour %(nom)s, %(presents)s membre siège et le quorum est de %(quorum)s."),
            {"nom": nom, "presents": presents, "quorum": quorum},
            "membres",
            msgid_plural=n_(
                "Pour %(nom)s, %(presents)s membres siègent et le quorum est de %(quorum)s."
            ),
            number=presents,
        )


def verifier_siege(*, recuse: bool) -> None:
    """Un membre récusé ne se prononce pas sur la candidature."""
    if recuse:
        raise RuleViolation(
            "membre_recuse", n_("Vous ne siégez pas pour cette candidature : un lien est déclaré.")
        )


def verifier_decisions(
    dossier: Dossier, saisies: Sequence[SaisieDecision], *, recuse: bool, niveau_maximum: int
) -> None:
    """Des décisions portent sur des compétences du dossier, par un membre qui n’est pas récusé.

    Acquise, une compétence dit un niveau au moins égal à son seuil. Le motif est dû quand on refuse
    ou s’écarte de la suggestion, fût-ce du seul niveau, qui s’imprime. Lève `RuleViolation`.
    """
    verifier_siege(recuse=recuse)
    for saisie in saisies:
        _verifier_decision(dossier.competence(saisie.code), saisie, niveau_maximum)
    sans_motif = [s.code for s in saisies if _motif_du(dossier, s) and not s.motif.strip()]
    if sans_motif:
        raise RuleViolation(
            "motif_manquant",
            n_("%(codes)s : dites pourquoi le jury refuse ou s’écarte de la suggestion."),
            {"codes": ", ".join(sans_motif)},
            "motif",
        )


def _verifier_decision(
    competence: CompetenceDossier, saisie: SaisieDecision, niveau_maximum: int
) -> None:
    if competence.deja_acquise:
        raise RuleViolation(
            "deja_acquise",
            n_("%(codes)s est déjà acquise : une compétence acquise le reste."),
            {"codes": saisie.code},
        )
    if saisie.resultat == Resultat.ACQUISE and not (
        competence.seuil <= (saisie.niveau or 0) <= niveau_maximum
    ):
        raise RuleViolation(
            "niveau_decide",
            n_("%(codes)s acquise : le niveau va de N%(seuil)s à N%(maximum)s."),
            {"codes": saisie.code, "seuil": competence.seuil, "maximum": niveau_maximum},
            "resultat",
        )


def _motif_du(dossier: Dossier, saisie: SaisieDecision) -> bool:
    proposee = suggestion(dossier.competence(saisie.code), dossier.referentiel.jamais_seules)
    suivie = (proposee.resultat, proposee.niveau)
    return saisie.resultat == Resultat.NON_ACQUISE or (saisie.resultat, saisie.niveau) != suivie


def resultat_bloc(
    bloc: BlocDossier, decisions: Mapping[str, DecisionVue], piece_attendue: str | None
) -> ResultatBloc:
    """Un bloc est acquis quand toutes ses compétences exigées le sont ; déduit, jamais saisi.

    Non acquis, il est ajourné si le jury nomme la pièce qu’il attend. Source : référentiel 0.1,
    § 4.3 ; règles du jury du projet.
    """
    a_decider = [c.code for c in bloc.competences if not c.deja_acquise]
    if any(code not in decisions for code in a_decider):
        return ResultatBloc.EN_ATTENTE
    if all(decisions[code].resultat == Resultat.ACQUISE for code in a_decider):
        return ResultatBloc.ACQUIS
    return ResultatBloc.AJOURNE if piece_attendue else ResultatBloc.NON_ACQUIS


def reste_a_decider(dossier: Dossier, decisions: Mapping[str, DecisionVue]) -> tuple[str, ...]:
    """Les codes que le jury n’a pas encore tranchés, dans l’ordre du référentiel."""
    return tuple(code for code in dossier.a_decider() if code not in decisions)


def verifier_signature(restant: int) -> None:
    """On signe ce qui est entièrement décidé."""
    if restant:
        raise RuleViolation(
            "decisions_manquantes",
            n_("Il reste %(nombre)s compétence à trancher avant de signer."),
            msgid_plural=n_("Il reste %(nombre)s compétences à trancher avant de signer."),
            number=restant,
        )


def verifier_proclamation(
    membres: Sequence[MembreVu],
    quorum: int,
    recuses: Sequence[tuple[str, frozenset[str]]],
    restant: int,
) -> None:
    """La présidence proclame quand tout est décidé, que chacun·e a signé et que le quorum tient."""
    verifier_signature(restant)
    absents = [membre.nom for membre in membres if not membre.a_signe]
    if absents:
        raise RuleViolation(
            "signatures_manquantes",
            n_("Il manque la signature de %(noms)s."),
            {"noms": ", ".join(absents)},
        )
    for nom, recuses_pour_elle in recuses:
        verifier_quorum(membres, recuses_pour_elle, quorum, nom)
