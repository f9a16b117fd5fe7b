"""Ce que nous apprenons à la bibliothèque de connexion : nos mots, nos courriels, nos essais."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, session
from flask_babel import gettext as _
from flask_security import (
    MailUtil,
    PasswordUtil,
    hash_password,
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    user_authenticated,
)
from flask_security.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
)
from werkzeug.exceptions import HTTPException

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.i18n import refusal_text
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.base.web import current_identity
from coopmetiers.comptes import queries, rules
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.comptes.services import connexions, courriels

_ECHEC = n_(
    "L’adresse et le mot de passe ne vont pas ensemble, ou trop d’essais ont été faits. "
    "Vérifiez-les, attendez quelques minutes, ou demandez un nouveau mot de passe."
)

#: Les messages de la bibliothèque, dans nos mots : (texte, catégorie d’affichage).
_MESSAGES = {
    "GENERIC_AUTHN_FAILED": (_ECHEC, "erreur"),
    "EMAIL_NOT_PROVIDED": (n_("Écrivez votre adresse électronique."), "erreur"),
    "INVALID_EMAIL_ADDRESS": (n_("Cette adresse électronique n’a pas la bonne forme."), "erreur"),
    "PASSWORD_NOT_PROVIDED": (n_("Écrivez un mot de passe."), "erreur"),
    "INVALID_PASSWORD": (n_("Ce n’est pas votre mot de passe actuel."), "erreur"),
    "RETYPE_PASSWORD_MISMATCH": (n_("Les deux saisies diffèrent."), "erreur"),
    "PASSWORD_IS_THE_SAME": (n_("Choisissez un mot de passe différent de l’actuel."), "erreur"),
    "PASSWORD_RESET_REQUEST": (
        n_("Si un compte porte l’adresse %(email)s, un lien vient de lui être envoyé."),
        "info",
    ),
    "PASSWORD_RESET_EXPIRED": (
        n_("Ce lien a plus d’un jour : demandez-en un autre ci-dessous."),
        "alerte",
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        n_("Ce lien ne peut plus servir : demandez-en un autre ci-dessous."),
        "alerte",
    ),
    "PASSWORD_RESET_NO_LOGIN": (
        n_("Votre mot de passe est enregistré. Connectez-vous avec lui."),
        "succes",
    ),
    "PASSWORD_CHANGE": (
        n_("Votre mot de passe est changé ; vos autres appareils sont déconnectés."),
        "succes",
    ),
    "UNAUTHENTICATED": (n_("Connectez-vous pour ouvrir cette page."), "info"),
}
_CHANGE = n_("Votre mot de passe a été changé")
_OBJETS = {
    "PASSWORD_RESET": n_("Choisir un nouveau mot de passe"),
    "PASSWORD_NOTICE": _CHANGE,
    "PASSWORD_CHANGE_NOTICE": _CHANGE,
}
_PAGES = {
    "LOGIN_USER": "comptes/connexion.html",
    "FORGOT_PASSWORD": "comptes/oubli.html",
    "RESET_PASSWORD": "comptes/nouveau_mot_de_passe.html",
    "CHANGE_PASSWORD": "comptes/changement.html",
}
_COURRIELS = {
    "PASSWORD_RESET": "courriels/nouveau_mot_de_passe.txt",
    "PASSWORD_RESET_NOTICE": "courriels/mot_de_passe_change.txt",
    "PASSWORD_CHANGE_NOTICE": "courriels/mot_de_passe_change.txt",
}

#: Nos mots et nos gabarits, sous les noms de réglages de la bibliothèque.
TEXTES: dict[str, object] = {
    **{f"SECURITY_MSG_{nom}": message for nom, message in _MESSAGES.items()},
    **{f"SECURITY_EMAIL_SUBJECT_{nom}": objet for nom, objet in _OBJETS.items()},
    **{f"SECURITY_{nom}_TEMPLATE": page for nom, page in _PAGES.items()},
    # La bibliothèque ajoute elle-même « .txt ».
    **{f"SECURITY_EMAIL_TEMPLATE_{nom}": c.removesuffix(".txt") for nom, c in _COURRIELS.items()},
}


class ConnexionForm(LoginForm):
    """La connexion : compte les essais, et n’ouvre plus un compte qui doit attendre."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _nommer(
            self,
            email=_("Adresse électronique"),
            password=_("Mot de passe"),
            remember=_("Rester connecté·e sur cet appareil"),
        )
        # La bibliothèque glisse ici un lien en HTML ; le gabarit a le sien.
        self.password.description = ""
        self.next.data = suite_connue(self.next.data)

    def validate(self, **kwargs: Any) -> bool:
        verifier = partial(super().validate, **kwargs)
        admis = connexions.essayer(Identity.anonymous(), self.email.data or "", verifier)
        if admis:
            # La session d’avant ne survit pas : un cookie posé d’avance n’ouvrirait rien.
            session.clear()
            g.pop("csrf_token", None)
        elif admis is None:
            # Le même travail et la même réponse que pour un mot de passe faux.
            hash_password(self.password.data or "")
            self.form_errors.append(_(_ECHEC))
        return bool(admis)


class OubliForm(ForgotPasswordForm):
    """Demander un lien pour choisir un nouveau mot de passe."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _nommer(self, email=_("Adresse électronique"))


class NouveauForm(ResetPasswordForm):
    """Choisir un mot de passe par le lien reçu."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _nommer(self, password=_("Nouveau mot de passe"), password_confirm=_("Encore une fois"))


class ChangementForm(ChangePasswordForm):
    """Changer de mot de passe en connaissant l’actuel."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _nommer(
            self,
            password=_("Mot de passe actuel"),
            new_password=_("Nouveau mot de passe"),
            new_password_confirm=_("Encore une fois"),
        )


def _nommer(form: Any, **libelles: str) -> None:
    for nom, libelle in libelles.items():
        form[nom].label.text = libelle
    if "email" in form and form.email.data:
        form.email.data = form.email.data.strip()


class CourrielUtil(MailUtil):
    """Les courriels de la bibliothèque passent par notre boîte d’envoi, dans l’acte en cours."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        texte = (body or "").strip() + "\n"
        courriels.ecrire(destinataire=recipient, objet=str(subject), texte=texte)


class MotDePasseUtil(PasswordUtil):
    """Notre règle des mots de passe, la même partout."""

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        normalise = self.normalize(password)
        personne = kwargs.get("user")
        connus = (personne.prenom, personne.nom, personne.email) if personne else ()
        try:
            rules.verifier_mot_de_passe(normalise, connus=connus)
        except RuleViolation as violation:
            return [refusal_text(violation)], normalise
        return None, normalise


def suite_connue(adresse: str | None) -> str:
    """L’adresse demandée si c’est une page d’ici qui se lit, sinon l’accueil."""
    if not adresse or not adresse.startswith("/") or adresse.startswith(("//", "/\\")):
        return "/"
    parties = urlsplit(adresse)
    if (
        parties.scheme
        or parties.netloc
        or any(ord(signe) < 33 or signe == "\\" for signe in adresse)
    ):
        return "/"
    try:
        current_app.url_map.bind("").match(parties.path, method="GET")
    except HTTPException:
        return "/"
    return adresse


def _connectee(app: Flask, user: Utilisateur, authn_via: list[str], **extra: Any) -> None:
    if "change" in authn_via:
        return
    siennes = queries.appartenances_vivantes(user.id)
    connexions.ouvrir(queries.identite(user, siennes[0] if siennes else None))


def _demandee(app: Flask, user: Utilisateur, **extra: Any) -> None:
    connexions.constater_demande(Identity.anonymous(), user)


def _reinitialisee(app: Flask, user: Utilisateur, **extra: Any) -> None:
    connexions.constater_reinitialisation(Identity.anonymous(), user)


def _changee(app: Flask, user: Utilisateur, **extra: Any) -> None:
    connexions.constater_changement(current_identity(), user)


# La bibliothèque annonce ce qu’elle a fait par signaux : c’est sa seule prise.
user_authenticated.connect(_connectee)
reset_password_instructions_sent.connect(_demandee)
password_reset.connect(_reinitialisee)
password_changed.connect(_changee)
