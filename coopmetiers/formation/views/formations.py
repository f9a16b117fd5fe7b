"""Le catalogue, la fiche d’une formation, son archivage."""

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
from coopmetiers.formation.enums import EtatSession
from coopmetiers.formation.forms.formations import FicheForm, FiltreForm, FormationForm
from coopmetiers.formation.permissions import A
from coopmetiers.formation.services import formations as services
from coopmetiers.formation.views import blueprint
from coopmetiers.formation.views.rendu import page
from coopmetiers.referentiel import queries as referentiel


@blueprint.get("/formations")
def liste() -> ResponseReturnValue:
    require(current_identity(), A.LIRE_FORMATION)
    form = FiltreForm()
    recherche, archivees = form.q.data or "", "archivees" in request.args
    trouvees = queries.catalogue(
        recherche,
        archivees=archivees,
        page=request.args.get("page", 1, int),
        le=clock.today(),
    )
    filtres = {"q": recherche, **({"archivees": "1"} if archivees else {})}
    return page(
        "formation/liste.html",
        form=form,
        page=trouvees,
        recherche=recherche,
        archivees=archivees,
        nb_archivees=queries.nb_archivees(),
        adresse=f"{url_for('formation.liste')}?{urlencode(filtres)}",
    )


@blueprint.route("/formations/nouvelle", methods=["GET", "POST"])
def nouvelle() -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.CREER_FORMATION)
    form = FormationForm()
    versions = [
        (v.version_id, _("%(titre)s, version %(version)s", titre=v.titre, version=v.version))
        for v in referentiel.versions_offertes()
    ]
    form.offrir(versions)
    if form.validate_on_submit():
        try:
            with transaction():
                formation_id = services.creer(acteur, form.saisie()).formation_id
            flash(_("La formation est au catalogue. Écrivez maintenant ses modules."), "succes")
            return redirect(url_for("formation.modules", formation_id=formation_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("formation/nouvelle.html", form=form, versions=versions)


@blueprint.get("/formations/<formation_id>")
def fiche(formation_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    formation = queries.formation_vue(acteur, formation_id)
    couverture = queries.couverture(formation.cle)
    return page(
        "formation/fiche.html",
        formation=formation,
        lecture=queries.perimetre(formation.cle_version).lire(couverture),
        couverture=couverture,
        sessions=queries.sessions_de(acteur, formation.cle),
        aujourd_hui=clock.today(),
        EtatSession=EtatSession,
    )


@blueprint.route("/formations/<formation_id>/modification", methods=["GET", "POST"])
def modification(formation_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    formation = queries.formation_vue(acteur, formation_id)
    require(acteur, A.MODIFIER_FORMATION)
    form = FicheForm(obj=formation)
    if form.validate_on_submit():
        try:
            with transaction():
                services.modifier(acteur, formation_id, form.saisie())
            flash(_("La fiche est enregistrée."), "succes")
            return redirect(url_for("formation.fiche", formation_id=formation_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("formation/modification.html", form=form, formation=formation)


@blueprint.route("/formations/<formation_id>/archivage", methods=["GET", "POST"])
def archivage(formation_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    formation = queries.formation_vue(acteur, formation_id)
    require(acteur, A.ARCHIVER_FORMATION)
    if request.method == "POST":
        with transaction():
            services.archiver(acteur, formation_id)
        flash(_("« %(nom)s » est sortie du catalogue.", nom=formation.intitule), "succes")
        return redirect(url_for("formation.fiche", formation_id=formation_id), code=303)
    sessions = queries.sessions_de(acteur, formation.cle)
    vivantes = [s for s in sessions if s.etat(clock.today()) != EtatSession.PASSEE]
    return page("formation/archivage.html", formation=formation, vivantes=vivantes)


@blueprint.post("/formations/<formation_id>/desarchivage")
def desarchivage(formation_id: str) -> ResponseReturnValue:
    with transaction():
        services.desarchiver(current_identity(), formation_id)
    flash(_("La formation est de nouveau au catalogue."), "succes")
    return redirect(url_for("formation.fiche", formation_id=formation_id), code=303)
