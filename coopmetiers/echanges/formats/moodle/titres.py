"""Les colonnes du fichier : leurs titres d’hier et d’aujourd’hui, et la place de chacune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coopmetiers.base.texts import folded, n_
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche

#: Les mots que Moodle admet pour nommer une profondeur (`competency_framework.php`).
TAXONOMIES = (
    "behaviour",
    "competency",
    "concept",
    "domain",
    "indicator",
    "level",
    "outcome",
    "practice",
    "proficiency",
    "skill",
    "value",
)


class Champ(StrEnum):
    """Une colonne ; sa valeur est le titre anglais qu’écrit Moodle depuis la version 3.2."""

    PARENT = "Parent ID number"
    ID_NUMBER = "ID number"
    SHORT_NAME = "Short name"
    DESCRIPTION = "Description"
    FORMAT = "Description format"
    ECHELLE = "Scale values"
    CONFIGURATION = "Scale configuration"
    REGLE = "Rule type (optional)"
    RESULTAT = "Rule outcome (optional)"
    REGLAGE = "Rule config (optional)"
    CROISEES = "Cross-referenced competency ID numbers"
    EXPORTED_ID = "Exported ID (optional)"
    EST_CADRE = "Is framework"
    TAXONOMIES = "Taxonomy"


#: L’ordre de l’exportateur, et donc celui que l’importateur suppose.
CHAMPS = tuple(Champ)
TITRES: Mapping[Champ, str] = {champ: champ.value for champ in CHAMPS}
_REGLES = (Champ.REGLE, Champ.RESULTAT, Champ.REGLAGE)


def _sans(*absents: Champ) -> tuple[Champ, ...]:
    return tuple(champ for champ in CHAMPS if champ not in absents)


#: Les dispositions connues, par nombre de colonnes : 14 depuis Moodle 3.1 ; 13 et 9, le greffon
#: d’avant (fin 2015) ; 12, celle qu’annonce toujours le commentaire de l’importateur.
DISPOSITIONS: Mapping[int, tuple[Champ, ...]] = {
    len(disposition): disposition
    for disposition in (
        CHAMPS,
        _sans(Champ.CROISEES),
        _sans(Champ.CROISEES, Champ.EXPORTED_ID),
        _sans(Champ.CROISEES, Champ.EXPORTED_ID, *_REGLES),
    )
}

#: Sans elles, il n’y a pas d’arbre ou pas d’échelle.
INDISPENSABLES = (
    Champ.PARENT,
    Champ.ID_NUMBER,
    Champ.SHORT_NAME,
    Champ.ECHELLE,
    Champ.CONFIGURATION,
    Champ.EST_CADRE,
)

#: Les autres titres rencontrés : Moodle 3.1 et d’avant, puis les paquets de langue français.
_AUTRES: Mapping[Champ, tuple[str, ...]] = {
    Champ.PARENT: (
        "ID de la compétence parente",
        "N° d’identifiant de la compétence parente",
    ),
    Champ.ID_NUMBER: ("ID", "Identifiant (ce code doit être unique pour le référentiel)"),
    Champ.SHORT_NAME: ("Shortname", "Nom abrégé", "Nom court"),
    Champ.FORMAT: ("Format de description",),
    Champ.ECHELLE: ("Valeurs du barème",),
    Champ.CONFIGURATION: ("Configuration du barème",),
    Champ.REGLE: (
        "Rule type",
        "Type de règle de compétence (optionnelle)",
        "Type de règle (optionel)",
    ),
    Champ.RESULTAT: ("Rule outcome", "Règle d’objectif (optionnelle)", "Rule outcome (optionel)"),
    Champ.REGLAGE: (
        "Rule config",
        "Règle de paramétrage (optionnelle)",
        "Configuration de la règle (optionel)",
    ),
    Champ.CROISEES: (
        "Cross referenced competency ID numbers",
        "Cross referenced competency ID numbers (optional)",
        "IDs des compétences croisées associées",
        "Identifiants des compétences associées",
    ),
    Champ.EXPORTED_ID: (
        "Exported ID",
        "ID d’exportation (optionnel)",
        "Identifiant exporté (optionel)",
    ),
    Champ.EST_CADRE: ("Est un référentiel",),
    Champ.TAXONOMIES: ("Taxonomie",),
}
_CONNUS = {
    folded(titre): champ for champ in CHAMPS for titre in (champ.value, *_AUTRES.get(champ, ()))
}


@dataclass(frozen=True, slots=True)
class Colonnes:
    """La place de chaque colonne présente, et le titre qu’elle porte dans ce fichier."""

    places: Mapping[Champ, int]
    titres: Mapping[Champ, str]
    nombre: int


def reconnaitre(entete: Sequence[str], ligne: int) -> Colonnes:
    """La place de chaque colonne ; lève `FichierRefuse` si la ligne n’est pas celle des titres.

    Comme dans Moodle, la place décide : des titres inconnus (une autre langue) sont admis si les
    colonnes sont en nombre connu et si aucun titre connu n’est ailleurs qu’à sa place. Autrement
    chaque titre doit être connu, et l’ordre est libre.
    """
    noms = [" ".join(nom.split()) for nom in entete]
    while noms and not noms[-1]:
        noms.pop()
    connus = [_CONNUS.get(folded(nom)) for nom in noms]
    disposition = DISPOSITIONS.get(len(noms), ())
    if disposition and _a_sa_place(noms, connus, disposition):
        return _colonnes(disposition, noms)
    reproches = list(_fautes_de_titres(noms, connus, ligne))
    if reproches:
        raise FichierRefuse(reproches)
    return _colonnes(connus, noms)


def _a_sa_place(
    noms: Sequence[str], connus: Sequence[Champ | None], disposition: Sequence[Champ]
) -> bool:
    distincts = all(noms) and len({folded(nom) for nom in noms}) == len(noms)
    des_donnees = any(nom.isnumeric() or nom.startswith(("[", "{")) for nom in noms)
    a_leur_place = all(
        connu in (None, attendu) for connu, attendu in zip(connus, disposition, strict=True)
    )
    return distincts and not des_donnees and a_leur_place


def _colonnes(champs: Sequence[Champ | None], noms: Sequence[str]) -> Colonnes:
    places = {champ: place for place, champ in enumerate(champs) if champ}
    titres = {**TITRES, **{champ: noms[place] for champ, place in places.items()}}
    return Colonnes(places, titres, len(noms))


def _fautes_de_titres(
    noms: Sequence[str], connus: Sequence[Champ | None], ligne: int
) -> list[Reproche]:
    if not any(connus):
        message = n_("Ce n’est pas la ligne de titres d’un référentiel exporté de Moodle.")
        return [Reproche(message, ligne=ligne)]
    fautes = []
    for place, (nom, champ) in enumerate(zip(noms, connus, strict=True), start=1):
        if not nom:
            message = n_("La colonne %(place)s n’a pas de titre.")
            fautes.append(Reproche(message, {"place": place}, ligne=ligne))
        elif champ is None:
            message = n_("Titre inconnu, dans un tableau qui ne suit pas l’ordre de Moodle.")
            fautes.append(Reproche(message, ligne=ligne, colonne=nom))
        elif champ in connus[: place - 1]:
            fautes.append(Reproche(n_("Cette colonne est là deux fois."), ligne=ligne, colonne=nom))
    for champ in INDISPENSABLES:
        if champ not in connus:
            fautes.append(Reproche(n_("Colonne manquante."), ligne=ligne, colonne=champ.value))
    return fautes
