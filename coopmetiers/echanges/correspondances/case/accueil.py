"""Ce qu’un document CASE dit du référentiel entier : son titre, sa langue, sa licence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from coopmetiers.echanges.correspondances.lecture import contenu_vide
from coopmetiers.echanges.formats.case import PaquetCase
from coopmetiers.referentiel.contenu import ContenuVersion

_TITRE_MAX, _VERSION_MAX, _LANGUE_MAX = 300, 40, 10
_VERSION, _LANGUE = "1.0", "fr"


def neuf(recu: PaquetCase, code: str) -> ContenuVersion:
    """Un contenu qui ne dit encore que ce que dit le document."""
    dit = recu.CFDocument
    version = re.sub(r"[^\w.\-]+", "-", dit.version or "").strip("-.")[:_VERSION_MAX]
    vide = contenu_vide(
        code,
        dit.title.strip()[:_TITRE_MAX] or code,
        version=version or _VERSION,
        langue=(dit.language or _LANGUE)[:_LANGUE_MAX],
    )
    presentation = replace(
        vide.presentation,
        date=dit.statusStartDate or dit.lastChangeDateTime.date(),
        resume=dit.description or "",
        licence=_licence(recu),
    )
    return replace(vide, presentation=presentation)


def presente(contenu: ContenuVersion, recu: PaquetCase, attendu: PaquetCase) -> ContenuVersion:
    """Le contenu, où le document change ce qu’il dit autrement que ce qu’on en attendait."""
    dit, deja = recu.CFDocument, attendu.CFDocument
    changes: dict[str, Any] = {}
    if dit.title != deja.title and dit.title.strip():
        changes["titre"] = dit.title.strip()[:_TITRE_MAX]
    if dit.description != deja.description:
        changes["resume"] = dit.description or ""
    if dit.language != deja.language and dit.language:
        changes["langue"] = dit.language[:_LANGUE_MAX]
    if _licence(recu) != _licence(attendu) and (not dit.licenseURI or _licence(recu)):
        changes["licence"] = _licence(recu)
    if not changes:
        return contenu
    return replace(contenu, presentation=replace(contenu.presentation, **changes))


def _licence(paquet: PaquetCase) -> str:
    """Le texte de la licence que cite le document, quand le paquet le donne."""
    citee = paquet.CFDocument.licenseURI
    textes = {x.identifier: x.licenseText for x in paquet.CFDefinitions.CFLicenses}
    return textes.get(citee.identifier, "") if citee else ""
