"""Ce qu’est une feuille : une partie du contenu par ligne, un champ par colonne."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.tableur.champs import CITATIONS, TEXTE, Champ, choix
from coopmetiers.referentiel import contenu as lu
from coopmetiers.referentiel.enums import Exercice

EXERCICES = choix({mot.lower(): mot for mot in Exercice}, facultatif=True)
IDENTIFIANT = Champ("element_id", n_("Identifiant"), TEXTE, 38, cachee=True)
#: « 1.2.1 » : la place dans l’arbre, qui suffit à le rebâtir.
PLACE = Champ("place", n_("Place"), TEXTE, 9)
CODE = Champ("code", n_("Code"), TEXTE, 9, requis=True)
SOURCES_CITEES = Champ("sources", n_("Sources"), CITATIONS, 34, a_la_ligne=True)
REMARQUE = Champ("remarque", n_("Remarque"), TEXTE, 40, a_la_ligne=True)


@dataclass(frozen=True, slots=True)
class Feuillet:
    """Une feuille et les parties du contenu qu’elle porte, une par ligne.

    `cle` nomme les champs par lesquels une ligne retrouve la partie qu’elle dit ; `neuf` donne aux
    champs que la feuille ne porte pas leur valeur dans une partie ajoutée.
    """

    nom: str
    attribut: str
    forme: type[lu.Situe]
    champs: tuple[Champ, ...]
    cle: tuple[str, ...] = ("code",)
    fige: int = 2
    neuf: dict[str, Any] = field(default_factory=dict)

    @property
    def est_de_l_arbre(self) -> bool:
        """Ses lignes ont une place dans l’arbre."""
        return PLACE in self.champs


def paragraphe(nom: str, titre: str, largeur: int = 60, *, requis: bool = False) -> Champ:
    return Champ(nom, titre, TEXTE, largeur, a_la_ligne=True, requis=requis)
