"""Ce qu’il faut savoir avant de publier un brouillon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from coopmetiers.base.identity import Identity
from coopmetiers.referentiel import permissions
from coopmetiers.referentiel.contenu import empreinte
from coopmetiers.referentiel.diff import Comparaison, comparer
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.permissions import A
from coopmetiers.referentiel.queries.arbre import arbre
from coopmetiers.referentiel.queries.contenu import contenu
from coopmetiers.referentiel.queries.versions import VersionVue, versions_du_referentiel
from coopmetiers.referentiel.rules import Anomalie, verifier_coherence


@dataclass(frozen=True, slots=True)
class AnomalieVue:
    """Un reproche, et le code de l’élément dont il parle, s’il a sa page."""

    anomalie: Anomalie
    code_element: str


@dataclass(frozen=True, slots=True)
class PublicationPreparee:
    """Un brouillon relu avant d’être publié.

    `lue` est l’empreinte de ce qu’il dit ; `en_vigueur`, la version qu’il remplacerait, et ce qui
    les sépare. Tant qu’il y a des `bloquantes`, il ne se publie pas.
    """

    lue: str
    bloquantes: tuple[AnomalieVue, ...]
    conseils: tuple[AnomalieVue, ...]
    en_vigueur: VersionVue | None
    comparaison: Comparaison | None


def publication_preparee(acteur: Identity, version: VersionVue) -> PublicationPreparee:
    """Ce que publier ferait de ce brouillon ; réservé au réseau qui porte le référentiel."""
    permissions.require(acteur, A.PUBLIER, version.cle_porteuse)
    dit = contenu(version.cle)
    codes = {element.code for element in arbre(version.cle).elements()}
    trouvees = tuple(AnomalieVue(a, _element(a, codes)) for a in verifier_coherence(dit))
    soeurs = versions_du_referentiel(acteur, version.code)
    en_vigueur = next((vue for vue in soeurs if vue.etat is EtatVersion.PUBLIEE), None)
    return PublicationPreparee(
        lue=empreinte(dit),
        bloquantes=tuple(vue for vue in trouvees if vue.anomalie.bloquante),
        conseils=tuple(vue for vue in trouvees if not vue.anomalie.bloquante),
        en_vigueur=en_vigueur,
        comparaison=comparer(contenu(en_vigueur.cle), dit) if en_vigueur else None,
    )


def _element(anomalie: Anomalie, codes: Collection[str]) -> str:
    dits = (str(valeur) for valeur in anomalie.params.values())
    return next((dit for dit in dits if dit in codes), "")
