"""Envoyer un courriel : à la console par défaut, par SMTP quand une adresse est réglée."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import Flask
from flask_mailman import EmailMessage, Mail

_mail = Mail()


def install(app: Flask, mail_url: str, sender: str) -> None:
    """Règle l’envoi : `console`, `memory` (tests), ou `smtp://` et `smtps://utilisateur:secret@hote:port`."""
    app.config["MAIL_DEFAULT_SENDER"] = sender
    if mail_url in {"console", "memory"}:
        app.config["MAIL_BACKEND"] = {"console": "console", "memory": "locmem"}[mail_url]
    else:
        parts = urlsplit(mail_url)
        app.config.update(
            MAIL_BACKEND="smtp",
            MAIL_SERVER=parts.hostname,
            MAIL_PORT=parts.port or (465 if parts.scheme == "smtps" else 587),
            MAIL_USERNAME=unquote(parts.username or "") or None,
            MAIL_PASSWORD=unquote(parts.password or "") or None,
            MAIL_USE_SSL=parts.scheme == "smtps",
            MAIL_USE_TLS=parts.scheme == "smtp" and bool(parts.username),
            MAIL_TIMEOUT=20,
        )
    _mail.init_app(app)


def send(*, to: str, subject: str, text: str, message_id: str) -> None:
    """Envoie un courriel ; le même `message_id` redit deux fois reste un seul message pour le lecteur.

    Lève l’erreur du transport (`OSError`, `smtplib.SMTPException`) si l’envoi échoue.
    """
    message = EmailMessage(subject=subject, body=text, to=[to])
    message.extra_headers["Message-ID"] = f"<{message_id}@coopmetiers>"
    message.send()
