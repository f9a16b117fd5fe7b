"""L’échelle d’un cadre ou d’une compétence : ses niveaux, et sa configuration en JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.moodle.cadre import EchelleMoodle
from coopmetiers.echanges.formats.moodle.fautes import Fautes
from coopmetiers.echanges.formats.moodle.tableau import Rangee
from coopmetiers.echanges.formats.moodle.titres import Champ

_POSITION = re.compile(r"[0-9]{1,6}")
#: Ce que PHP tient pour vrai parmi ce que Moodle écrit.
_VRAIS = (1, True, "1")


def cellules_d_echelle(echelle: EchelleMoodle | None) -> dict[Champ, str]:
    """Les deux cellules ; l’objet `scaleid` d’abord, que Moodle remplace en important."""
    if echelle is None:
        return {Champ.ECHELLE: "", Champ.CONFIGURATION: ""}
    configuration: list[dict[str, object]] = [{"scaleid": "1"}]
    for position in sorted({echelle.par_defaut, *echelle.acquis}):
        par_defaut = int(position == echelle.par_defaut)
        acquis = int(position in echelle.acquis)
        configuration.append({"id": position, "scaledefault": par_defaut, "proficient": acquis})
    return {
        Champ.ECHELLE: ",".join(echelle.niveaux),
        Champ.CONFIGURATION: json.dumps(configuration, separators=(",", ":")),
    }


def lire_echelle(rangee: Rangee, fautes: Fautes) -> EchelleMoodle | None:
    """L’échelle d’une ligne ; rien si ses deux cellules sont vides, ou si on la reproche.

    Moodle s’arrête au milieu d’un import si la configuration manque, n’est pas du JSON, ou n’a ni
    niveau par défaut ni niveau acquis ; il perd le premier niveau si l’objet `scaleid` n’est pas
    en tête, et garde des positions qui ne désignent rien.
    """
    valeurs, configuration = rangee[Champ.ECHELLE].strip(), rangee[Champ.CONFIGURATION].strip()
    if not valeurs:
        if configuration:
            message = n_("Échelle configurée, mais sans ses niveaux.")
            fautes.noter(message, rangee.ligne, Champ.ECHELLE)
        return None
    niveaux = tuple(niveau.strip() for niveau in valeurs.split(","))
    if not all(niveaux):
        message = n_("Niveau sans nom dans « %(valeur)s ».")
        fautes.noter(message, rangee.ligne, Champ.ECHELLE, valeur=valeurs)
    marques = _marques(configuration, rangee.ligne, fautes)
    if marques is None or not _tient(marques, len(niveaux), rangee.ligne, fautes):
        return None
    par_defaut = [marque.position for marque in marques if marque.par_defaut]
    acquis = tuple(marque.position for marque in marques if marque.acquis)
    if len(par_defaut) != 1:
        message = n_("Il faut un niveau par défaut (scaledefault), et un seul.")
        fautes.noter(message, rangee.ligne, Champ.CONFIGURATION)
    if not acquis:
        message = n_("Aucun niveau ne vaut acquisition (proficient).")
        fautes.noter(message, rangee.ligne, Champ.CONFIGURATION)
    return EchelleMoodle(niveaux, par_defaut[0] if par_defaut else 0, acquis)


@dataclass(frozen=True, slots=True)
class _Marque:
    """Ce que la configuration dit d’un niveau."""

    position: int
    par_defaut: bool
    acquis: bool


def _marques(configuration: str, ligne: int, fautes: Fautes) -> list[_Marque] | None:
    try:
        lue = json.loads(configuration)
    except (ValueError, RecursionError):
        message = n_("Configuration d’échelle illisible : « %(valeur)s » n’est pas du JSON.")
        fautes.noter(message, ligne, Champ.CONFIGURATION, valeur=configuration)
        return None
    if not _bien_formee(lue):
        message = n_("Configuration d’échelle à revoir : une liste d’objets, « scaleid » en tête.")
        fautes.noter(message, ligne, Champ.CONFIGURATION)
        return None
    marques = [_marque(objet) for objet in lue[1:]]
    if len({marque.position for marque in marques}) != len(marques):
        message = n_("Configuration d’échelle : un niveau (id) y est deux fois.")
        fautes.noter(message, ligne, Champ.CONFIGURATION)
        return None
    return marques


def _bien_formee(lue: object) -> bool:
    """Une liste d’objets : l’échelle d’abord, qui n’est pas un niveau, puis des niveaux."""
    if not isinstance(lue, list) or not lue or not all(isinstance(objet, dict) for objet in lue):
        return False
    tete, *niveaux = lue
    return "scaleid" in tete and "id" not in tete and all("id" in niveau for niveau in niveaux)


def _marque(objet: dict[str, object]) -> _Marque:
    """Une position qui n’est pas un nombre vaut 0, hors de toute échelle."""
    position = objet["id"]
    texte = "" if isinstance(position, bool) else str(position)
    return _Marque(
        int(texte) if _POSITION.fullmatch(texte) else 0,
        objet.get("scaledefault") in _VRAIS,
        objet.get("proficient") in _VRAIS,
    )


def _tient(marques: Sequence[_Marque], nombre: int, ligne: int, fautes: Fautes) -> bool:
    hors = sorted(m.position for m in marques if not 1 <= m.position <= nombre)
    for position in hors:
        message = n_("Position %(position)s hors de l’échelle, qui compte %(nombre)s niveaux.")
        fautes.noter(message, ligne, Champ.CONFIGURATION, position=position, nombre=nombre)
    return not hors
