"""Une version se publie si tout ce qu’elle cite existe et si tout ce qu’elle exige s’évalue."""

from __future__ import annotations

from collections.abc import Iterable

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import BlocLu, CompetenceLue, ContenuVersion, MetierLu
from coopmetiers.referentiel.rules.anomalies import Anomalie, anomalie
from coopmetiers.referentiel.rules.arbre import anomalies_de_l_arbre
from coopmetiers.referentiel.rules.evaluation import anomalies_d_evaluation
from coopmetiers.referentiel.rules.voisinage import anomalies_du_voisinage


def verifier_coherence(contenu: ContenuVersion) -> tuple[Anomalie, ...]:
    """Tous les reproches faits à une version, par fichier puis par ligne.

    Les anomalies bloquantes empêchent de publier ; les autres conseillent l’écriture. Sources :
    Code du travail, art. L6113-1 (trois référentiels liés, blocs cohérents et évaluables) ; règles
    de forme du référentiel 0.1.
    """
    trouvees = [
        *_vide(contenu),
        *anomalies_de_l_arbre(contenu),
        *anomalies_d_evaluation(contenu),
        *anomalies_du_voisinage(contenu),
    ]
    return tuple(sorted(trouvees, key=lambda a: (a.fichier, a.ligne, a.colonne, a.code)))


#: Ce qui empêche d’écrire un contenu, même au brouillon : un code en double, un renvoi à rien.
_IMPOSSIBLES = frozenset(
    {
        "activite_inconnue",
        "bloc_inconnu",
        "code_en_double",
        "competence_inconnue",
        "cycle",
        "echelle_inconnue",
        "metier_inconnu",
        "modalite_inconnue",
        "niveau_inconnu",
        "objet_inconnu",
        "parent_inconnu",
        "phase_inconnue",
        "ressource_inconnue",
        "source_inconnue",
    }
)


def impossibles(anomalies: Iterable[Anomalie]) -> tuple[Anomalie, ...]:
    """Celles qui empêchent d’écrire au brouillon ; les autres ne sont que lacunes à combler."""
    return tuple(anomalie for anomalie in anomalies if anomalie.code in _IMPOSSIBLES)


def _vide(contenu: ContenuVersion) -> list[Anomalie]:
    """Un référentiel a au moins un métier, un bloc et des compétences."""
    listes = (
        (MetierLu, contenu.metiers, n_("Le référentiel n’a aucun métier.")),
        (BlocLu, contenu.blocs, n_("Le référentiel n’a aucun bloc.")),
        (CompetenceLue, contenu.competences, n_("Le référentiel n’a aucune compétence.")),
    )
    return [anomalie(partie, "liste_vide", "", msg) for partie, lue, msg in listes if not lue]
