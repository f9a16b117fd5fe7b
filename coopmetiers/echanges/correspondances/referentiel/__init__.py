"""Une version du référentiel en classeur : une feuille par niveau de l’arbre, et ses légendes."""

from __future__ import annotations

from datetime import datetime

from coopmetiers.base.i18n import _
from coopmetiers.echanges.correspondances.referentiel import arbre, evaluation, renvois
from coopmetiers.echanges.formats.classeur import Classeur, Notice, Valeur
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.queries.liens import liens


def classeur(version: queries.VersionVue, le: datetime) -> Classeur:
    """Le classeur d’une version : arbre, évaluation, renvois, légende ; rien n’y est résumé."""
    tout, liees = queries.arbre(version.cle), liens(version.cle)
    return Classeur(
        titre=f"{version.titre}, version {version.version}",
        auteur="coopmetiers",
        cree_a=le,
        feuilles=(
            _notice(version, tout, le),
            arbre.metiers(version),
            arbre.blocs(tout, version),
            arbre.activites(tout, version),
            arbre.competences(tout, liees, version),
            arbre.criteres(version, tout),
            evaluation.profils(version),
            evaluation.niveaux(version),
            evaluation.descripteurs(version),
            evaluation.modalites(version),
            renvois.ressources(liees),
            renvois.alignements(liees),
            renvois.sources(version),
        ),
    )


def _notice(version: queries.VersionVue, tout: queries.ArbreVu, le: datetime) -> Notice:
    nb_activites = sum(len(bloc.activites) for bloc in tout.blocs)
    niveaux = queries.echelle(version.cle).niveaux
    lignes: list[tuple[str, Valeur]] = [
        (_("Référentiel"), version.titre),
        (_("Code"), version.code),
        (_("Version"), version.version),
        (_("Empreinte (SHA-256)"), version.empreinte),
        (_("Publiée le"), version.publiee_a),
        (_("Classeur fait le"), le),
        (
            _("Contenu"),
            _(
                "%(blocs)s blocs, %(activites)s activités, %(competences)s compétences",
                blocs=len(tout.blocs),
                activites=nb_activites,
                competences=len(tout.competences),
            ),
        ),
        (
            _("Comment lire"),
            _(
                "Une feuille par niveau de l’arbre ; le code relie les feuilles. « principal » et "
                "« secondaire » disent le rang d’une compétence dans un métier ; une case vide dit "
                "qu’elle ne le concerne pas. Un rapprochement « apparenté » n’est jamais une "
                "équivalence."
            ),
        ),
        *((niveau.code, niveau.libelle) for niveau in niveaux),
    ]
    return Notice(_("Légende"), _("Lire ce classeur"), tuple(lignes))
