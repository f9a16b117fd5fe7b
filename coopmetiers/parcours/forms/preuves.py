"""Ce qui se saisit pour déposer une preuve."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from coopmetiers.base.forms import BaseForm
from coopmetiers.parcours.forms.evaluations import CasesField
from coopmetiers.parcours.rules.preuve import (
    ADRESSE_LA_PLUS_LONGUE,
    LIBELLE_LE_PLUS_LONG,
    SaisiePreuve,
)


class PreuveForm(BaseForm):
    """Un fichier ou une adresse, ce qu’ils montrent, les compétences qu’ils éclairent."""

    libelle = StringField(
        lazy_gettext("Ce que montre cette preuve"),
        [
            DataRequired(lazy_gettext("Cette réponse est nécessaire.")),
            Length(max=LIBELLE_LE_PLUS_LONG),
        ],
        description=lazy_gettext("Par exemple : compte rendu de la séance du 12 octobre."),
    )
    fichier = FileField(
        lazy_gettext("Fichier"),
        [Optional()],
        description=lazy_gettext("PDF, photo, document ou classeur, 10 Mo au plus."),
    )
    adresse = StringField(
        lazy_gettext("Ou une adresse"),
        [Optional(), Length(max=ADRESSE_LA_PLUS_LONGUE)],
        description=lazy_gettext("La page où elle se lit ; elle commence par https://."),
    )
    commentaire = TextAreaField(
        lazy_gettext("En quelques mots"),
        [Optional(), Length(max=2000)],
        description=lazy_gettext("Le contexte, votre part, ce qu’il faut regarder."),
    )
    codes = CasesField(
        lazy_gettext("Compétences qu’elle éclaire"),
        [DataRequired(lazy_gettext("Choisissez au moins une compétence."))],
    )

    def offrir(self, competences: Sequence[tuple[str, str]]) -> None:
        """Les compétences exigées de cette personne (code, libellé)."""
        self.codes.choices = list(competences)

    @property
    def octets(self) -> bytes | None:
        """Le contenu du fichier choisi, ou rien si aucun ne l’a été."""
        return self.fichier.data.read() if self.fichier.data else None

    def saisie(self) -> SaisiePreuve:
        return SaisiePreuve(
            libelle=self.libelle.data,
            codes=tuple(self.codes.data or ()),
            commentaire=self.commentaire.data or "",
            adresse=self.adresse.data or "",
            nom_fichier=self.fichier.data.filename if self.fichier.data else "",
        )
