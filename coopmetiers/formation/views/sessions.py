"""Les sessions : leur liste, leur ouverture, leur fiche."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import clock
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.formation import queries
from coopmetiers.formation.enums import (
    LIBELLES_ETAT_SESSION,
    LIBELLES_MODALITE,
    LIBELLES_ROLE_SESSION,
    EtatSession,
    ModaliteSession,
)
from coopmetiers.formation.forms.formations import FiltreForm
from coopmetiers.formation.forms.sessions import OuvertureForm, SessionForm
from coopmetiers.formation.permissions import A
from coopmetiers.formation.services import sessions as services
from coopmetiers.formation.views import blueprint
from coopmetiers.formation.views.calendrier import Semaines, calendrier, par_jour
from coopmetiers.formation.views.rendu import page
from coopmetiers.parcours import queries as parcours


@blueprint.get("/sessions")
def sessions() -> ResponseReturnValue:
    acteur, jour = current_identity(), clock.today()
    require(acteur, A.LIRE_SESSION)
    form = FiltreForm()
    nombres = queries.nb_sessions(acteur, le=jour)
    etat = _etat_demande(request.args.get("etat", ""), nombres)
    recherche = form.q.data or ""
    trouvees = queries.liste_sessions(
        acteur, etat, le=jour, recherche=recherche, page=request.args.get("page", 1, int)
    )
    filtres = urlencode({"etat": etat, "q": recherche})
    return page(
        "formation/sessions.html",
        form=form,
        etat=etat,
        nombres=nombres,
        page=trouvees,
        recherche=recherche,
        inscrits=parcours.nb_inscriptions([session.cle for session in trouvees.items]),
        adresse=f"{url_for('formation.sessions')}?{filtres}",
        ETATS=LIBELLES_ETAT_SESSION,
    )


@blueprint.get("/sessions/nouvelle")
def choisir_formation() -> ResponseReturnValue:
    require(current_identity(), A.OUVRIR_SESSION)
    formations = queries.catalogue(le=clock.today(), page=request.args.get("page", 1, int))
    return page("formation/choisir_formation.html", page=formations)


@blueprint.route("/formations/<formation_id>/sessions/nouvelle", methods=["GET", "POST"])
def nouvelle_session(formation_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    formation = queries.formation_vue(acteur, formation_id)
    require(acteur, A.OUVRIR_SESSION)
    form = OuvertureForm(intitule=formation.intitule, modalite=ModaliteSession.PRESENTIEL)
    etape = request.form.get("etape", "")
    semaines: Semaines = ()
    if form.validate_on_submit():
        try:
            semaines = calendrier(form, form.saisie(), etape=etape)
            if etape == "ouvrir":
                with transaction():
                    session = services.ouvrir(acteur, formation_id, form.saisie(), form.horaires())
                    session_id = session.session_id
                flash(_("La session est ouverte. Affectez maintenant son équipe."), "succes")
                return redirect(url_for("formation.session", session_id=session_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page(
        "formation/nouvelle_session.html", form=form, formation=formation, semaines=semaines
    )


@blueprint.get("/sessions/<session_id>")
def session(session_id: str) -> ResponseReturnValue:
    vue = queries.session_vue(current_identity(), session_id)
    creneaux = queries.creneaux(vue.cle)
    jour = clock.today()
    return page(
        "formation/session.html",
        session=vue,
        etat=vue.etat(jour),
        jours=par_jour(creneaux),
        prochain=next((creneau for creneau in creneaux if creneau.jour >= jour), None),
        affectations=queries.affectations(vue.cle),
        nb_inscrits=parcours.nb_inscriptions([vue.cle]).get(vue.cle, 0),
        EtatSession=EtatSession,
        MODALITES=LIBELLES_MODALITE,
        ROLES=LIBELLES_ROLE_SESSION,
    )


@blueprint.route("/sessions/<session_id>/modification", methods=["GET", "POST"])
def modification_session(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.session_vue(acteur, session_id)
    require(acteur, A.MODIFIER_SESSION)
    form = SessionForm(obj=vue)
    if form.validate_on_submit():
        try:
            with transaction():
                services.modifier(acteur, session_id, form.saisie())
            flash(_("La session est enregistrée."), "succes")
            return redirect(url_for("formation.session", session_id=session_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("formation/modification_session.html", form=form, session=vue)


def _etat_demande(dit: str, nombres: dict[EtatSession, int]) -> EtatSession:
    """L’état demandé ; à défaut les sessions en cours s’il y en a, puis celles à venir."""
    if dit in set(EtatSession):
        return EtatSession(dit)
    rangs = (EtatSession.EN_COURS, EtatSession.A_VENIR, EtatSession.PASSEE)
    return next((etat for etat in rangs if nombres[etat]), EtatSession.EN_COURS)
