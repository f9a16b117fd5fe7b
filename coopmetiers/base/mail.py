"""Envoyer un courriel : à la console par défaut, par SMTP quand une adresse est réglée."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
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


def public_address(path: str) -> str:
    """L’adresse entière d’une page, telle qu’un courriel la donne.

    Elle vient du réglage, jamais de la requête : un en-tête `Host` forgé détournerait le lien.
    """
    base: str = current_app.extensions["coopmetiers"].public_url
    return base + path


def compose(template: str, **values: object) -> tuple[str, str]:
    """L’objet et le texte d’un courriel : la première ligne du gabarit, puis le reste."""
    written = current_app.jinja_env.get_template(template).render(**values)
    subject, _, text = written.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"


def send(*, to: str, subject: str, text: str, message_id: str) -> None:
    """Envoie un courriel ; redit sous le même `message_id`, il reste un seul message à la lecture.

    Lève l’erreur du transport (`OSError`, `smtplib.SMTPException`) si l’envoi échoue.
    """
    message = EmailMessage(subject=subject, body=text, to=[to])
    message.extra_headers["Message-ID"] = f"<{message_id}@coopmetiers>"
    message.send()
