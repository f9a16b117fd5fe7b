"""La feuille d’émargement d’une session : constater, relire, imprimer pour faire signer."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import clock
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _, ngettext
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.comptes import queries as comptes
from coopmetiers.formation import queries as formation
from coopmetiers.formation.enums import LIBELLES_DEMI_JOURNEE
from coopmetiers.formation.models import SessionFormation
from coopmetiers.formation.queries import CreneauVu
from coopmetiers.parcours import queries
from coopmetiers.parcours.enums import LIBELLES_PRESENCE
from coopmetiers.parcours.forms.assiduite import CreneauForm, nom_de_presence
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import EmargementVu
from coopmetiers.parcours.services import assiduite as services
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.rendu import page

#: Ce qui tient sur une feuille A4 en paysage, avec la place de signer.
COLONNES_PAR_FEUILLE = 4


@blueprint.get("/sessions/<session_id>/emargement")
def emargement(session_id: str) -> ResponseReturnValue:
    session, feuille = _feuille(session_id)
    creneau = _creneau_choisi(feuille)
    return _montrer(session, feuille, creneau, CreneauForm())


@blueprint.post("/sessions/<session_id>/emargement")
def emarger(session_id: str) -> ResponseReturnValue:
    session, feuille = _feuille(session_id)
    creneau, form = _creneau_choisi(feuille), CreneauForm()
    # Demandée mais retirée entre-temps, une demi-journée ne se change pas en une autre.
    if creneau is None or request.args.get("creneau", creneau.creneau_id) != creneau.creneau_id:
        raise NotFound
    constats = [(p.inscription_id, p.presences.get(creneau.creneau_id)) for p in feuille.personnes]
    try:
        with transaction():
            saisies = form.saisies(creneau.creneau_id, constats)
            nombre = services.emarger(current_identity(), session_id, saisies)
    except RuleViolation as refus:
        show_violation(form, refus)
        return _montrer(session, feuille, creneau, form)
    flash(_bilan(nombre), "succes" if nombre else "info")
    adresse = url_for("parcours.emargement", session_id=session_id, creneau=creneau.creneau_id)
    return redirect(adresse, code=303)


@blueprint.get("/sessions/<session_id>/emargement/feuille")
def feuille_a_signer(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    session, feuille = _feuille(session_id)
    pas = COLONNES_PAR_FEUILLE
    return page(
        "parcours/feuille.html",
        session=session,
        feuille=feuille,
        lots=[feuille.creneaux[n : n + pas] for n in range(0, len(feuille.creneaux), pas)],
        organisme=comptes.organisation(acteur.organisation_key),
        equipe=formation.affectations(session.cle),
        DEMI_JOURNEES=LIBELLES_DEMI_JOURNEE,
    )


def _feuille(session_id: str) -> tuple[SessionFormation, EmargementVu]:
    acteur = current_identity()
    session, cible = queries.session_ouverte(acteur, session_id)
    require(acteur, A.EMARGER, cible)
    return session, queries.emargement(session.cle)


def _creneau_choisi(feuille: EmargementVu) -> CreneauVu | None:
    demande = request.args.get("creneau", "")
    trouve = next((c for c in feuille.creneaux if c.creneau_id == demande), None)
    return trouve or feuille.a_emarger(clock.today(queries.fuseau()))


def _montrer(
    session: SessionFormation, feuille: EmargementVu, creneau: CreneauVu | None, form: CreneauForm
) -> ResponseReturnValue:
    rang = feuille.creneaux.index(creneau) if creneau else 0
    jour = clock.today(queries.fuseau())
    return page(
        "parcours/emargement.html",
        form=form,
        session=session,
        feuille=feuille,
        creneau=creneau,
        rang=rang,
        a_venir=creneau is not None and creneau.jour > jour,
        nb_a_emarger=feuille.nb_a_emarger(jour),
        dites={
            p.inscription_id: request.form.get(nom_de_presence(p.inscription_id), "")
            for p in feuille.personnes
        },
        PRESENCES=LIBELLES_PRESENCE,
        DEMI_JOURNEES=LIBELLES_DEMI_JOURNEE,
        nom_de_presence=nom_de_presence,
        premier=feuille.ouvre_un_jour,
    )


def _bilan(nombre: int) -> str:
    if not nombre:
        return str(_("Rien n’a changé : ces présences étaient déjà constatées."))
    return ngettext("%(num)d présence constatée.", "%(num)d présences constatées.", nombre)
