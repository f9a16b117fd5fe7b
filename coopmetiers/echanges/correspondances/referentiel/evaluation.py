"""Les feuilles de l’évaluation : profils, échelles, niveaux par bloc, modalités."""

from __future__ import annotations

from coopmetiers.base.i18n import _
from coopmetiers.echanges.formats.classeur import Colonne, Feuille, Teinte
from coopmetiers.referentiel import queries


def profils(version: queries.VersionVue) -> Feuille:
    """Une ligne par métier, exercice et bloc : ce qui est exigé, à quel seuil."""
    libelles = {metier.code: metier.libelle for metier in queries.metiers(version.cle)}
    lignes = [
        (
            libelles[metier],
            str(exercice).lower(),
            bloc.code,
            bloc.intitule,
            bloc.exige,
            len(bloc.competences) if bloc.exige else None,
            bloc.nb_competences_du_bloc,
            ", ".join(f"{c.code} N{c.seuil}" for c in bloc.competences) if bloc.exige else "",
        )
        for (metier, exercice), exigees in queries.exigences_par_profil(version.cle).items()
        for bloc in exigees
    ]
    return Feuille(
        _("Profils attendus"),
        (
            Colonne(_("Métier"), 34, a_la_ligne=True),
            Colonne(_("Exercice"), 11),
            Colonne(_("Bloc"), 8),
            Colonne(_("Intitulé du bloc"), 46, a_la_ligne=True),
            Colonne(_("Exigé"), 9, centree=True),
            Colonne(_("Compétences exigées"), 13, centree=True),
            Colonne(_("Compétences du bloc"), 13, centree=True),
            Colonne(_("Seuils"), 80, a_la_ligne=True),
        ),
        tuple(lignes),
        fige=3,
    )


def niveaux(version: queries.VersionVue) -> Feuille:
    """Une ligne par niveau de chaque échelle."""
    rubriques = {
        "autonomie": _("Autonomie"),
        "situations": _("Situations traitées"),
        "reflexivite": _("Réflexivité et posture"),
        "rapport_aux_autres": _("Rapport aux autres"),
    }
    return Feuille(
        _("Échelles"),
        (
            Colonne(_("Échelle"), 34, a_la_ligne=True),
            Colonne(_("Rang"), 7, centree=True),
            Colonne(_("Niveau"), 9, centree=True),
            Colonne(_("Nom"), 28, a_la_ligne=True),
            Colonne(_("Seuil d’acquisition"), 13, centree=True),
            *(Colonne(titre, 38, a_la_ligne=True) for titre in rubriques.values()),
        ),
        tuple(
            (
                echelle.intitule,
                niveau.rang,
                niveau.code,
                niveau.libelle,
                niveau.rang == echelle.seuil,
                *(niveau.descripteurs.get(cle, "") for cle in rubriques),
            )
            for echelle in queries.echelles(version.cle)
            for niveau in echelle.niveaux
        ),
        fige=3,
        de_teinte=2,
        teintes=tuple((teinte.value, teinte) for teinte in Teinte if teinte is not Teinte.GRIS),
    )


def descripteurs(version: queries.VersionVue) -> Feuille:
    """Ce que chaque niveau veut dire pour un bloc."""
    return Feuille(
        _("Niveaux par bloc"),
        (
            Colonne(_("Bloc"), 8),
            Colonne(_("Rang"), 7, centree=True),
            Colonne(_("Ce que le niveau veut dire"), 110, a_la_ligne=True),
        ),
        tuple(
            (code, rang, texte)
            for code, niveaux in queries.descripteurs(version.cle).items()
            for rang, texte in sorted(niveaux.items())
        ),
        fige=2,
    )


def modalites(version: queries.VersionVue) -> Feuille:
    """Une ligne par modalité d’évaluation."""
    return Feuille(
        _("Modalités"),
        (
            Colonne(_("Code"), 8),
            Colonne(_("Modalité"), 40, a_la_ligne=True),
            Colonne(_("Description"), 70, a_la_ligne=True),
            Colonne(_("Jamais seule"), 10, centree=True),
        ),
        tuple(
            (m.code, m.libelle, m.description, m.jamais_seule)
            for m in queries.modalites(version.cle)
        ),
        fige=1,
    )
