"""Les trois refus de la maison : la règle, l’absence, le droit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Ce que les portes savent dire à une personne sans trace technique."""


class RuleViolation(Refusal):
    """Une règle du métier s’oppose à l’acte demandé.

    `code` est stable (tests, API) ; `msgid` est le texte français, avec ses `%(nom)s` ; `field`
    nomme le champ en cause ; `msgid_plural` et `number` accordent le message au nombre.
    """

    def __init__(
        self,
        code: str,
        msgid: str,
        params: Mapping[str, Any] | None = None,
        field: str | None = None,
        *,
        msgid_plural: str | None = None,
        number: int | None = None,
    ) -> None:
        self.code = code
        self.msgid = msgid
        self.params = dict(params or {})
        self.field = field
        self.msgid_plural = msgid_plural
        self.number = number
        super().__init__(self.text())

    def text(self) -> str:
        """Le message en français, pour la ligne de commande, les journaux et les tests."""
        singular = self.msgid_plural is None or (self.number is not None and abs(self.number) < 2)
        chosen = self.msgid if singular else str(self.msgid_plural)
        params = {**self.params, "nombre": self.number} if self.number is not None else self.params
        return chosen % params if params else chosen


class NotFound(Refusal):
    """Rien de visible sous cette adresse ; la même réponse pour l’absent et pour l’interdit."""


class Forbidden(Refusal):
    """La personne voit l’objet, mais cet acte n’est pas de son rôle."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(f"Votre rôle ne permet pas cet acte ({action}).")
