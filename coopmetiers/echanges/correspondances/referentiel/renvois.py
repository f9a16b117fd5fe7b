"""Les feuilles des renvois : ressources, rapprochements, sources."""

from __future__ import annotations

from coopmetiers.base.i18n import _
from coopmetiers.echanges.formats.classeur import Colonne, Feuille
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.queries.liens import LiensVus


def ressources(renvois: LiensVus) -> Feuille:
    """Savoirs, savoir-faire et postures."""
    return Feuille(
        _("Ressources"),
        (
            Colonne(_("Code"), 8),
            Colonne(_("Nature"), 16),
            Colonne(_("Libellé"), 80, a_la_ligne=True),
        ),
        tuple((r.code, r.nature.replace("_", "-").lower(), r.libelle) for r in renvois.ressources),
        fige=1,
    )


def alignements(renvois: LiensVus) -> Feuille:
    """Les rapprochements avec d’autres répertoires, et leurs réserves."""
    return Feuille(
        _("Alignements"),
        (
            Colonne(_("Élément"), 12),
            Colonne(_("Relation"), 12),
            Colonne(_("Répertoire"), 12),
            Colonne(_("Code du répertoire"), 14),
            Colonne(_("Libellé"), 50, a_la_ligne=True),
            Colonne(_("Adresse"), 60),
            Colonne(_("Niveau"), 10),
            Colonne(_("Précision"), 40, a_la_ligne=True),
            Colonne(_("Réserve"), 40, a_la_ligne=True),
            Colonne(_("Sources"), 14),
        ),
        tuple(
            (
                a.code_element,
                a.relation.lower(),
                a.repertoire,
                a.code,
                a.libelle,
                a.uri,
                a.niveau,
                a.precision,
                a.reserve,
                ", ".join(a.sources),
            )
            for a in renvois.alignements
        ),
        fige=1,
    )


def sources(version: queries.VersionVue) -> Feuille:
    """D’où vient chaque énoncé, et quand la source a été lue."""
    return Feuille(
        _("Sources"),
        (
            Colonne(_("Code"), 8),
            Colonne(_("Ce qu’on y a pris"), 70, a_la_ligne=True),
            Colonne(_("Adresses"), 80, a_la_ligne=True),
            Colonne(_("Consultée le"), 13),
        ),
        tuple(
            (s.code, s.apport, "\n".join(s.adresses), s.consultee_le)
            for s in queries.sources(version.cle).values()
        ),
        fige=1,
    )
