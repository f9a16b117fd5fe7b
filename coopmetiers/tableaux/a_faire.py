"""Ce qui attend une personne aujourd’hui, dit en lignes : le plus pressé d’abord."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from coopmetiers.base.i18n import _, day_short, long_date, ngettext
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.queries import CandidatureEnAttente, LigneJury
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.tableaux.queries import PlateformeVue, ReseauVu
from coopmetiers.tableaux.rules import DemiJourneeSuivie, SessionSuivie

#: Du plus pressé au moins pressé : les mots d’état d’une chose à faire.
_URGENCES = ("En retard", "À faire", "Prêt", "En délibération", "Brouillon", "En production")


@dataclass(frozen=True)
class Ligne:
    """Une chose à faire : son état, ce que c’est, pourquoi, et où la faire."""

    etat: str
    titre: str
    texte: str
    action: str
    adresse: str
    principale: bool = False


def ordonner(lignes: Iterable[Ligne]) -> tuple[Ligne, ...]:
    """Le plus pressé d’abord ; lui seul a le bouton plein."""
    premiere, *autres = sorted(lignes, key=lambda ligne: _URGENCES.index(ligne.etat)) or (None,)
    return () if premiere is None else (replace(premiere, principale=True), *autres)


def emargements(sessions: Sequence[SessionSuivie], jour: date) -> Iterator[Ligne]:
    """Les demi-journées où il manque la présence de quelqu’un, session par session."""
    for session in sessions:
        manquantes = session.a_emarger(jour)
        if manquantes:
            yield Ligne(
                "En retard" if manquantes[0].jour < jour else "À faire",
                ngettext(
                    "Faire signer %(num)s demi-journée",
                    "Faire signer %(num)s demi-journées",
                    len(manquantes),
                ),
                _(
                    "« %(session)s » : %(jours)s",
                    session=session.intitule,
                    jours=_jours(manquantes),
                ),
                _("Ouvrir l’émargement"),
                url_for("parcours.emargement", session_id=session.session_id),
            )


def _jours(demi_journees: Sequence[DemiJourneeSuivie]) -> str:
    jours = list(dict.fromkeys(demi.jour for demi in demi_journees))
    dits = [day_short(jour) for jour in jours[:3]]
    if len(jours) > 3:
        dits.append(ngettext("et %(num)s autre jour", "et %(num)s autres jours", len(jours) - 3))
    return ", ".join(dits)


def evaluations(sessions: Sequence[SessionSuivie], jour: date) -> Iterator[Ligne]:
    """Les niveaux qui manquent dans les sessions qui finissent bientôt ou viennent de finir."""
    for session in sessions:
        nombre = session.nb_a_evaluer(jour)
        if nombre:
            passee = session.fin_le < jour
            fin = (
                _("finie le %(jour)s", jour=long_date(session.fin_le))
                if passee
                else _("jusqu’au %(jour)s", jour=long_date(session.fin_le))
            )
            yield Ligne(
                "En retard" if passee else "À faire",
                ngettext("Terminer %(num)s évaluation", "Terminer %(num)s évaluations", nombre),
                _("« %(session)s », %(fin)s.", session=session.intitule, fin=fin),
                _("Ouvrir la grille"),
                url_for("parcours.groupe", session_id=session.session_id),
            )


def presentations(sessions: Sequence[SessionSuivie]) -> Iterator[Ligne]:
    """Les personnes dont un bloc entier est prouvé et que personne n’a encore présentées."""
    for session in sessions:
        nombre = session.nb_a_presenter
        if nombre:
            yield Ligne(
                "Prêt",
                ngettext(
                    "Présenter %(num)s personne à un jury",
                    "Présenter %(num)s personnes à un jury",
                    nombre,
                ),
                _(
                    "« %(session)s » : un bloc au moins y est entier et prouvé.",
                    session=session.intitule,
                ),
                _("Voir les candidatures"),
                url_for("certification.candidatures_session", session_id=session.session_id),
            )


def jurys(lignes: Sequence[LigneJury], jour: date, *, siege: bool) -> Iterator[Ligne]:
    """Où en est chaque jury ; `siege` : la personne y décide, sinon elle suit."""
    for jury in lignes:
        dite = _dire(jury, jour, siege=siege)
        if dite is None:
            continue
        etat, titre = dite
        yield Ligne(
            etat,
            titre,
            _("Jury %(numero)s du %(jour)s, %(metier)s.", numero=jury.numero,
              jour=long_date(jury.tenu_le), metier=jury.metier),
            _("Délibérer") if siege and jury.etat == EtatJury.OUVERT else _("Ouvrir le jury"),
            url_for("certification.jury", jury_id=jury.jury_id),
        )  # fmt: skip


def _dire(jury: LigneJury, jour: date, *, siege: bool) -> tuple[str, str] | None:
    """L’état et le titre d’un jury, ou rien s’il n’attend personne."""
    if jury.etat == EtatJury.COMPOSITION:
        if jury.tenu_le > jour:
            return None
        return ("En retard" if jury.tenu_le < jour else "À faire", _("Ouvrir la délibération"))
    presse = "En retard" if jury.tenu_le < jour else "À faire"
    reste = jury.nb_a_decider - jury.nb_decidees
    if reste > 0:
        titre = ngettext("Décider %(num)s compétence", "Décider %(num)s compétences", reste)
        suivi = ngettext(
            "Il reste %(num)s compétence à décider", "Il reste %(num)s compétences à décider", reste
        )
        return (presse, titre) if siege else ("En délibération", suivi)
    manquent = jury.nb_membres - jury.nb_signatures
    if manquent > 0:
        titre = ngettext("Il manque %(num)s signature", "Il manque %(num)s signatures", manquent)
        return (presse if siege else "En délibération", titre)
    return ("Prêt", _("Tout est décidé et signé : proclamer"))


def certificateur(
    attente: Sequence[CandidatureEnAttente], nb_en_production: int
) -> Iterator[Ligne]:
    """Les candidatures qu’aucun jury n’examine encore, et ce qui se prépare."""
    if attente:
        organismes = dict.fromkeys(candidature.organisme_nom for candidature in attente)
        yield Ligne(
            "À faire",
            ngettext(
                "Inscrire %(num)s candidature à un jury",
                "Inscrire %(num)s candidatures à un jury",
                len(attente),
            ),
            _("Présentées par %(organismes)s.", organismes=", ".join(organismes)),
            _("Voir les jurys"),
            url_for("certification.jurys"),
        )
    if nb_en_production:
        yield Ligne(
            "En production",
            ngettext(
                "%(num)s attestation se prépare",
                "%(num)s attestations se préparent",
                nb_en_production,
            ),
            _("Rien à faire : elles paraissent dans les certificats dès qu’elles sont prêtes."),
            _("Voir les certificats"),
            url_for("certification.certificats"),
        )


def reseau(vue: ReseauVu) -> Iterator[Ligne]:
    """Les brouillons à mener à la publication."""
    for version in vue.versions:
        if version.etat == EtatVersion.BROUILLON:
            yield Ligne(
                "Brouillon",
                _("Relire la version %(version)s", version=version.version),
                _(
                    "« %(titre)s » n’est visible que de vous tant qu’elle n’est pas publiée.",
                    titre=version.titre,
                ),
                _("Ouvrir le brouillon"),
                url_for("referentiel.version", code=version.code, version=version.version),
            )


def plateforme(vue: PlateformeVue) -> Iterator[Ligne]:
    """Les organisations que personne ne conduit, ce qui leur manque, ce qui prend fin."""
    for identifiant, nom in vue.sans_responsable:
        yield Ligne(
            "À faire",
            _("Donner un·e responsable à %(nom)s", nom=nom),
            _("Personne n’y a encore ouvert de compte pour la conduire."),
            _("Ouvrir la fiche"),
            url_for("comptes.organisation", organisation_id=identifiant),
        )
    for identifiant, nom in vue.sans_siret:
        yield Ligne(
            "À faire",
            _("Compléter le SIRET de %(nom)s", nom=nom),
            _("Les documents délivrés le portent."),
            _("Ouvrir la fiche"),
            url_for("comptes.organisation", organisation_id=identifiant),
        )
    for lien in vue.qui_finissent:
        yield Ligne(
            "À faire",
            _("Renouveler l’habilitation de %(organisme)s", organisme=lien.organisme_nom),
            _("Auprès de %(certificateur)s, jusqu’au %(jour)s.",
              certificateur=lien.certificateur_nom, jour=long_date(lien.jusqu_au)),
            _("Voir les habilitations"),
            url_for("comptes.habilitations"),
        )  # fmt: skip
    if vue.nb_courriels_abandonnes:
        yield Ligne(
            "En retard",
            ngettext(
                "%(num)s courriel n’a pas pu partir",
                "%(num)s courriels n’ont pas pu partir",
                vue.nb_courriels_abandonnes,
            ),
            _("Vérifiez le réglage de l’envoi, puis relancez les invitations concernées."),
            _("Voir les membres"),
            url_for("comptes.membres"),
        )
