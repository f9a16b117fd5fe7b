"""Ce qui a changé ici depuis que le classeur en est sorti."""

from __future__ import annotations

from collections.abc import Mapping

from coopmetiers.echanges.correspondances.tableur import arbre, ecriture
from coopmetiers.echanges.correspondances.tableur.champs import texte
from coopmetiers.echanges.correspondances.tableur.feuillets import FEUILLETS
from coopmetiers.echanges.formats.tableur_lu import ClasseurLu
from coopmetiers.referentiel.contenu import ContenuVersion


def concilier(
    classeur: ClasseurLu, base: ContenuVersion, contenu: ContenuVersion
) -> tuple[ContenuVersion, frozenset[str]]:
    """Le contenu où ce que le classeur ne change pas garde ce qu’on a écrit ici depuis sa sortie.

    Rend aussi les identifiants en conflit : changés ici, et changés ou retirés dans le classeur.
    Le classeur y l’emporte ; à qui l’applique d’en décider.
    """
    feuille = classeur.feuilles.get(ecriture.TRACES)
    if feuille is None:
        return contenu, frozenset()
    sortie = {texte(ligne.valeurs[0]): texte(ligne.valeurs[1]) for ligne in feuille.lignes}
    ici, la = _traces(base), _traces(contenu)
    changes_ici = {objet for objet, trace in ici.items() if sortie.get(objet) != trace}
    changes_la = {objet for objet, trace in la.items() if sortie.get(objet) != trace}
    changes_la |= sortie.keys() - la.keys()
    conflits = {o for o in changes_ici & changes_la if ici[o] != la.get(o)}
    return arbre.remettre(contenu, base, frozenset(changes_ici - changes_la)), frozenset(conflits)


def _traces(contenu: ContenuVersion) -> Mapping[str, str]:
    return {
        str(dit["element_id"]): ecriture.empreinte_de_ligne(feuillet, dit)
        for feuillet in FEUILLETS
        if feuillet.est_de_l_arbre
        for dit in ecriture.lignes(feuillet, contenu)
    }
