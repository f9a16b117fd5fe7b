"""Ce qu’une personne dit d’elle-même : un niveau par compétence d’un bloc."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import request

from coopmetiers.base.forms import BaseForm


class SituerForm(BaseForm):
    """Un niveau, au choix, pour chaque compétence montrée."""

    def __init__(self, codes: Collection[str], dits: Mapping[str, int], **donnees: Any) -> None:
        super().__init__(**donnees)
        self.niveaux = dict(dits)
        for code in codes:
            choisi = request.form.get(nom_de_niveau(code), "")
            if choisi in ("1", "2", "3", "4"):
                self.niveaux[code] = int(choisi)

    def saisie(self, codes: Collection[str]) -> dict[str, int]:
        return {code: self.niveaux[code] for code in codes if code in self.niveaux}


def nom_de_niveau(code: str) -> str:
    """Le nom du champ qui porte le niveau d’une compétence."""
    return f"soi-{code}"
