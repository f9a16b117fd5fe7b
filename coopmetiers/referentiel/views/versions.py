"""Une version à lire : sa vue d’ensemble, sa présentation, ses éléments, ses métiers."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from coopmetiers.base import mail
from coopmetiers.base.web import current_identity, public
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.enums import (
    LIBELLES_ETAT,
    LIBELLES_EXERCICE,
    LIBELLES_NATURE_RESSOURCE,
    LIBELLES_RANG,
    LIBELLES_RELATION,
    Exercice,
)
from coopmetiers.referentiel.forms import FiltreArbreForm
from coopmetiers.referentiel.views import blueprint


@blueprint.context_processor
def _mots() -> dict[str, object]:
    """Les mots de la pièce, à traduire par le gabarit."""
    return {
        "mots_etat": LIBELLES_ETAT,
        "mots_exercice": LIBELLES_EXERCICE,
        "mots_rang": LIBELLES_RANG,
        "mots_ressource": LIBELLES_NATURE_RESSOURCE,
        "mots_relation": LIBELLES_RELATION,
    }


@blueprint.get("/referentiels")
@public
def liste() -> str:
    versions = queries.versions_visibles(current_identity())
    comptes = queries.comptes([version.cle for version in versions])
    return render_template("referentiel/liste.html", versions=versions, comptes=comptes)


@blueprint.get("/referentiels/<code>/<version>")
@public
def version(code: str, version: str) -> str:
    lecture = _lecture(code, version)
    cle = lecture["version"].cle
    chemin = url_for("referentiel.version", code=code, version=version)
    return render_template(
        "referentiel/version.html",
        **lecture,
        adresse_permanente=mail.public_address(chemin),
        exigences=queries.exigences_par_profil(cle),
        exercices=list(Exercice),
    )


@blueprint.get("/referentiels/<code>/<version>/presentation")
@public
def presentation(code: str, version: str) -> str:
    vue = queries.version_visible(current_identity(), code, version)
    return render_template(
        "referentiel/presentation.html",
        version=vue,
        echelles=queries.echelles(vue.cle),
        modalites=queries.modalites(vue.cle),
        phases=queries.phases(vue.cle),
        sources=queries.sources(vue.cle),
    )


@blueprint.get("/referentiels/<code>/<version>/elements/<code_element>")
@public
def element(code: str, version: str, code_element: str) -> str:
    lecture = _lecture(code, version)
    vue, arbre = lecture["version"], lecture["entier"]
    trouve = queries.element_de(arbre, code_element)
    avant, apres = queries.voisins(arbre, trouve)
    fiche: Any
    if isinstance(trouve, queries.BlocVu):
        nature, fiche = "bloc", queries.fiche_bloc(vue.cle, trouve)
    elif isinstance(trouve, queries.ActiviteVue):
        nature, fiche = "activite", queries.fiche_activite(vue.cle, arbre, trouve)
    else:
        nature, fiche = "competence", queries.fiche_competence(vue.cle, trouve)
    return render_template(
        "referentiel/element.html",
        **lecture,
        nature=nature,
        element=trouve,
        fiche=fiche,
        avant=avant,
        apres=apres,
    )


@blueprint.get("/referentiels/<code>/<version>/metiers/<code_metier>")
@public
def metier(code: str, version: str, code_metier: str) -> str:
    vue = queries.version_visible(current_identity(), code, version)
    return render_template(
        "referentiel/metier.html",
        version=vue,
        fiche=queries.fiche_metier(vue.cle, code_metier),
        competences=queries.competences(vue.cle),
    )


def _lecture(code: str, version: str) -> dict[str, Any]:
    """La version, son arbre (entier, et réduit à ce qui est cherché), ses métiers."""
    vue = queries.version_visible(current_identity(), code, version)
    form = FiltreArbreForm()
    cherche = (form.q.data or "") if form.validate() else ""
    entier = queries.arbre(vue.cle)
    return {
        "version": vue,
        "form": form,
        "cherche": cherche,
        "entier": entier,
        "arbre": queries.filtrer(entier, cherche),
        "metiers": queries.metiers(vue.cle),
    }
