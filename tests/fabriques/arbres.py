"""Des référentiels d’une autre forme que le nôtre : profonds, mêlés, dans une autre langue."""

from __future__ import annotations

import uuid
from dataclasses import replace

from coopmetiers.referentiel.contenu import AjoutLu, CompetenceLue, ContenuVersion, ElementLu
from tests.fabriques.referentiel import fabriquer_contenu

_ESPACE = uuid.UUID("7d6f2b52-0f0f-4c37-9a43-1f6d8c9b2e10")


def identite(code: str) -> str:
    return str(uuid.uuid5(_ESPACE, code))


def element(code: str, parent: str = "", niveau: str = "Domain") -> ElementLu:
    return ElementLu(
        element_id=identite(code),
        code=code,
        parent=parent,
        niveau_arbre=niveau,
        intitule=f"Title of {code}",
    )


def feuille(code: str, parent: str = "", **ecarts: object) -> CompetenceLue:
    """Une compétence venue d’ailleurs : ni métier, ni critère, ni source, ni échelle."""
    valeurs = {
        "element_id": identite(code),
        "code": code,
        "parent": parent,
        "libelle_court": "",
        "enonce": f"Statement of {code}",
        "rangs": (),
        "interne": False,
        "externe": False,
        "phases": (),
        "echelle": "",
        "ressources": (),
        "modalites": (),
        "sources": (),
        "remarque": "",
        "niveau_arbre": "Skill",
    }
    return CompetenceLue(**{**valeurs, **ecarts})


def fabriquer_arbre_mele() -> ContenuVersion:
    """Quatre niveaux, des frères de natures différentes, une compétence à la racine."""
    autres = (element("D1"), element("D1.1", "D1", "Strand"), element("D2"))
    competences = (feuille("D1.a", "D1"), feuille("D1.1.a", "D1.1"), feuille("Z"))
    ordre = ("D1", "D1.a", "D1.1", "D1.1.a", "Z", "D2")
    vide = fabriquer_contenu(code="ailleurs", version="2026")
    return replace(
        vide,
        presentation=replace(vide.presentation, langue="en"),
        **dict.fromkeys(("metiers", "blocs", "activites", "situations", "criteres"), ()),
        **dict.fromkeys(("profils", "descripteurs", "epreuves", "alignements", "dimensions"), ()),
        competences=competences,
        autres=autres,
        ordre=tuple(map(identite, ordre)),
        ajouts=(
            AjoutLu(objet="", nom="case.CFDocument.frameworkType", valeur='"Skills"'),
            AjoutLu(objet=identite("Z"), nom="tableur.Notes", valeur='"keep me"'),
        ),
    )


def fabriquer_arbre_profond(profondeur: int) -> ContenuVersion:
    """Une seule branche, de cette profondeur, une compétence au bout."""
    codes = [f"N{rang}" for rang in range(profondeur)]
    autres = tuple(
        element(code, codes[rang - 1] if rang else "") for rang, code in enumerate(codes)
    )
    mele = fabriquer_arbre_mele()
    return replace(mele, autres=autres, competences=(feuille("F", codes[-1]),), ordre=(), ajouts=())
