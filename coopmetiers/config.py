"""Les réglages, lus une fois dans l’environnement."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path


class MissingSetting(Exception):
    """Un réglage indispensable manque ou est trop faible ; le message dit lequel."""


@dataclass(frozen=True)
class Settings:
    """Un champ par réglage ; entre parenthèses, la variable d’environnement."""

    #: Clé secrète, 32 signes au moins (COOPMETIERS_CLE_SECRETE) : signe sessions et invitations.
    secret_key: str = ""
    #: Dossier des données : base, documents, file (COOPMETIERS_DONNEES, défaut `./var`).
    data_dir: Path = field(default_factory=lambda: Path("var"))
    #: Adresse de la base (COOPMETIERS_BASE, défaut SQLite dans le dossier des données).
    database_url: str = ""
    #: File des travaux (COOPMETIERS_FILE) : vide pour SQLite, `redis://…` sinon.
    queue_url: str = ""
    #: Où sont gardés les documents (COOPMETIERS_DOCUMENTS) : dossier ou adresse `s3://…`.
    documents_url: str = ""
    #: Adresse publique du service, imprimée dans les QR codes (COOPMETIERS_ADRESSE).
    public_url: str = "http://127.0.0.1:8000"
    #: Envoi des courriels (COOPMETIERS_COURRIEL) : `console`, ou `smtp://utilisateur:secret@hote:port`.
    mail_url: str = "console"
    #: Expéditeur des courriels (COOPMETIERS_EXPEDITEUR).
    mail_sender: str = "coopmetiers <ne-pas-repondre@localhost>"
    #: Fuseau par défaut des organisations (COOPMETIERS_FUSEAU).
    timezone: str = "Europe/Paris"
    #: Démonstration : réglé par la seule commande `coopmetiers demo`, jamais par l’environnement.
    demo: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Lit les variables `COOPMETIERS_*` ; ce qui est absent garde sa valeur par défaut."""
        given = {
            attribute: environ[variable]
            for variable, attribute in _VARIABLES.items()
            if environ.get(variable)
        }
        data_dir = Path(given.pop("data_dir", "var"))
        return cls(data_dir=data_dir, **given)  # type: ignore[arg-type]

    def completed(self) -> Settings:
        """Remplit ce qui se déduit du dossier des données.

        Lève `MissingSetting` sans clé secrète d’au moins 32 signes.
        """
        if len(self.secret_key) < 32:
            raise MissingSetting(
                "Il manque une clé secrète d’au moins 32 signes. Donnez-la dans la variable "
                "COOPMETIERS_CLE_SECRETE, par exemple celle que produit "
                "« python -c 'import secrets; print(secrets.token_hex(32))' »."
            )
        data_dir = self.data_dir.resolve()
        return replace(
            self,
            data_dir=data_dir,
            database_url=self.database_url or f"sqlite:///{data_dir / 'coopmetiers.db'}",
            documents_url=self.documents_url or str(data_dir / "documents"),
            public_url=self.public_url.rstrip("/"),
        )


_VARIABLES = {
    "COOPMETIERS_CLE_SECRETE": "secret_key",
    "COOPMETIERS_DONNEES": "data_dir",
    "COOPMETIERS_BASE": "database_url",
    "COOPMETIERS_FILE": "queue_url",
    "COOPMETIERS_DOCUMENTS": "documents_url",
    "COOPMETIERS_ADRESSE": "public_url",
    "COOPMETIERS_COURRIEL": "mail_url",
    "COOPMETIERS_EXPEDITEUR": "mail_sender",
    "COOPMETIERS_FUSEAU": "timezone",
}
