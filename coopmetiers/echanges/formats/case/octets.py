"""Des octets à l’objet JSON d’un paquet, bornés, sans rien savoir encore de CASE."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche

OCTETS_MAX = 50 * 1024 * 1024
#: Le paquet le plus profond de la norme en a onze ; le reste est de la place pour les extensions.
PROFONDEUR_MAX = 100
#: Borne aussi le nombre de fautes qu’un seul objet peut avoir.
LISTE_MAX = 100_000

TROP_GROS = n_("Le fichier dépasse %(max)d Mo.")
VIDE = n_("Le fichier est vide.")
PAS_UTF8 = n_("Le fichier n’est pas un texte en UTF-8.")
PAS_JSON = n_("Le fichier n’est pas du JSON : la faute est au signe %(signe)d de cette ligne.")
NOMBRE_DEMESURE = n_("Le fichier contient un nombre que JSON ne permet pas, ou démesuré.")
TROP_LONG = n_("Une liste du fichier a plus de %(max)d éléments.")
TROP_PROFOND = n_("Le fichier emboîte plus de %(max)d niveaux les uns dans les autres.")
PAS_OBJET = n_("Le fichier n’est pas un paquet CASE : un objet JSON est attendu, entre accolades.")
SIGNE_INTERDIT = n_("Un texte contient un signe interdit (nul, ou moitié d’un signe).")

#: Un nul, ou une moitié de paire : ils n’entrent dans du texte que par un échappement.
_ECHAPPEMENT_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_SIGNE_INTERDIT = re.compile("[\x00\ud800-\udfff]")


def objet_json(octets: bytes) -> dict[str, Any]:
    """Rend l’objet JSON d’un fichier, avec ou sans marque d’ordre des octets.

    Lève `FichierRefuse` : trop gros, vide, ni UTF-8 ni JSON, nombre infini, emboîtement trop
    profond, signe interdit, ou autre chose qu’un objet.
    """
    texte = _texte(octets)
    try:
        lu = json.loads(texte, parse_constant=_refuser_constante)
    except json.JSONDecodeError as erreur:
        raise _refus(PAS_JSON, erreur.lineno, signe=erreur.colno) from None
    except ValueError:
        raise _refus(NOMBRE_DEMESURE) from None
    except RecursionError:
        raise _refus(TROP_PROFOND, max=PROFONDEUR_MAX) from None
    if not isinstance(lu, dict):
        raise _refus(PAS_OBJET)
    _parcourir(lu, textes=_ECHAPPEMENT_SUSPECT.search(texte) is not None)
    return lu


def _texte(octets: bytes) -> str:
    if len(octets) > OCTETS_MAX:
        raise _refus(TROP_GROS, max=OCTETS_MAX // (1024 * 1024))
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refus(PAS_UTF8) from None
    if not texte.strip():
        raise _refus(VIDE)
    return texte


def _parcourir(lu: dict[str, Any], *, textes: bool) -> None:
    """Visite chaque valeur sans récursion ; `textes` : les signes sont à regarder un à un."""
    pile: list[tuple[Any, tuple[str | int, ...], int]] = [(lu, (), 1)]
    fautes: list[Reproche] = []
    while pile:
        contenant, chemin, niveau = pile.pop()
        _borner(contenant, niveau)
        paires = contenant.items() if isinstance(contenant, dict) else enumerate(contenant)
        for cle, valeur in paires:
            if isinstance(valeur, (dict, list)):
                suite = (*chemin, cle) if len(chemin) < 3 else chemin
                pile.append((valeur, suite, niveau + 1))
            elif isinstance(valeur, float) and not math.isfinite(valeur):
                fautes.append(_situe(NOMBRE_DEMESURE, (*chemin, cle)))
            elif textes and _interdit(valeur):
                fautes.append(_situe(SIGNE_INTERDIT, (*chemin, cle)))
            if textes and _interdit(cle):
                fautes.append(_situe(SIGNE_INTERDIT, chemin))
    if fautes:
        raise FichierRefuse(sorted(fautes, key=lambda faute: (faute.feuille, faute.ligne)))


def _borner(contenant: dict[str, Any] | list[Any], niveau: int) -> None:
    if niveau > PROFONDEUR_MAX:
        raise _refus(TROP_PROFOND, max=PROFONDEUR_MAX)
    if len(contenant) > LISTE_MAX:
        raise _refus(TROP_LONG, max=LISTE_MAX)


def _interdit(valeur: object) -> bool:
    return isinstance(valeur, str) and _SIGNE_INTERDIT.search(valeur) is not None


def _situe(msgid: str, chemin: tuple[str | int, ...]) -> Reproche:
    """Le reproche à sa place ; les listes de définitions sont une marche plus bas."""
    if len(chemin) > 2 and chemin[0] == "CFDefinitions":
        chemin = chemin[1:]
    noms = [partie for partie in chemin if isinstance(partie, str)]
    rangs = [partie for partie in chemin if isinstance(partie, int)]
    return Reproche(
        msgid,
        {},
        noms[0] if noms else "",
        rangs[0] + 1 if rangs else 0,
        noms[1] if len(noms) > 1 else "",
    )


def _refuser_constante(nom: str) -> NoReturn:
    raise ValueError(nom)


def _refus(msgid: str, ligne: int = 0, **params: object) -> FichierRefuse:
    return FichierRefuse([Reproche(msgid, params, ligne=ligne)])
