"""L’accueil de chaque rôle : ce qui presse, les prochaines dates, quelques chiffres."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from coopmetiers.base import clock
from coopmetiers.base.i18n import _, ngettext
from coopmetiers.base.identity import Identity
from coopmetiers.certification import queries as certification
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.queries import LigneJury
from coopmetiers.comptes.enums import LIBELLES_NATURES, NatureOrganisation, Role
from coopmetiers.referentiel.enums import LIBELLES_ETAT, EtatVersion
from coopmetiers.tableaux import a_faire, agenda, queries
from coopmetiers.tableaux.a_faire import Ligne
from coopmetiers.tableaux.agenda import Date, Rang


@dataclass(frozen=True)
class Chiffre:
    """Un nombre, ce qu’il compte, et comment il est compté."""

    libelle: str
    valeur: str
    texte: str = ""


@dataclass(frozen=True)
class Accueil:
    """Ce que la page d’accueil montre à une personne."""

    jour: date
    a_faire: tuple[Ligne, ...]
    #: À quoi sert cette liste, quand elle est vide.
    si_rien: str
    dates: tuple[Date, ...] = ()
    titre_chiffres: str = ""
    chiffres: tuple[Chiffre, ...] = ()
    titre_rangs: str = ""
    rangs: tuple[Rang, ...] = ()


def accueil(acteur: Identity) -> Accueil:
    """L’accueil du rôle actif ; sans rôle, rien n’attend."""
    jour = clock.today()
    return _composeur(acteur)(acteur, jour)


def _composeur(acteur: Identity) -> Callable[[Identity, date], Accueil]:
    if acteur.role == Role.RESPONSABLE and NatureOrganisation.ORGANISME in acteur.kinds:
        return _organisme
    par_role: Mapping[str, Callable[[Identity, date], Accueil]] = {
        Role.RESPONSABLE: _certificateur,
        Role.FORMATEUR: _equipe,
        Role.EVALUATEUR: _equipe,
        Role.JURE: _certificateur,
        Role.RESEAU: _reseau,
        Role.ADMINISTRATION: _plateforme,
    }
    return par_role.get(acteur.role, _sans_role)


def _organisme(acteur: Identity, jour: date) -> Accueil:
    sessions = queries.sessions_suivies(acteur, jour)
    lignes = [
        *a_faire.emargements(sessions, jour),
        *a_faire.evaluations(sessions, jour),
        *a_faire.presentations(sessions),
    ]
    dates = agenda.demi_journees(sessions, jour)
    if NatureOrganisation.CERTIFICATEUR in acteur.kinds:
        # Un organisme qui certifie ses propres parcours voit aussi ses jurys.
        jurys = _jurys(acteur)
        lignes += a_faire.jurys(jurys, jour, siege=False)
        dates += agenda.dates_des_jurys(jurys, jour)
    return Accueil(
        jour,
        a_faire.ordonner(lignes),
        _(
            "Ici paraissent les demi-journées à faire signer, les évaluations qui manquent, "
            "les personnes à présenter."
        ),
        dates,
        _("Où en est l’organisme"),
        _chiffres(queries.chiffres_organisme(acteur, jour), jour),
        _("Sessions en cours"),
        agenda.en_cours(sessions, jour),
    )


def _chiffres(compte: queries.ChiffresOrganisme, jour: date) -> tuple[Chiffre, ...]:
    revoques = (
        ngettext("dont %(num)s révoqué", "dont %(num)s révoqués", compte.nb_revoques)
        if compte.nb_revoques
        else _("aucun révoqué")
    )
    return (
        Chiffre(
            _("Apprenant·es en parcours"),
            str(compte.nb_apprenants),
            _("personnes dont une inscription est en cours"),
        ),
        Chiffre(
            _("Sessions en cours"), str(compte.nb_sessions_en_cours), _("à la date d’aujourd’hui")
        ),
        Chiffre(
            _("Documents délivrés en %(annee)s", annee=jour.year),
            str(compte.nb_documents),
            revoques,
        ),
    )


def _equipe(acteur: Identity, jour: date) -> Accueil:
    sessions = queries.sessions_suivies(acteur, jour)
    forme = acteur.role == Role.FORMATEUR
    return Accueil(
        jour,
        a_faire.ordonner(
            [
                *(a_faire.emargements(sessions, jour) if forme else ()),
                *a_faire.evaluations(sessions, jour),
            ]
        ),
        _(
            "Ici paraissent les demi-journées à faire signer et les évaluations qui manquent, "
            "dans les sessions où vous êtes affecté·e."
        )
        if forme
        else _(
            "Ici paraissent les évaluations qui manquent, dans les sessions où vous êtes affecté·e."
        ),
        agenda.demi_journees(sessions, jour),
        titre_rangs=_("Sessions en cours"),
        rangs=agenda.en_cours(sessions, jour),
    )


def _certificateur(acteur: Identity, jour: date) -> Accueil:
    jurys = _jurys(acteur)
    lignes = list(a_faire.jurys(jurys, jour, siege=acteur.role == Role.JURE))
    chiffres: tuple[Chiffre, ...] = ()
    if acteur.role == Role.RESPONSABLE and NatureOrganisation.CERTIFICATEUR in acteur.kinds:
        en_production, delivres = queries.certificats_en_production()
        attente = certification.candidatures_en_attente(acteur)
        lignes += a_faire.certificateur(attente, en_production)
        chiffres = (
            Chiffre(
                _("Candidatures sans jury"),
                str(len(attente)),
                _("présentées, que personne n’examine encore"),
            ),
            Chiffre(_("Certificats délivrés"), str(delivres), _("en vigueur, toutes années")),
        )
    return Accueil(
        jour,
        a_faire.ordonner(lignes),
        _("Ici paraissent les jurys où il reste à décider, à signer ou à proclamer."),
        agenda.dates_des_jurys(jurys, jour),
        _("Où en est le certificateur") if chiffres else "",
        chiffres,
    )


def _jurys(acteur: Identity) -> tuple[LigneJury, ...]:
    return certification.jurys_visibles(acteur, EtatJury.COMPOSITION, EtatJury.OUVERT)


def _reseau(acteur: Identity, jour: date) -> Accueil:
    vue = queries.reseau(acteur)
    publiees = [v for v in vue.versions if v.etat == EtatVersion.PUBLIEE]
    return Accueil(
        jour,
        a_faire.ordonner(a_faire.reseau(vue)),
        _("Ici paraissent les brouillons à relire avant de les publier."),
        (),
        _("Où en est le cadre commun"),
        (
            Chiffre(
                _("Version en vigueur"),
                ", ".join(v.version for v in publiees) or "–",
                ngettext("%(num)s version écrite", "%(num)s versions écrites", len(vue.versions)),
            ),
            Chiffre(
                _("Formations recensées"),
                str(vue.nb_fiches),
                ngettext("dont %(num)s vérifiée", "dont %(num)s vérifiées", vue.nb_verifiees),
            ),
        ),
        _("Versions du référentiel"),
        tuple(
            Rang(
                _("Version %(version)s", version=version.version),
                version.titre,
                url_for("referentiel.version", code=version.code, version=version.version),
                LIBELLES_ETAT[version.etat],
            )
            for version in vue.versions
        ),
    )


def _plateforme(acteur: Identity, jour: date) -> Accueil:
    vue = queries.plateforme()
    return Accueil(
        jour,
        a_faire.ordonner(a_faire.plateforme(vue)),
        _(
            "Ici paraissent les organisations que personne ne conduit, "
            "et les habilitations à renouveler."
        ),
        (),
        _("Où en est la plateforme"),
        (
            *(
                Chiffre(_(LIBELLES_NATURES[nature]), str(nombre))
                for nature, nombre in vue.nb_par_nature
                if nombre
            ),
            Chiffre(_("Habilitations"), str(len(vue.habilitations)), _("en vigueur aujourd’hui")),
        ),
    )


def _sans_role(acteur: Identity, jour: date) -> Accueil:
    return Accueil(
        jour,
        (),
        _("Vous n’avez plus de rôle dans aucune organisation. Vos documents restent à vous."),
    )
