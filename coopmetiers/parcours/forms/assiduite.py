"""Ce qui se saisit sur une feuille d’émargement : une présence par personne."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request

from coopmetiers.base.forms import BaseForm
from coopmetiers.parcours.enums import Presence
from coopmetiers.parcours.rules.assiduite import SaisiePresence


class CreneauForm(BaseForm):
    """Les présences d’une demi-journée ; le bouton « tout le monde » remplit ce qui reste vide."""

    def __init__(self, **donnees: Any) -> None:
        super().__init__(**donnees)
        self.tous = request.form.get("tous") == Presence.PRESENT

    def saisies(
        self, creneau_id: str, constats: Iterable[tuple[str, str | None]]
    ) -> tuple[SaisiePresence, ...]:
        """Ce qui est dit de chaque inscription, dont on donne la présence déjà constatée."""
        dites = []
        for inscription_id, constatee in constats:
            choisie = request.form.get(nom_de_presence(inscription_id), "")
            if not choisie and not constatee and self.tous:
                choisie = Presence.PRESENT
            if choisie in set(Presence):
                dites.append(SaisiePresence(creneau_id, inscription_id, Presence(choisie)))
        return tuple(dites)


def nom_de_presence(inscription_id: str) -> str:
    """Le nom du champ qui porte la présence d’une personne."""
    return f"presence-{inscription_id}"
