"""D’un cadre aux octets du fichier que Moodle importe sans rien perdre."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from coopmetiers.base.texts import folded, n_
from coopmetiers.echanges.formats.moodle.cadre import CadreMoodle, CompetenceMoodle
from coopmetiers.echanges.formats.moodle.echelles import cellules_d_echelle
from coopmetiers.echanges.formats.moodle.fautes import Fautes
from coopmetiers.echanges.formats.moodle.lecture import interpreter
from coopmetiers.echanges.formats.moodle.regles import cellules_de_regle
from coopmetiers.echanges.formats.moodle.tableau import (
    CELLULE_MAX,
    FORMULE,
    INVISIBLE,
    OCTETS_MAX,
    Rangee,
    octets_du_tableau,
)
from coopmetiers.echanges.formats.moodle.titres import TITRES, Champ
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche

_NOMBRE = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")


def ecrire(cadre: CadreMoodle) -> bytes:
    """Le fichier : quatorze titres anglais, UTF-8, virgules, le cadre puis chacune après sa mère.

    Une cellule qu’un tableur prendrait pour une formule reçoit l’apostrophe qu’y met Moodle ;
    `lire` l’ôte. Lève `FichierRefuse` pour tout ce que `lire` refuse, et pour ce que Moodle lirait
    autrement : une virgule dans un niveau ; un guillemet après « \\ », que PHP échappe ; deux
    numéros qu’une base MySQL (« c1 », « C1 ») ou PHP (« 1.1 », « 1.10 ») tient pour égaux.
    """
    fautes = Fautes(TITRES)
    rangees = [_rangee_du_cadre(cadre), *map(_rangee, cadre.competences)]
    _verifier_les_cellules(rangees, fautes)
    _verifier_les_niveaux(cadre, fautes)
    _verifier_les_numeros(cadre.competences, fautes)
    relu = interpreter(rangees, fautes)
    fautes.refuser()
    if relu != cadre:
        message = n_("Ce référentiel ne se relirait pas à l’identique (« %(code)s »).")
        raise FichierRefuse([Reproche(message, {"code": _different(cadre, relu)})])
    octets = octets_du_tableau(
        [_rangee_du_cadre(cadre), *map(_rangee, cadre.parents_d_abord())],
    )
    if len(octets) > OCTETS_MAX:
        raise FichierRefuse([Reproche(n_("Fichier trop gros (plus de 20 Mo)."))])
    return octets


def _different(cadre: CadreMoodle, relu: CadreMoodle | None) -> str:
    """Le numéro de la première compétence qui changerait, à défaut celui du cadre."""
    relues = relu.competences if relu else ()
    for voulue, relue in zip(cadre.competences, relues, strict=False):
        if voulue != relue:
            return voulue.id_number
    return cadre.id_number


def _rangee_du_cadre(cadre: CadreMoodle) -> Rangee:
    return Rangee(
        cadre.ligne,
        {
            Champ.ID_NUMBER: cadre.id_number,
            Champ.SHORT_NAME: cadre.short_name,
            Champ.DESCRIPTION: cadre.description,
            Champ.FORMAT: str(cadre.description_format),
            **cellules_d_echelle(cadre.echelle),
            Champ.EST_CADRE: "1",
            Champ.TAXONOMIES: ",".join(cadre.taxonomies),
        },
    )


def _rangee(competence: CompetenceMoodle) -> Rangee:
    return Rangee(
        competence.ligne,
        {
            Champ.PARENT: competence.parent,
            Champ.ID_NUMBER: competence.id_number,
            Champ.SHORT_NAME: competence.short_name,
            Champ.DESCRIPTION: competence.description,
            Champ.FORMAT: str(competence.description_format),
            **cellules_d_echelle(competence.echelle),
            **cellules_de_regle(competence.regle),
            Champ.CROISEES: ",".join(code.replace(",", "%2C") for code in competence.croisees),
            Champ.EXPORTED_ID: competence.exported_id,
        },
    )


def _verifier_les_cellules(rangees: Iterable[Rangee], fautes: Fautes) -> None:
    for rangee in rangees:
        for champ, cellule in rangee.cellules.items():
            for message, valeur in _fautes_de_cellule(cellule):
                code = rangee[Champ.ID_NUMBER]
                fautes.noter(message, rangee.ligne, champ, code=code, valeur=valeur)


def _fautes_de_cellule(cellule: str) -> Iterator[tuple[str, str]]:
    if trouve := INVISIBLE.search(cellule):
        valeur = f"U+{ord(trouve.group()):04X}"
        yield n_("Caractère invisible interdit (%(valeur)s) dans « %(code)s »."), valeur
    if '\\"' in cellule or cellule.endswith("\\"):
        message = n_("Une barre « \\ » devant un guillemet ou en fin de texte (« %(code)s »).")
        yield message, ""
    if len(cellule) >= CELLULE_MAX:
        yield n_("Texte démesuré (« %(code)s »)."), ""


def _verifier_les_niveaux(cadre: CadreMoodle, fautes: Fautes) -> None:
    porteurs: list[CadreMoodle | CompetenceMoodle] = [cadre, *cadre.competences]
    for porteur in porteurs:
        for niveau in porteur.echelle.niveaux if porteur.echelle else ():
            if "," in niveau:
                message = n_("Une virgule dans le niveau « %(niveau)s » le couperait en deux.")
                fautes.noter(message, porteur.ligne, Champ.ECHELLE, niveau=niveau)


def _verifier_les_numeros(competences: Iterable[CompetenceMoodle], fautes: Fautes) -> None:
    """Ce que Moodle confond : la casse et les accents sous MySQL, les nombres égaux partout."""
    meres = {competence.parent for competence in competences}
    semblables: defaultdict[str, list[CompetenceMoodle]] = defaultdict(list)
    egaux: defaultdict[float, list[CompetenceMoodle]] = defaultdict(list)
    for competence in competences:
        code = competence.id_number
        semblables[folded(code)].append(competence)
        if FORMULE.match(code):
            message = n_("Numéro « %(code)s » : Moodle mettrait une apostrophe devant.")
            fautes.noter(message, competence.ligne, Champ.ID_NUMBER, code=code)
        if _NOMBRE.fullmatch(code):
            egaux[float(code)].append(competence)
    for groupe in semblables.values():
        _reprocher_les_jumelles(groupe, fautes)
    for groupe in egaux.values():
        if any(competence.id_number in meres for competence in groupe):
            _reprocher_les_jumelles(groupe, fautes)


def _reprocher_les_jumelles(groupe: list[CompetenceMoodle], fautes: Fautes) -> None:
    premiere = groupe[0].id_number
    for autre in groupe[1:]:
        if autre.id_number != premiere:
            message = n_("Moodle confondrait les numéros « %(code)s » et « %(premier)s ».")
            params = {"code": autre.id_number, "premier": premiere}
            fautes.noter(message, autre.ligne, Champ.ID_NUMBER, **params)
