"""Le réseau a reçu d’un outil voisin le référentiel, un énoncé retouché : il reste à en décider."""

from __future__ import annotations

from dataclasses import replace

from coopmetiers.cli.demo.scene import Scene
from coopmetiers.echanges.correspondances import moodle as correspondance
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.formats import moodle
from coopmetiers.echanges.services import importations
from coopmetiers.referentiel import queries as referentiel

_CODE = "C1.1.2"
_AVANT, _APRES = "les coopérations déjà actives", "les coopérations existantes"


def recevoir(scene: Scene, *, le: int) -> None:
    """La coordination du réseau dépose le fichier ; rien n’est encore écrit."""
    ines = scene.identites["ines"]
    with scene.acte(ines, le):
        version = referentiel.versions_offertes()[0]
        cadre = correspondance.cadre(referentiel.contenu(version.cle))
        retouches = tuple(
            replace(c, description=c.description.replace(_AVANT, _APRES))
            if c.id_number == _CODE
            else c
            for c in cadre.competences
        )
        octets = moodle.ecrire(replace(cadre, competences=retouches))
        nom = "retours-du-moodle.csv"
        importations.preparer(ines, octets, nom=nom, genre=Format.MOODLE)
