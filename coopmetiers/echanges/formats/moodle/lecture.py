"""Des octets d’un fichier de Moodle à son cadre."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from coopmetiers.base.texts import folded, n_
from coopmetiers.echanges.formats.moodle.arbre import boucles
from coopmetiers.echanges.formats.moodle.cadre import (
    TAXONOMIE_PAR_DEFAUT,
    CadreMoodle,
    CompetenceMoodle,
    EchelleMoodle,
)
from coopmetiers.echanges.formats.moodle.descriptions import FORMATS
from coopmetiers.echanges.formats.moodle.echelles import lire_echelle
from coopmetiers.echanges.formats.moodle.fautes import Fautes
from coopmetiers.echanges.formats.moodle.regles import lire_regle, verifier_les_regles
from coopmetiers.echanges.formats.moodle.tableau import Rangee, rangees_du_fichier
from coopmetiers.echanges.formats.moodle.titres import TAXONOMIES, Champ

#: La place que Moodle donne à un nom et à un numéro : au-delà, il coupe sans le dire.
SIGNES_MAX = 100
_OUI = frozenset({"1", "true", "vrai", "oui", "yes"})
_NON = frozenset({"", "0", "false", "faux", "non", "no"})
#: Ce que Moodle efface d’un nom, hors de ses balises de langue : un « < » qu’aucun blanc ne suit.
_BALISE = re.compile(r"<(?!\s|/?(?:span|lang)\b)")


def lire(octets: bytes) -> CadreMoodle:
    """Le cadre du fichier ; lève `FichierRefuse` avec toutes ses fautes, situées.

    Admis : 14 colonnes, ou les dispositions d’avant (`titres.DISPOSITIONS`) ; titres traduits dans
    l’ordre de Moodle, ou connus dans un autre ; UTF-8 ou Windows-1252 ; virgule, point-virgule ou
    tabulation ; cellules vides oubliées en fin de ligne ; l’apostrophe dont Moodle protège « = ».
    """
    rangees, fautes = rangees_du_fichier(octets)
    cadre = interpreter(rangees, fautes)
    fautes.refuser()
    if cadre is None:
        raise AssertionError("un cadre sans faute se lit")
    return cadre


def interpreter(rangees: Sequence[Rangee], fautes: Fautes) -> CadreMoodle | None:
    """Le cadre que disent ces lignes ; ce qui n’y va pas est noté dans `fautes`."""
    du_cadre, des_competences = _partager(rangees, fautes)
    codes = {rangee[Champ.ID_NUMBER] for rangee in des_competences}
    competences = [_competence(rangee, codes, fautes) for rangee in des_competences]
    code_du_cadre = du_cadre[0][Champ.ID_NUMBER] if du_cadre else ""
    _verifier_l_arbre(competences, code_du_cadre, fautes)
    verifier_les_regles(competences, fautes)
    if not du_cadre:
        message = n_("Aucune ligne n’est celle du référentiel : il en faut une marquée 1.")
        fautes.noter(message, champ=Champ.EST_CADRE)
        return None
    for de_trop in du_cadre[1:]:
        message = n_("Deuxième ligne de référentiel ; la première est la ligne %(premiere)s.")
        fautes.noter(message, de_trop.ligne, Champ.EST_CADRE, premiere=du_cadre[0].ligne)
    return _cadre(du_cadre[0], tuple(competences), fautes)


def _partager(rangees: Sequence[Rangee], fautes: Fautes) -> tuple[list[Rangee], list[Rangee]]:
    """Les lignes de référentiel, puis celles de compétence."""
    du_cadre, des_competences = [], []
    for rangee in rangees:
        marque = rangee[Champ.EST_CADRE].strip()
        if marque.lower() in _OUI:
            du_cadre.append(rangee)
        elif marque.lower() in _NON:
            des_competences.append(rangee)
        else:
            message = n_("« %(valeur)s » : 1 pour la ligne du référentiel, rien pour les autres.")
            fautes.noter(message, rangee.ligne, Champ.EST_CADRE, valeur=marque)
    return du_cadre, des_competences


def _cadre(
    rangee: Rangee, competences: tuple[CompetenceMoodle, ...], fautes: Fautes
) -> CadreMoodle:
    _verifier_les_noms(rangee, fautes)
    if rangee[Champ.PARENT].strip():
        message = n_("Le référentiel ne peut pas avoir de parent (« %(valeur)s »).")
        fautes.noter(message, rangee.ligne, Champ.PARENT, valeur=rangee[Champ.PARENT])
    if not rangee[Champ.ECHELLE].strip():
        fautes.noter(n_("Le référentiel n’a pas d’échelle."), rangee.ligne, Champ.ECHELLE)
    return CadreMoodle(
        rangee[Champ.ID_NUMBER],
        rangee[Champ.SHORT_NAME],
        lire_echelle(rangee, fautes) or EchelleMoodle((), 0, ()),
        rangee[Champ.DESCRIPTION],
        _format(rangee, fautes),
        _taxonomies(rangee, fautes),
        competences,
        ligne=rangee.ligne,
    )


def _competence(rangee: Rangee, codes: Collection[str], fautes: Fautes) -> CompetenceMoodle:
    _verifier_les_noms(rangee, fautes)
    return CompetenceMoodle(
        rangee[Champ.ID_NUMBER],
        rangee[Champ.SHORT_NAME],
        rangee[Champ.PARENT],
        rangee[Champ.DESCRIPTION],
        _format(rangee, fautes),
        lire_echelle(rangee, fautes),
        lire_regle(rangee, fautes),
        _croisees(rangee, codes, fautes),
        rangee[Champ.EXPORTED_ID],
        ligne=rangee.ligne,
    )


def _verifier_les_noms(rangee: Rangee, fautes: Fautes) -> None:
    """Moodle saute une ligne sans nom (« 0 » en est une pour PHP), et toute sa branche avec."""
    code = rangee[Champ.ID_NUMBER]
    for champ in (Champ.ID_NUMBER, Champ.SHORT_NAME):
        valeur = rangee[champ]
        if not valeur.strip():
            message = n_("Cellule vide : Moodle laisserait de côté « %(code)s » et ses filles.")
            fautes.noter(message, rangee.ligne, champ, code=code or rangee[Champ.SHORT_NAME])
        elif valeur == "0":
            message = n_("« 0 » : Moodle le prend pour une cellule vide.")
            fautes.noter(message, rangee.ligne, champ)
        elif len(valeur) > SIGNES_MAX:
            message = n_(
                "%(nombre)s signes, 100 au plus (« %(code)s ») : Moodle couperait la suite."
            )
            fautes.noter(message, rangee.ligne, champ, nombre=len(valeur), code=code)
        elif trouve := _BALISE.search(valeur):
            message = n_("Moodle effacerait « %(valeur)s », qu’il prend pour une balise.")
            fautes.noter(message, rangee.ligne, champ, valeur=valeur[trouve.start() :])


def _format(rangee: Rangee, fautes: Fautes) -> int:
    """Le format de la description ; une cellule vide vaut 0, comme dans Moodle."""
    valeur = rangee[Champ.FORMAT].strip() or "0"
    if valeur not in map(str, FORMATS):
        message = n_("Format de description « %(valeur)s » inconnu : 0, 1 (HTML), 2 ou 4.")
        fautes.noter(message, rangee.ligne, Champ.FORMAT, valeur=valeur)
        return 0
    return int(valeur)


def _taxonomies(rangee: Rangee, fautes: Fautes) -> tuple[str, ...]:
    """Un mot par profondeur ; un mot vide entre deux virgules est celui par défaut de Moodle."""
    if not rangee[Champ.TAXONOMIES].strip():
        return ()
    mots = [mot.strip() or TAXONOMIE_PAR_DEFAUT for mot in rangee[Champ.TAXONOMIES].split(",")]
    for mot in dict.fromkeys(mots):
        if mot not in TAXONOMIES:
            message = n_("Taxonomie « %(mot)s » inconnue de Moodle (%(connus)s…).")
            connus = "competency, domain, skill"
            fautes.noter(message, rangee.ligne, Champ.TAXONOMIES, mot=mot, connus=connus)
    return tuple(mots)


def _croisees(rangee: Rangee, codes: Collection[str], fautes: Fautes) -> tuple[str, ...]:
    """Les numéros croisés ; un blanc autour d’un numéro connu est ôté, Moodle le perdrait."""
    croisees = []
    for brut in filter(str.strip, rangee[Champ.CROISEES].split(",")):
        code = brut.replace("%2C", ",")
        code = code if code in codes else code.strip()
        croisees.append(code)
        if code not in codes:
            message = n_("« %(code)s » croise « %(inconnue)s », absente du fichier.")
        elif code == rangee[Champ.ID_NUMBER]:
            message = n_("« %(code)s » se croise elle-même.")
        else:
            continue
        params = {"code": rangee[Champ.ID_NUMBER], "inconnue": code}
        fautes.noter(message, rangee.ligne, Champ.CROISEES, **params)
    return tuple(croisees)


def _verifier_l_arbre(
    competences: Sequence[CompetenceMoodle], code_du_cadre: str, fautes: Fautes
) -> None:
    """Ni doublon, ni orpheline, ni boucle : Moodle y perd des branches, parfois tout."""
    premieres: dict[str, CompetenceMoodle] = {}
    for competence in competences:
        premiere = premieres.setdefault(competence.id_number, competence)
        if premiere is not competence and competence.id_number:
            message = n_("Numéro « %(code)s » déjà pris ligne %(premiere)s.")
            params = {"code": competence.id_number, "premiere": premiere.ligne}
            fautes.noter(message, competence.ligne, Champ.ID_NUMBER, **params)
    proches = {folded(code): code for code in premieres if code}
    for competence in competences:
        if competence.parent and competence.parent not in premieres:
            _reprocher_l_orpheline(competence, code_du_cadre, proches, fautes)
    for boucle in boucles({code: c.parent for code, c in premieres.items()}):
        message = n_("Boucle : chacune descend de la suivante, « %(chaine)s ».")
        chaine = " → ".join([*boucle[:4], *(["…"] if len(boucle) > 4 else []), boucle[0]])
        fautes.noter(message, premieres[boucle[0]].ligne, Champ.PARENT, chaine=chaine)


def _reprocher_l_orpheline(
    competence: CompetenceMoodle, code_du_cadre: str, proches: Mapping[str, str], fautes: Fautes
) -> None:
    params = {"code": competence.id_number, "parent": competence.parent}
    if competence.parent == code_du_cadre:
        message = n_("Le parent de « %(code)s » est le référentiel : laisser la cellule vide.")
    elif proche := proches.get(folded(competence.parent)):
        message = n_(
            "Parent « %(parent)s » introuvable (« %(proche)s », aux blancs ou signes près ?)."
        )
        params["proche"] = proche
    else:
        message = n_("Parent « %(parent)s » introuvable (compétence « %(code)s »).")
    fautes.noter(message, competence.ligne, Champ.PARENT, **params)
