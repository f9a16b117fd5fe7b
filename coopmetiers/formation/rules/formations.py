"""Ce qu’une fiche de formation et ses modules doivent dire."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_

INTITULE_MIN, INTITULE_MAX = 3, 200
#: Un module de plus de mille heures est une faute de frappe.
MINUTES_MAX = 1000 * 60
CODE_MAX = 12

_DUREE = re.compile(
    r"(?P<heures>\d+)(?:[.,](?P<fraction>\d+))?\s*(?:h(?:eures?)?\s*(?P<minutes>\d{1,2})?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SaisieFormation:
    """Ce qu’on dit d’une formation ; `version_id` désigne la version du référentiel suivie."""

    intitule: str
    version_id: str = ""
    objectifs: str = ""
    public_vise: str = ""
    prerequis: str = ""


@dataclass(frozen=True)
class SaisieModule:
    """Ce qu’on dit d’un module ; durée en minutes, zéro quand elle n’est pas arrêtée."""

    intitule: str
    minutes: int = 0
    code: str = ""


def verifier_formation(saisie: SaisieFormation) -> None:
    """Une formation porte un intitulé de 3 à 200 signes. Lève `RuleViolation` sinon."""
    verifier_intitule(saisie.intitule)


def verifier_ouverte(archivee: bool) -> None:
    """Une formation archivée se lit, mais ne change plus et n’ouvre plus de session.

    Lève `RuleViolation("formation_archivee")`.
    """
    if archivee:
        raise RuleViolation(
            "formation_archivee",
            n_("Cette formation est archivée. Remettez-la au catalogue avant de la changer."),
        )


def verifier_module(saisie: SaisieModule, codes_pris: Collection[str]) -> None:
    """Un module a un intitulé, au plus mille heures, et un code propre dans sa formation.

    Lève `RuleViolation` : intitulé, durée ou code.
    """
    verifier_intitule(saisie.intitule)
    if not 0 <= saisie.minutes <= MINUTES_MAX:
        raise RuleViolation(
            "duree_impossible",
            n_("Un module dure entre 0 et 1 000 heures."),
            field="heures",
        )
    if len(saisie.code) > CODE_MAX:
        raise RuleViolation(
            "code_long", n_("Le code d’un module tient en douze signes."), field="code"
        )
    if saisie.code.casefold() in {code.casefold() for code in codes_pris}:
        raise RuleViolation(
            "code_pris",
            n_("Un autre module de la formation porte déjà le code %(code)s."),
            {"code": saisie.code},
            "code",
        )


def verifier_retrait(nb_liens: int, *, avec_ses_liens: bool) -> None:
    """Un module relié au référentiel ne se retire qu’en sachant qu’on perd ses liens.

    Lève `RuleViolation("module_relie")`.
    """
    if nb_liens and not avec_ses_liens:
        raise RuleViolation(
            "module_relie",
            n_("Ce module couvre encore %(nombre)s compétence : confirmez que son lien est perdu."),
            msgid_plural=n_(
                "Ce module couvre encore %(nombre)s compétences : confirmez que ses liens "
                "sont perdus."
            ),
            number=nb_liens,
        )


def verifier_intitule(intitule: str) -> None:
    """Un intitulé compte de 3 à 200 signes. Lève `RuleViolation("intitule")`."""
    if not INTITULE_MIN <= len(intitule.strip()) <= INTITULE_MAX:
        raise RuleViolation(
            "intitule", n_("Un intitulé compte de 3 à 200 signes."), field="intitule"
        )


def minutes_dites(texte: str) -> int:
    """La durée écrite à la main, en minutes : « 21 », « 21 h », « 3,5 », « 3 h 30 » ; vide vaut 0.

    Lève `RuleViolation("duree_illisible")`.
    """
    dit = " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())
    if not dit:
        return 0
    lu = _DUREE.fullmatch(dit)
    if lu is None or int(lu["minutes"] or 0) > 59 or (lu["fraction"] and lu["minutes"]):
        raise RuleViolation(
            "duree_illisible",
            n_("« %(saisie)s » n’est pas une durée. Écrivez par exemple 21, 3,5 ou 3 h 30."),
            {"saisie": texte},
            "heures",
        )
    fraction = round(60 * float(f"0.{lu['fraction']}")) if lu["fraction"] else 0
    return int(lu["heures"]) * 60 + fraction + int(lu["minutes"] or 0)


def heures_ecrites(minutes: int) -> str:
    """La durée telle qu’on la retape : « 21 », « 3 h 30 » ; `minutes_dites` la relit."""
    heures, reste = divmod(minutes, 60)
    return f"{heures} h {reste:02d}" if reste else str(heures)


def modules_dits(texte: str) -> tuple[SaisieModule, ...]:
    """Les modules écrits un par ligne, « intitulé ; heures » ; les lignes vides ne comptent pas.

    Un tableur colle des tabulations : elles séparent aussi. Les heures peuvent manquer. Lève
    `RuleViolation` en disant la ligne.
    """
    lues = [
        _module_dit(rang, ligne)
        for rang, ligne in enumerate(texte.splitlines(), start=1)
        if ligne.strip()
    ]
    if not lues:
        raise RuleViolation(
            "aucun_module", n_("Écrivez au moins un module, un par ligne."), field="lignes"
        )
    return tuple(lues)


def _module_dit(rang: int, ligne: str) -> SaisieModule:
    intitule, _separateur, heures = ligne.replace("\t", ";").partition(";")
    try:
        saisie = SaisieModule(intitule.strip(), minutes_dites(heures))
        verifier_module(saisie, ())
    except RuleViolation as refus:
        raise RuleViolation(
            refus.code,
            n_(
                "Ligne %(ligne)s, « %(texte)s » : attendu un intitulé, un point-virgule, "
                "des heures."
            ),
            {"ligne": rang, "texte": ligne.strip()},
            "lignes",
        ) from refus
    return saisie


def code_suivant(codes: Iterable[str]) -> str:
    """Le code du prochain module : M et le nombre qui suit le plus grand déjà donné."""
    rangs = [int(code[1:]) for code in codes if re.fullmatch(r"[Mm]\d{1,4}", code)]
    return f"M{max(rangs, default=0) + 1}"
