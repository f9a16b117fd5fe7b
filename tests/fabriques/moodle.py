"""De petits fichiers comme Moodle en exporte, à abîmer cellule par cellule."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopmetiers.echanges.formats.moodle import lire
from coopmetiers.echanges.formats.moodle.titres import Champ
from coopmetiers.echanges.formats.reproches import FichierRefuse

#: Écrit comme l’exportateur de Moodle 5 : ses guillemets, ses « null », son apostrophe.
EXPORTE = (Path(__file__).parents[1] / "attendus" / "moodle_referentiel.csv").read_bytes()
TITRES = [champ.value for champ in Champ]
CONFIGURATION = '[{"scaleid":"1"},{"id":2,"scaledefault":1,"proficient":1}]'
CADRE = {
    Champ.ID_NUMBER: "R",
    Champ.SHORT_NAME: "Cadre",
    Champ.ECHELLE: "Non,Oui",
    Champ.CONFIGURATION: CONFIGURATION,
    Champ.EST_CADRE: "1",
}


def competence(code, parent="", **ecarts):
    return {Champ.ID_NUMBER: code, Champ.SHORT_NAME: f"Nom {code}", Champ.PARENT: parent} | {
        Champ[nom]: valeur for nom, valeur in ecarts.items()
    }


def ligne(cellules, champs=tuple(Champ), separateur=","):
    valeurs = (cellules.get(champ, "") for champ in champs)
    return separateur.join('"{}"'.format(valeur.replace('"', '""')) for valeur in valeurs)


def fichier(*lignes, titres=TITRES, champs=tuple(Champ), separateur=",", cadre=CADRE):
    textes = [separateur.join(f'"{titre}"' for titre in titres)]
    textes += [ligne(une, champs, separateur) for une in ([cadre] if cadre else []) + [*lignes]]
    return ("\r\n".join(textes) + "\r\n").encode()


def reproches(octets):
    with pytest.raises(FichierRefuse) as refus:
        lire(octets)
    return [str(reproche) for reproche in refus.value.reproches]


def lu_ou_reproches(essai, entree):
    """Ce que rend l’essai et rien à redire, ou rien et ce qu’on lui reproche."""
    try:
        return essai(entree), ()
    except FichierRefuse as refus:
        return None, refus.reproches
