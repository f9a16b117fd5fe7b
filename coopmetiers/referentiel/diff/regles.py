"""Champ par champ, ce que chaque partie compare, comment cela s’écrit et ce que cela veut dire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import CitationLue
from coopmetiers.referentiel.contenu.noeuds import texte
from coopmetiers.referentiel.diff.changements import Champ, Sorte
from coopmetiers.referentiel.diff.cotes import Cote
from coopmetiers.referentiel.diff.suites import (
    CRITERES,
    SITUATIONS,
    Suite,
    champs_des_degres,
    champs_des_niveaux,
)
from coopmetiers.referentiel.enums import (
    LIBELLES_EXERCICE,
    LIBELLES_NATURE_RESSOURCE,
    LIBELLES_RANG,
    LIBELLES_RELATION,
    Exercice,
)

Sens = Callable[[Any, Cote], Any]


@dataclass(frozen=True, slots=True)
class Regle:
    """Un champ : ce qu’il vaut (`sens`, où un code vaut l’identifiant qu’il désigne) et s’écrit.

    `noms` sont les champs de la partie qu’elle lit. `detail` prend sa place quand le champ en
    contient plusieurs.
    """

    noms: tuple[str, ...]
    libelle: str
    sorte: Sorte
    sens: Sens
    ecriture: Callable[[Any], str]
    detail: Callable[[Any, Any], Iterator[Champ]] | None = None

    def champs(self, avant: Any, apres: Any, cotes: tuple[Cote, Cote]) -> Iterator[Champ]:
        """Le champ s’il a changé ; rien sinon."""
        un, suivant = self.sens(avant, cotes[0]), self.sens(apres, cotes[1])
        if un == suivant or not (un or suivant or type(avant) is type(apres)):
            return
        if self.detail:
            yield from self.detail(un or (), suivant or ())
        else:
            dits = self.ecriture(avant), self.ecriture(apres)
            yield Champ(self.noms[0], self.libelle, self.sorte, *dits)


def ecrire(valeur: Any) -> str:
    """Une valeur en toutes lettres : ce qu’une personne lit de part et d’autre."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, CitationLue):
        return f"{valeur.source} {valeur.repere}".rstrip()
    if isinstance(valeur, tuple):
        return " | ".join(map(ecrire, valeur))
    return _LIBELLES[valeur] if isinstance(valeur, StrEnum) else str(valeur)


_LIBELLES: Mapping[Any, str] = {
    **LIBELLES_EXERCICE,
    **LIBELLES_NATURE_RESSOURCE,
    **LIBELLES_RELATION,
}


def simple(nom: str, libelle: str, sorte: Sorte = Sorte.AUTRE) -> Regle:
    """Un champ qui vaut ce qu’il écrit."""
    return tel_quel(nom, libelle, sorte, lambda partie, cote: getattr(partie, nom, None))


def tel_quel(nom: str, libelle: str, sorte: Sorte, sens: Sens, *autres: str) -> Regle:
    """Un champ écrit tel qu’il est dans la partie ; `autres` sont lus avec lui."""

    def ecriture(partie: Any) -> str:
        return ecrire(getattr(partie, nom, None))

    return Regle((nom, *autres), libelle, sorte, sens, ecriture)


def _suite(nom: str, suite: Suite) -> Regle:
    """Ce qu’un côté range sous le code de la partie : ses critères, ses situations."""

    def lignes(partie: Any, cote: Cote) -> Sequence[Any]:
        rangees: Sequence[Any] = getattr(cote, nom).get(partie.code, ())
        return rangees

    return Regle((nom,), suite.libelle, suite.sorte, lignes, str, suite.champs)


def _exercices(partie: Any, cote: Cote | None = None) -> tuple[Exercice, ...]:
    pratiques = {
        Exercice.INTERNE: getattr(partie, "interne", False),
        Exercice.EXTERNE: getattr(partie, "externe", False),
    }
    return tuple(exercice for exercice, pratique in pratiques.items() if pratique)


def _rangs(partie: Any, cote: Cote) -> frozenset[tuple[str, str]]:
    return frozenset((cote.metier(r.metier), r.rang) for r in getattr(partie, "rangs", ()))


def _ecrire_rangs(partie: Any) -> str:
    rangs = sorted(getattr(partie, "rangs", ()), key=lambda r: r.metier)
    return " | ".join(f"{r.metier} ({LIBELLES_RANG[r.rang].lower()})" for r in rangs)


def cites(nom: str, resoudre: Callable[[Cote, str], str]) -> Sens:
    """Les codes d’une liste, chacun en l’identifiant qu’il désigne."""
    return lambda partie, cote: tuple(resoudre(cote, code) for code in getattr(partie, nom, ()))


CODE = simple("code", n_("Code"), Sorte.RECODE)
SOURCES = simple("sources", n_("Sources"), Sorte.RENVOI)
REMARQUE = simple("remarque", n_("Remarque"))
INTITULE = simple("intitule", n_("Intitulé"), Sorte.REFORMULE)
LIBELLE = simple("libelle", n_("Libellé"), Sorte.REFORMULE)
TITRE = simple("titre", n_("Titre"), Sorte.REFORMULE)
DEGRES = Regle(
    ("niveaux",),
    n_("Niveaux"),
    Sorte.NIVEAU,
    lambda partie, cote: partie.niveaux,
    str,
    champs_des_degres,
)
NIVEAUX = Regle(
    ("niveaux",),
    n_("Niveaux"),
    Sorte.NIVEAU,
    lambda partie, cote: tuple(cote.niveaux.get(partie.code, ())),
    str,
    champs_des_niveaux,
)
#: Le même champ quelle que soit la nature de l’élément, qui peut en changer.
_TEXTE = Regle(
    ("enonce", "intitule"),
    n_("Énoncé"),
    Sorte.REFORMULE,
    lambda partie, cote: texte(partie),
    texte,
)

#: Ce qu’un élément de l’arbre peut dire : chaque nature n’a que certains de ces champs.
DE_L_ARBRE = (
    CODE,
    _TEXTE,
    simple("libelle_court", n_("Libellé court"), Sorte.REFORMULE),
    simple("niveau_arbre", n_("Niveau dans l’arbre")),
    simple("finalite", n_("Finalité")),
    tel_quel("metiers", n_("Métiers"), Sorte.RENVOI, cites("metiers", Cote.metier)),
    Regle(("rangs",), n_("Rangs dans les métiers"), Sorte.RENVOI, _rangs, _ecrire_rangs),
    Regle(
        ("interne", "externe"),
        n_("Exercice"),
        Sorte.RENVOI,
        _exercices,
        lambda partie: ecrire(_exercices(partie)),
    ),
    _suite("situations", SITUATIONS),
    _suite("criteres", CRITERES),
    simple("echelle", n_("Échelle"), Sorte.NIVEAU),
    simple("phases", n_("Phases"), Sorte.RENVOI),
    simple("ressources", n_("Ressources"), Sorte.RENVOI),
    simple("modalites", n_("Modalités d’évaluation"), Sorte.RENVOI),
    SOURCES,
    REMARQUE,
)
