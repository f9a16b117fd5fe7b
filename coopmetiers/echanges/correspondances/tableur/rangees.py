"""Les lignes d’un classeur, et la partie du contenu que chacune dit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.lecture import identite_neuve
from coopmetiers.echanges.correspondances.tableur.feuillet import Feuillet
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.referentiel.contenu import CompetenceLue, RangMetier, Situe


@dataclass
class Rangee:
    """Une ligne lue : sa place dans le classeur, ses champs, ses colonnes inconnues."""

    feuillet: Feuillet
    ligne: int
    dits: dict[str, Any]
    rangs: dict[str, Any] = field(default_factory=dict)
    en_plus: dict[str, str] = field(default_factory=dict)
    partie: Any = None
    #: La partie de la version de base, quand la ligne la retrouve.
    avant: Situe | None = None

    def reproche(self, champ: str, msgid: str, **params: object) -> Reproche:
        """Un reproche situé à cette ligne."""
        titre = next((c.titre for c in self.feuillet.champs if c.nom == champ), "")
        return Reproche(msgid, params, self.feuillet.nom, self.ligne, titre)


def apparier(
    lues: Sequence[Rangee],
    avant: Sequence[Any],
    code_referentiel: str,
    pris: set[str],
    reproches: list[Reproche],
) -> None:
    """Chaque ligne retrouve sa partie par son identifiant, sinon par sa clé, ou elle est neuve."""
    par_id = {p.element_id: p for p in avant if hasattr(p, "element_id")}
    cle = lues[0].feuillet.cle if lues else ()
    par_cle = {tuple(getattr(p, nom) for nom in cle): p for p in avant}
    vues: dict[tuple[Any, ...], int] = {}
    for rangee in lues:
        noms = {champ.name for champ in fields(rangee.feuillet.forme)}
        dits = {nom: dit for nom, dit in rangee.dits.items() if nom in noms}
        valeur_cle = tuple(dits.get(nom, "") for nom in cle)
        if valeur_cle in vues:
            message = n_("Déjà dit à la ligne %(autre)s.")
            reproches.append(rangee.reproche(cle[-1], message, autre=vues[valeur_cle]))
        vues.setdefault(valeur_cle, rangee.ligne)
        identifiant = dits.pop("element_id", "")
        rangee.avant = par_id.get(identifiant) or par_cle.get(valeur_cle)
        if "rangs" in noms:
            dits["rangs"] = _rangs(rangee)
        if rangee.avant is not None:
            rangee.partie = replace(rangee.avant, **dits)
        else:
            if "element_id" in noms:
                code = dits.get("code", "")
                dits["element_id"] = identifiant or identite_neuve(code_referentiel, code, pris)
                pris.add(dits["element_id"])
            rangee.partie = _neuve(rangee.feuillet, dits)


def _rangs(rangee: Rangee) -> tuple[RangMetier, ...]:
    """Les rangs que portent les colonnes lues ; les autres métiers gardent le leur."""
    avant = rangee.avant.rangs if isinstance(rangee.avant, CompetenceLue) else ()
    tous = {place.metier: place.rang for place in avant} | rangee.rangs
    return tuple(RangMetier(metier, rang) for metier, rang in sorted(tous.items()) if rang)


def _neuve(feuillet: Feuillet, dits: Mapping[str, Any]) -> Situe:
    """Une partie neuve : ce que la ligne ne dit pas est vide."""
    valeurs = dict(feuillet.neuf)
    for champ in fields(feuillet.forme):
        if champ.name not in valeurs and champ.default is MISSING:
            genre = str(champ.type)
            vide = () if genre.startswith("tuple") else False if genre == "bool" else ""
            valeurs[champ.name] = None if "None" in genre else vide
    return feuillet.forme(**{**valeurs, **dits})
