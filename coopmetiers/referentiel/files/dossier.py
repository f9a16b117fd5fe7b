"""Un dossier de version → son contenu figé, ou toutes les raisons de ne pas le lire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import (
    ActiviteLue,
    BlocLu,
    CompetenceLue,
    ContenuVersion,
    MetierLu,
)
from coopmetiers.referentiel.files.erreurs import ErreurFichier, ErreursDossier
from coopmetiers.referentiel.files.fiches import (
    METIERS,
    PRESENTATION,
    lire_metiers,
    lire_presentation,
)
from coopmetiers.referentiel.files.lignes import TABLEAUX, Tableau
from coopmetiers.referentiel.files.octets import texte_du_fichier
from coopmetiers.referentiel.files.tableaux import lignes_du_tableau

#: Les parties qui gardent leur identité d’une version à l’autre.
Identifie = MetierLu | BlocLu | ActiviteLue | CompetenceLue


def lire_dossier(chemin: Path) -> ContenuVersion:
    """Le contenu d’une version, lu dans son dossier `<code>/<version>/`.

    Lève `ErreursDossier` avec toutes les fautes de forme. Que le contenu se tienne (codes connus,
    compétences sans critère…) est l’affaire de `rules.verifier_coherence`.
    """
    if not chemin.is_dir():
        raise ErreursDossier(
            chemin, [ErreurFichier(chemin.name, 0, "", n_("Dossier introuvable."))]
        )
    erreurs: list[ErreurFichier] = []
    texte = texte_du_fichier(chemin / PRESENTATION, erreurs)
    presentation = None if texte is None else lire_presentation(texte, erreurs)
    texte = texte_du_fichier(chemin / METIERS, erreurs)
    metiers = () if texte is None else lire_metiers(texte, erreurs)
    parties = {nom: _lire(chemin, tableau, erreurs) for nom, tableau in TABLEAUX.items()}
    identifies = (*metiers, *parties["blocs"], *parties["activites"], *parties["competences"])
    erreurs.extend(_identites_en_double(identifies))
    if erreurs or presentation is None:
        raise ErreursDossier(chemin, erreurs)
    return ContenuVersion(presentation=presentation, metiers=metiers, **parties)


def _lire(chemin: Path, tableau: Tableau, erreurs: list[ErreurFichier]) -> tuple[Any, ...]:
    texte = texte_du_fichier(chemin / tableau.fichier, erreurs)
    if texte is None:
        return ()
    lignes = lignes_du_tableau(texte, tableau.fichier, tableau.colonnes, erreurs)
    return tuple(tableau.lire(ligne) for ligne in lignes)


def _identites_en_double(identifies: Iterable[Identifie]) -> Iterator[ErreurFichier]:
    premiers: dict[str, Identifie] = {}
    for partie in identifies:
        premier = premiers.setdefault(partie.element_id, partie)
        if premier is not partie and partie.element_id:
            message = n_("« %(valeur)s » est déjà pris : %(fichier)s, ligne %(ligne)s.")
            ailleurs = {"fichier": premier.FICHIER, "ligne": premier.ligne}
            place = (partie.FICHIER, partie.ligne, "element_id")
            yield ErreurFichier(*place, message, partie.element_id, ailleurs)
