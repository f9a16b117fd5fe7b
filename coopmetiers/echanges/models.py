"""Ce qu’on a reçu d’un fichier : préparé, appliqué, annulé."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.base.tenancy import Tenanted
from coopmetiers.echanges.enums import EtatImportation, Format


class Importation(Tenanted, Model):
    """Un fichier reçu, la version à laquelle il se compare, et ce qu’on en a fait.

    Le fichier est au coffre ; `avant` aussi, ce que le brouillon disait, pour pouvoir y revenir.
    """

    __tablename__ = "importations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    importation_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    genre: Mapped[str] = mapped_column(String(20))
    nom_fichier: Mapped[str] = mapped_column(String(200))
    empreinte_fichier: Mapped[str] = mapped_column(String(64))
    #: Le code que la personne a donné, quand le fichier n’en dit pas.
    code: Mapped[str] = mapped_column(String(80), default="")
    #: La version nommée, ou vide : la dernière du code que dit le fichier.
    version_id: Mapped[str] = mapped_column(String(40), default="")
    etat: Mapped[str] = mapped_column(String(20), default=EtatImportation.PREPAREE)
    cle_utilisateur: Mapped[int] = mapped_column(ForeignKey("utilisateurs.id", ondelete="RESTRICT"))
    par: Mapped[str] = mapped_column(String(200))
    preparee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    appliquee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)
    annulee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Ce que l’application a écrit : la version, l’empreinte de ce qu’elle dit, le bilan.
    ecrite_id: Mapped[str] = mapped_column(String(40), default="")
    ecrite: Mapped[str] = mapped_column(String(64), default="")
    bilan: Mapped[str] = mapped_column(String(300), default="")
    #: L’empreinte, au coffre, de ce que disait le brouillon remplacé ; vide pour un brouillon neuf.
    avant: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (
        CheckConstraint(
            f"genre IN ({', '.join(repr(str(genre)) for genre in Format)})", name="genre_connu"
        ),
        CheckConstraint(
            f"etat IN ({', '.join(repr(str(etat)) for etat in EtatImportation)})", name="etat_connu"
        ),
    )

    def __repr__(self) -> str:
        return f"<Importation {self.importation_id}>"
