"""Ce qui change d’une version à l’autre, tel qu’une page le montre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import PER_PAGE, Page
from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.contenu.noeuds import parties, texte
from coopmetiers.referentiel.diff import Champ, Changement, Comparaison, Sorte, comparer
from coopmetiers.referentiel.queries.contenu import contenu
from coopmetiers.referentiel.queries.versions import VersionVue, versions_du_referentiel

#: En deçà, avant et après tiennent sur une ligne ; au-delà, ils se lisent côte à côte.
_COURT = 60


class Onglet(StrEnum):
    """Un tri des changements ; le même peut être sous plusieurs."""

    TOUS = "tous"
    AJOUTES = "ajoutes"
    RETIRES = "retires"
    DEPLACES = "deplaces"
    RECODES = "recodes"
    REFORMULES = "reformules"
    NIVEAUX = "niveaux"
    RENVOIS = "renvois"
    AUTRES = "autres"


_SORTES: Mapping[Onglet, frozenset[Sorte]] = {
    Onglet.TOUS: frozenset(Sorte),
    Onglet.AJOUTES: frozenset({Sorte.AJOUTE}),
    Onglet.RETIRES: frozenset({Sorte.RETIRE}),
    Onglet.DEPLACES: frozenset({Sorte.DEPLACE}),
    Onglet.RECODES: frozenset({Sorte.RECODE}),
    Onglet.REFORMULES: frozenset({Sorte.REFORMULE}),
    Onglet.NIVEAUX: frozenset({Sorte.NIVEAU, Sorte.CRITERE}),
    Onglet.RENVOIS: frozenset({Sorte.RENVOI}),
    Onglet.AUTRES: frozenset({Sorte.AUTRE}),
}

LIBELLES_ONGLET = {
    Onglet.TOUS: n_("Tous"),
    Onglet.AJOUTES: n_("Ajoutés"),
    Onglet.RETIRES: n_("Retirés"),
    Onglet.DEPLACES: n_("Déplacés"),
    Onglet.RECODES: n_("Recodés"),
    Onglet.REFORMULES: n_("Reformulés"),
    Onglet.NIVEAUX: n_("Niveaux et critères"),
    Onglet.RENVOIS: n_("Renvois"),
    Onglet.AUTRES: n_("Autres"),
}


@dataclass(frozen=True, slots=True)
class Carte:
    """Un changement à lire : ce qui se compare côte à côte, ce qui tient sur une ligne."""

    changement: Changement
    textes: tuple[Champ, ...]
    lignes: tuple[Champ, ...]


@dataclass(frozen=True, slots=True)
class ComparaisonVue:
    """Une page de changements, et combien il y en a sous chaque onglet qui n’est pas vide."""

    entiere: Comparaison
    onglet: Onglet
    onglets: Mapping[Onglet, int]
    page: Page


def couple(
    acteur: Identity, code: str, de: str = "", a: str = ""
) -> tuple[tuple[VersionVue, ...], VersionVue | None, VersionVue]:
    """Les versions lisibles d’un référentiel, et les deux à comparer.

    Sans numéro : la plus récente, et celle qui la précède ; aucune quand elle est la première. Lève
    `NotFound` pour un numéro que la personne ne peut pas lire.
    """
    lisibles = versions_du_referentiel(acteur, code)
    apres = _nommee(lisibles, a) if a else lisibles[0]
    if de:
        return lisibles, _nommee(lisibles, de), apres
    suivantes = lisibles[lisibles.index(apres) + 1 :]
    return lisibles, suivantes[0] if suivantes else None, apres


def comparaison(
    avant: VersionVue, apres: VersionVue, onglet: str = "", numero: int = 1
) -> ComparaisonVue:
    """Les changements d’un onglet, page à page ; un onglet inconnu ou vide les rend tous."""
    contenus = contenu(avant.cle), contenu(apres.cle)
    entiere = comparer(*contenus)
    par_onglet = {choix: _retenus(entiere, choix) for choix in Onglet}
    pleins = {choix: len(retenus) for choix, retenus in par_onglet.items() if retenus}
    choisi = next((choix for choix in pleins if choix == onglet), Onglet.TOUS)
    retenus = par_onglet[choisi]
    derniere = Page((), 1, len(retenus)).last
    garde = min(max(1, numero), derniere)
    montres = retenus[(garde - 1) * PER_PAGE : garde * PER_PAGE]
    textes = tuple(_textes(dit) for dit in contenus)
    cartes = tuple(_carte(changement, *textes) for changement in montres)
    return ComparaisonVue(entiere, choisi, pleins, Page(cartes, garde, len(retenus)))


def _nommee(lisibles: tuple[VersionVue, ...], numero: str) -> VersionVue:
    trouvee = next((vue for vue in lisibles if vue.version == numero), None)
    if trouvee is None:
        raise NotFound("Aucune version de référentiel n’est ouverte sous ce nom.")
    return trouvee


def _retenus(entiere: Comparaison, onglet: Onglet) -> tuple[Changement, ...]:
    sortes = _SORTES[onglet]
    return tuple(c for c in entiere.changements if onglet is Onglet.TOUS or c.sortes & sortes)


def _textes(dit: ContenuVersion) -> Mapping[str, str]:
    """Identifiant d’un élément → son énoncé entier."""
    return {partie.element_id: texte(partie) for partie in parties(dit)}


def _carte(changement: Changement, avant: Mapping[str, str], apres: Mapping[str, str]) -> Carte:
    entier = changement.identifiant, changement.libelle
    if Sorte.AJOUTE in changement.sortes:
        ajoute = Champ("enonce", "", Sorte.AJOUTE, "", apres.get(*entier))
        return Carte(changement, (ajoute,) if ajoute.apres else (), ())
    if Sorte.RETIRE in changement.sortes:
        retire = Champ("enonce", "", Sorte.RETIRE, avant.get(*entier), "")
        return Carte(changement, (retire,) if retire.avant else (), ())
    # Le code se lit déjà en tête de la carte.
    dits = [champ for champ in changement.champs if champ.nom != "code"]
    # D’un parent à l’autre, ce sont deux noms : les mots qu’ils partagent n’apprennent rien.
    textes = tuple(
        champ for champ in dits if champ.nom != "parent" and len(champ.avant + champ.apres) > _COURT
    )
    return Carte(changement, textes, tuple(champ for champ in dits if champ not in textes))
