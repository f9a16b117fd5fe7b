"""La règle d’une compétence, et les compétences exportées que sa configuration cite."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.moodle.cadre import CompetenceMoodle, RegleMoodle
from coopmetiers.echanges.formats.moodle.fautes import Fautes
from coopmetiers.echanges.formats.moodle.tableau import Rangee
from coopmetiers.echanges.formats.moodle.titres import Champ

#: La seule règle de Moodle qui se configure ; une autre vient d’un greffon, gardée telle quelle.
PAR_POINTS = "core_competency\\competency_rule_points"
_RESULTAT = re.compile("[0-3]")
_ENTIER = re.compile("[0-9]{1,9}")


def cellules_de_regle(regle: RegleMoodle | None) -> dict[Champ, str]:
    """Les trois cellules ; sans règle, celles qu’écrit l’exportateur."""
    if regle is None:
        return {Champ.REGLE: "", Champ.RESULTAT: "0", Champ.REGLAGE: "null"}
    reglage = "null" if regle.configuration is None else regle.configuration
    return {Champ.REGLE: regle.type, Champ.RESULTAT: str(regle.resultat), Champ.REGLAGE: reglage}


def lire_regle(rangee: Rangee, fautes: Fautes) -> RegleMoodle | None:
    """La règle d’une ligne ; sans type, il n’y en a pas, quoi que disent les autres cellules."""
    genre, reglage = rangee[Champ.REGLE].strip(), rangee[Champ.REGLAGE]
    if not genre:
        return None
    resultat = rangee[Champ.RESULTAT].strip() or "0"
    if not _RESULTAT.fullmatch(resultat):
        message = n_("Effet de règle « %(valeur)s » inconnu : 0, 1, 2 ou 3.")
        fautes.noter(message, rangee.ligne, Champ.RESULTAT, valeur=resultat)
        return None
    configuration = None if reglage.strip() in ("", "null") else reglage
    if configuration is not None and _json(configuration) is None:
        message = n_("Configuration de règle illisible : « %(valeur)s » n’est pas du JSON.")
        fautes.noter(message, rangee.ligne, Champ.REGLAGE, valeur=configuration)
        return None
    return RegleMoodle(genre, int(resultat), configuration)


def verifier_les_regles(competences: Sequence[CompetenceMoodle], fautes: Fautes) -> None:
    """Une règle par points cite des filles exportées, et demande des points qu’elles donnent.

    Moodle s’arrête sinon au milieu de l’import, le cadre restant derrière.
    """
    reglees = [c for c in competences if c.regle and c.regle.type == PAR_POINTS]
    if not reglees:
        return
    meres = {c.exported_id: c.parent for c in competences if c.exported_id}
    nombre = Counter(c.exported_id for c in competences)
    for competence in reglees:
        points = _points(competence.regle)
        if points is None:
            message = n_("Règle par points mal configurée (compétence « %(code)s »).")
            fautes.noter(message, competence.ligne, Champ.REGLAGE, code=competence.id_number)
            continue
        for cite in points:
            if nombre[cite] != 1 or meres.get(cite) != competence.id_number:
                _reprocher_cite(cite, nombre, competence, fautes)


def _reprocher_cite(
    cite: str, nombre: Mapping[str, int], competence: CompetenceMoodle, fautes: Fautes
) -> None:
    fautes.noter(
        n_("La règle de « %(code)s » cite le numéro exporté %(cite)s : porté par deux compétences.")
        if nombre.get(cite, 0) > 1
        else n_(
            "La règle de « %(code)s » cite le numéro exporté %(cite)s, qui n’est pas une fille."
        ),
        competence.ligne,
        Champ.REGLAGE,
        code=competence.id_number,
        cite=cite,
    )


def _points(regle: RegleMoodle | None) -> dict[str, int] | None:
    """Les points de chaque compétence citée ; rien si la configuration ne tient pas."""
    lue = _json(regle.configuration or "") if regle else None
    base, citees = _objet(lue).get("base"), _objet(lue).get("competencies")
    demandes = _entier(_objet(base).get("points"))
    if not demandes or not isinstance(citees, list) or not citees:
        return None
    points: dict[str, int] = {}
    for citee in map(_objet, citees):
        numero, valeur = _entier(citee.get("id")), _entier(citee.get("points"))
        if numero is None or valeur is None or "required" not in citee or str(numero) in points:
            return None
        points[str(numero)] = valeur
    return points if demandes <= sum(points.values()) else None


def _objet(lu: object) -> dict[str, object]:
    return lu if isinstance(lu, dict) else {}


def _entier(valeur: object) -> int | None:
    texte = "" if isinstance(valeur, bool) else str(valeur)
    return int(texte) if _ENTIER.fullmatch(texte) else None


def _json(texte: str) -> object:
    try:
        return json.loads(texte)
    except (ValueError, RecursionError):
        return None
