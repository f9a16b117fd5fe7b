"""Les dates d’une session, ses demi-journées, et qui peut y être affecté."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.formation.enums import DemiJournee, EtatSession, ModaliteSession, RoleSession
from coopmetiers.formation.rules.formations import verifier_intitule

#: Au-delà, la date de fin est une faute de frappe.
JOURS_MAX = 3 * 366
MIDI, TREIZE_HEURES, QUATORZE_HEURES = time(12), time(13), time(14)


@dataclass(frozen=True)
class SaisieSession:
    """Ce qu’on dit d’une session : son nom, ses dates (bornes comprises), où elle se tient."""

    intitule: str
    debut_le: date
    fin_le: date
    lieu: str = ""
    modalite: ModaliteSession = ModaliteSession.PRESENTIEL


@dataclass(frozen=True)
class SaisieCreneau:
    """Une demi-journée : son jour, ses heures à l’heure du lieu, au besoin son sujet."""

    jour: date
    demi_journee: DemiJournee
    debut: time
    fin: time
    intitule: str = ""


@dataclass(frozen=True)
class SaisieHoraires:
    """Les demi-journées choisies, et les heures que toutes suivent."""

    demi_journees: tuple[tuple[date, DemiJournee], ...]
    matin: tuple[time, time] = (time(9), time(12, 30))
    apres_midi: tuple[time, time] = (time(13, 30), time(17))

    def heures(self, moitie: DemiJournee) -> tuple[time, time]:
        """Le début et la fin de cette moitié de journée."""
        return self.matin if moitie == DemiJournee.MATIN else self.apres_midi


def verifier_session(saisie: SaisieSession, creneaux: Iterable[SaisieCreneau] = ()) -> None:
    """Une session finit le jour où elle commence, ou après, et contient tous ses créneaux.

    Lève `RuleViolation` : intitulé, dates à l’envers, durée de plus de trois ans, créneau dehors.
    """
    verifier_intitule(saisie.intitule)
    if saisie.fin_le < saisie.debut_le:
        raise RuleViolation(
            "dates_a_l_envers",
            n_("La session finirait avant d’avoir commencé : revoyez la date de fin."),
            field="fin_le",
        )
    if (saisie.fin_le - saisie.debut_le).days > JOURS_MAX:
        raise RuleViolation(
            "session_trop_longue",
            n_("Une session dure au plus trois ans : revoyez la date de fin."),
            field="fin_le",
        )
    dehors = [c for c in creneaux if not saisie.debut_le <= c.jour <= saisie.fin_le]
    if dehors:
        raise RuleViolation(
            "creneaux_dehors",
            n_("%(nombre)s créneau sortirait de ces dates : retirez-le d’abord."),
            field="fin_le" if dehors[-1].jour > saisie.fin_le else "debut_le",
            msgid_plural=n_("%(nombre)s créneaux sortiraient de ces dates : retirez-les d’abord."),
            number=len(dehors),
        )


def verifier_creneau(
    saisie: SaisieCreneau, session: SaisieSession, deja: Collection[SaisieCreneau] = ()
) -> None:
    """Un créneau tombe dans les dates de la session, une seule fois par demi-journée, à ses heures.

    Une matinée commence avant 13 h et finit à 14 h au plus tard ; un après-midi commence à midi au
    plus tôt ; deux créneaux du même jour ne se chevauchent pas. Lève `RuleViolation`.
    """
    if not session.debut_le <= saisie.jour <= session.fin_le:
        raise RuleViolation(
            "hors_session",
            n_("Le %(jour)s n’est pas dans les dates de la session."),
            {"jour": f"{saisie.jour:%d/%m/%Y}"},
            "jour",
        )
    _verifier_heures(saisie.demi_journee, saisie.debut, saisie.fin)
    du_jour = [creneau for creneau in deja if creneau.jour == saisie.jour]
    if any(creneau.demi_journee == saisie.demi_journee for creneau in du_jour):
        raise RuleViolation(
            "demi_journee_prise", n_("Cette demi-journée a déjà son créneau."), field="demi_journee"
        )
    if any(c.debut < saisie.fin and saisie.debut < c.fin for c in du_jour):
        raise RuleViolation(
            "chevauchement",
            n_("Ces heures chevauchent l’autre créneau du même jour."),
            field="debut",
        )


def verifier_horaires(saisie: SaisieHoraires) -> None:
    """Les heures communes tiennent dans leur demi-journée, et la matinée finit avant l’après-midi.

    Une moitié de journée qu’aucun jour ne choisit n’est pas regardée. Lève `RuleViolation`.
    """
    moities = {moitie for _jour, moitie in saisie.demi_journees}
    for moitie in moities:
        prefixe = f"{moitie.lower()}_"
        _verifier_heures(moitie, *saisie.heures(moitie), prefixe=prefixe)
    if len(moities) == len(DemiJournee) and saisie.matin[1] > saisie.apres_midi[0]:
        raise RuleViolation(
            "chevauchement",
            n_("L’après-midi commencerait avant la fin de la matinée."),
            field="apres_midi_debut",
        )


def _verifier_heures(
    demi_journee: DemiJournee, debut: time, fin: time, *, prefixe: str = ""
) -> None:
    if fin <= debut:
        raise RuleViolation(
            "heures_a_l_envers",
            n_("Le créneau finirait avant d’avoir commencé : revoyez l’heure de fin."),
            field=f"{prefixe}fin",
        )
    if demi_journee == DemiJournee.MATIN:
        if debut >= TREIZE_HEURES:
            raise RuleViolation(
                "pas_un_matin", n_("Une matinée commence avant 13 h."), field=f"{prefixe}debut"
            )
        if fin > QUATORZE_HEURES:
            raise RuleViolation(
                "matin_trop_long",
                n_("Une matinée finit à 14 h au plus tard ; ouvrez aussi l’après-midi."),
                field=f"{prefixe}fin",
            )
    elif debut < MIDI:
        raise RuleViolation(
            "pas_un_apres_midi",
            n_("Un après-midi commence à midi au plus tôt."),
            field=f"{prefixe}debut",
        )


def creneaux_engendres(
    saisie: SaisieHoraires, deja: Collection[SaisieCreneau] = ()
) -> tuple[SaisieCreneau, ...]:
    """Les créneaux des demi-journées choisies, dans l’ordre des jours, sans ceux qui existent."""
    pris = {(creneau.jour, creneau.demi_journee) for creneau in deja}
    ordre = list(DemiJournee)
    choisies = sorted(
        set(saisie.demi_journees) - pris, key=lambda choix: (choix[0], ordre.index(choix[1]))
    )
    return tuple(SaisieCreneau(jour, moitie, *saisie.heures(moitie)) for jour, moitie in choisies)


def semaines(debut_le: date, fin_le: date) -> tuple[tuple[date, ...], ...]:
    """Les semaines entières, du lundi au dimanche, qui contiennent ces dates."""
    lundi = debut_le - timedelta(days=debut_le.weekday())
    nombre = (fin_le - lundi).days // 7 + 1
    return tuple(
        tuple(lundi + timedelta(days=7 * rang + jour) for jour in range(7))
        for rang in range(nombre)
    )


def etat_de_session(debut_le: date, fin_le: date, jour: date) -> EtatSession:
    """À venir avant son premier jour, passée après son dernier, en cours entre les deux."""
    if jour < debut_le:
        return EtatSession.A_VENIR
    return EtatSession.EN_COURS if jour <= fin_le else EtatSession.PASSEE


def code_de_session(sigle: str, suffixe: str) -> str:
    """Le code qu’une personne dicte au téléphone : « SP-7KQ2 ».

    Il ne dit pas de date : reporter une session ne le fait pas mentir. Le sigle est unique, donc
    deux organismes ne se heurtent jamais.
    """
    return f"{sigle}-{suffixe}"


def verifier_affectation(
    role: RoleSession, peut_former: bool, *, deja: RoleSession | None = None
) -> None:
    """Qui n’est qu’évaluateur·rice dans l’organisme évalue dans une session, sans y former.

    Lève `RuleViolation` : évaluateur·rice seulement, déjà affecté·e à ce titre.
    """
    if role == RoleSession.FORMATEUR and not peut_former:
        raise RuleViolation(
            "evalue_seulement",
            n_("Cette personne est évaluatrice : elle peut évaluer, pas former."),
            field="role",
        )
    if deja == role:
        raise RuleViolation(
            "deja_affectee",
            n_("Cette personne est déjà affectée à la session à ce titre."),
            field="utilisateur_id",
        )
