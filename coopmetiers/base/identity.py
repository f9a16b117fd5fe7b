"""Qui agit : une personne détachée de la base, qu’on peut tenir, consigner, comparer."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Identity:
    """Qui agit, au nom de quelle organisation et dans quel rôle ; une seule appartenance à la fois.

    `user_key` et `organisation_key` sont des clés de base qui ne sortent jamais ; `user_id` et
    `organisation_id` sont publics. `kinds` dit les natures de l’organisation (ORGANISME…).
    """

    user_key: int | None = None
    user_id: str = ""
    name: str = ""
    organisation_key: int | None = None
    organisation_id: str = ""
    organisation_name: str = ""
    role: str = ""
    kinds: frozenset[str] = field(default_factory=frozenset)
    membership_id: str = ""
    #: Nom de la porte quand personne n’est derrière : « cli », « jobs ».
    system: str = ""

    @property
    def is_known(self) -> bool:
        """Vrai pour une personne connectée ou une porte du système."""
        return self.user_key is not None or bool(self.system)

    @property
    def label(self) -> str:
        """Ce que le journal écrit : le nom de la personne, ou la porte."""
        return self.name or self.system or "anonyme"

    @classmethod
    def anonymous(cls) -> Identity:
        """Personne de connecté : ne voit que ce qui est public."""
        return cls()

    @classmethod
    def as_system(cls, door: str, organisation: object | None = None) -> Identity:
        """La ligne de commande ou les travaux de fond, liés à l’organisation de l’objet nommé."""
        return cls(
            system=door,
            organisation_key=getattr(organisation, "cle", None),
            organisation_id=getattr(organisation, "organisation_id", ""),
            organisation_name=getattr(organisation, "nom", ""),
            kinds=frozenset(getattr(organisation, "natures", ())),
        )
