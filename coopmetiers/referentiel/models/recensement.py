"""Les formations repérées ailleurs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coopmetiers.base.db import Model
from coopmetiers.base.identifiers import public_id


class FicheRecensee(Model):
    """Une formation repérée chez un tiers : ce que dit sa source, à une date, et rien d’autre."""

    __tablename__ = "fiches_recensees"

    cle: Mapped[int] = mapped_column(primary_key=True)
    fiche_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    organisme: Mapped[str] = mapped_column(String(300))
    intitule: Mapped[str] = mapped_column(String(400))
    #: Code de la source, quand elle figure aussi parmi celles du référentiel.
    source: Mapped[str] = mapped_column(String(20), default="")
    adresses: Mapped[list[str]] = mapped_column(JSON, default=list)
    vue_le: Mapped[date] = mapped_column(Date)
    verifiee: Mapped[bool] = mapped_column(default=False)
    modalite: Mapped[str] = mapped_column(String(200), default="", index=True)
    #: Blocs proches, d’après notre lecture ; chaque code est entre deux espaces, pour être cherché.
    blocs: Mapped[str] = mapped_column(String(200), default="")
    #: Les autres champs, tels que la source les dit ; absents quand elle ne dit rien.
    details: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: Ce que la fiche dit, en minuscules et sans accent, pour être cherché.
    recherche: Mapped[str] = mapped_column(Text, default="")

    def __repr__(self) -> str:
        return f"<FicheRecensee {self.code}>"
