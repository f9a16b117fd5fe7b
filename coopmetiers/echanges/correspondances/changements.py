"""La comparaison de deux versions, en classeur : une ligne par champ changé."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from coopmetiers.base.i18n import _
from coopmetiers.echanges.formats.classeur import Classeur, Colonne, Feuille, Notice, Valeur
from coopmetiers.referentiel.diff import (
    LIBELLES_GENRE,
    LIBELLES_SORTE,
    Changement,
    Comparaison,
    Sorte,
)
from coopmetiers.referentiel.queries import VersionVue


def classeur(
    comparaison: Comparaison, avant: VersionVue, apres: VersionVue, le: datetime
) -> Classeur:
    """Ce qui change d’une version à l’autre : un bilan, puis chaque changement."""
    entrees: list[tuple[str, Valeur]] = [
        (_("De"), f"{avant.titre}, {avant.nom}"),
        (_("À"), f"{apres.titre}, {apres.nom}"),
        (_("Bilan"), comparaison.phrase()),
        *(
            (_(LIBELLES_SORTE[sorte]), comparaison.comptes[sorte])
            for sorte in Sorte
            if comparaison.comptes.get(sorte)
        ),
        (_("Comparaison faite le"), le),
    ]
    return Classeur(
        titre=_("De %(avant)s à %(apres)s", avant=avant.nom, apres=apres.nom),
        auteur="coopmetiers",
        cree_a=le,
        feuilles=(
            Notice(_("Bilan"), _("Ce qui change"), tuple(entrees)),
            _feuille(comparaison),
        ),
    )


def _feuille(comparaison: Comparaison) -> Feuille:
    return Feuille(
        _("Changements"),
        (
            Colonne(_("Nature"), 18, a_la_ligne=True),
            Colonne(_("Bloc"), 9),
            Colonne(_("Code avant"), 11, texte=True),
            Colonne(_("Code après"), 11, texte=True),
            Colonne(_("Libellé"), 44, a_la_ligne=True),
            Colonne(_("Ce qui change"), 22, a_la_ligne=True),
            Colonne(_("Champ"), 22, a_la_ligne=True),
            Colonne(_("Avant"), 60, a_la_ligne=True),
            Colonne(_("Après"), 60, a_la_ligne=True),
        ),
        tuple(ligne for c in comparaison.changements for ligne in _lignes(c)),
        fige=4,
    )


def _lignes(changement: Changement) -> Iterator[tuple[Valeur, ...]]:
    sortes = ", ".join(_(LIBELLES_SORTE[sorte]) for sorte in Sorte if sorte in changement.sortes)
    debut = (
        changement.niveau_arbre or _(LIBELLES_GENRE[changement.genre]),
        changement.place,
        changement.code_avant,
        changement.code_apres,
        changement.libelle,
        sortes,
    )
    for champ in changement.champs:
        nom = f"{_(champ.libelle)} {champ.repere}".strip()
        yield (*debut, nom, champ.avant, champ.apres)
    if not changement.champs:
        yield (*debut, "", "", "")
