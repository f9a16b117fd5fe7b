"""Ce que CASE ne porte pas d’une version, à dire avant de l’emporter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.case.adresses import NEUTRE, Sortie
from coopmetiers.echanges.correspondances.case.ecriture import paquet
from coopmetiers.echanges.formats import case
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.referentiel.contenu import ContenuVersion

_METIERS = n_("les métiers, leurs fiches, et le rang des compétences dans chacun")
_MOYENS = n_("l’exercice interne ou externe, les phases, les ressources et les modalités")
_EVALUATION = n_("les critères, les situations de travail, les épreuves")
_PROFILS = n_("les profils attendus et ce que chaque niveau veut dire par bloc")
_SOURCES = n_("les sources, et d’où vient chaque énoncé")
_RAPPROCHES = n_("les rapprochements des métiers avec d’autres répertoires")
_BLOCS = n_("la finalité des blocs et les métiers qu’ils concernent")
_ECHELLES = n_("quelle compétence emploie quelle échelle, quand il y en a plusieurs")
_PRESENTATION = n_("la grille de maturité, les axes, le statut et les rubriques de présentation")
_EXACT = n_("la nature exacte des rapprochements : CASE 1.0 n’en garde que le type voisin")
_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)


def pertes(contenu: ContenuVersion, version: case.Version) -> tuple[str, ...]:
    """Ce que cette version de CASE ne portera pas de ce contenu ; rien de ce qu’il n’a pas."""
    c, dit = contenu, contenu.presentation
    a_metier = [a for a in c.alignements if a.objet == "metier"]
    propres = {
        _METIERS: c.metiers,
        _MOYENS: [x for x in c.competences if x.interne or x.externe]
        or (c.phases or c.ressources or c.modalites),
        _EVALUATION: c.criteres or c.situations or c.epreuves,
        _PROFILS: c.profils or c.descripteurs,
        _SOURCES: c.sources,
        _RAPPROCHES: a_metier,
        _BLOCS: c.blocs,
        _ECHELLES: len(c.echelles) > 1,
        _PRESENTATION: c.dimensions or dit.axes or dit.rubriques or dit.grille or dit.statut,
        _EXACT: version == "1.0" and len(c.alignements) > len(a_metier),
    }
    return (*(texte for texte, dits in propres.items() if dits), *_venues(contenu, version))


def _venues(contenu: ContenuVersion, version: case.Version) -> Iterator[str]:
    """Ce que la version omet de ce qu’un paquet reçu disait de plus, en français."""
    notres = dict(_omissions(replace(contenu, ajouts=()), version))
    for cle, perte in _omissions(contenu, version):
        deja = notres.get(cle)
        if deja is None or perte.params.get("nombre") != deja.params.get("nombre"):
            yield perte.message


def _omissions(
    contenu: ContenuVersion, version: case.Version
) -> Iterator[tuple[tuple[object, ...], Reproche]]:
    for perte in case.pertes(paquet(contenu, Sortie(NEUTRE, _INSTANT)), version):
        yield (perte.feuille, perte.colonne, perte.params.get("type")), perte
