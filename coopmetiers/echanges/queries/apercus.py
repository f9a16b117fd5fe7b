"""Ce qu’un fichier reçu changerait, avant que rien ne soit écrit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances import fichiers_recus
from coopmetiers.echanges.correspondances.lecture import contenu_vide
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.echanges.permissions import A
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.contenu import ContenuVersion, empreinte
from coopmetiers.referentiel.diff import Comparaison, comparer
from coopmetiers.referentiel.queries import VersionVue
from coopmetiers.referentiel.rules import Anomalie, impossibles, verifier_coherence


@dataclass(frozen=True)
class Apercu:
    """Ce qu’un fichier changerait, avant que rien ne soit écrit.

    `base` est la version à laquelle il est comparé ; aucune pour un référentiel neuf. `lue` est
    l’empreinte de ce qu’elle disait. `impossibles` empêchent d’écrire ; `lacunes` se combleront.
    """

    genre: Format
    base: VersionVue | None
    lue: str
    contenu: ContenuVersion
    comparaison: Comparaison
    remarques: tuple[Reproche, ...]
    conflits: frozenset[str]
    impossibles: tuple[Anomalie, ...]
    lacunes: tuple[Anomalie, ...]


def previsualiser(
    acteur: Identity, octets: bytes, genre: Format, *, sur: VersionVue | None = None, code: str = ""
) -> Apercu:
    """Ce qu’un fichier changerait à la version nommée, ou à la dernière du code qu’il annonce.

    N’écrit rien. Lève `FichierRefuse` (le fichier ne se lit pas, raisons situées), `RuleViolation`
    (`autre_organisation` : le fichier vient de chez quelqu’un d’autre ; `sans_code`).
    """
    require(acteur, A.IMPORTER_REFERENTIEL)
    recu = fichiers_recus.ouvrir(octets, genre)
    base = sur or referentiel.derniere_version(acteur, recu.code or code)
    _verifier_origine(base, recu.porteuse_id)
    avant = referentiel.contenu(base.cle) if base else None
    lecture = recu.lire_sur(avant)
    contenu = _nomme(lecture.contenu, recu.code or code)
    compare_a = avant or _vide(contenu)
    anomalies = verifier_coherence(contenu)
    return Apercu(
        genre=genre,
        base=base,
        lue=empreinte(avant) if avant else "",
        contenu=contenu,
        comparaison=comparer(compare_a, contenu),
        remarques=lecture.remarques,
        conflits=lecture.conflits,
        impossibles=impossibles(anomalies),
        lacunes=anomalies,
    )


def _verifier_origine(base: VersionVue | None, porteuse_id: str) -> None:
    if base is not None and porteuse_id and porteuse_id != base.porteuse_id:
        raise RuleViolation(
            "autre_organisation",
            n_(
                "Ce fichier a été emporté chez une autre organisation, qui porte un autre "
                "référentiel sous le même code."
            ),
        )


def _nomme(contenu: ContenuVersion, code: str) -> ContenuVersion:
    if contenu.presentation.code:
        return contenu
    if not code:
        message = n_("Le fichier ne dit pas de quel référentiel il s’agit : donnez son code.")
        raise RuleViolation("sans_code", message, field="code")
    return replace(contenu, presentation=replace(contenu.presentation, code=code))


def _vide(contenu: ContenuVersion) -> ContenuVersion:
    """Une version du même nom qui ne dit rien : tout y est ajout."""
    return replace(contenu_vide("", ""), presentation=contenu.presentation)
