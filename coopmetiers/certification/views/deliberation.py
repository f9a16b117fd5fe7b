"""Délibérer : le dossier et les preuves d’un côté, la décision de l’autre, bloc par bloc."""

from __future__ import annotations

from io import BytesIO

from flask import Response, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import vault
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.i18n import _, ngettext, refusal_text
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries
from coopmetiers.certification.enums import LIBELLES_BLOC
from coopmetiers.certification.forms.decisions import ADecider, DecisionsForm, formulaire
from coopmetiers.certification.queries.candidatures import BlocADecider, CandidatureVue
from coopmetiers.certification.services import decisions as services
from coopmetiers.certification.views import blueprint
from coopmetiers.certification.views.rendu import page


@blueprint.get("/jurys/<jury_id>/candidatures/<candidature_id>")
def candidature(jury_id: str, candidature_id: str) -> ResponseReturnValue:
    vue = queries.candidature_vue(current_identity(), jury_id, candidature_id)
    bloc = vue.bloc(request.args.get("bloc"))
    return _montrer(vue, bloc, _formulaire(vue, bloc))


@blueprint.post("/jurys/<jury_id>/candidatures/<candidature_id>/decisions")
def decider(jury_id: str, candidature_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.candidature_vue(acteur, jury_id, candidature_id)
    bloc = vue.bloc(request.args.get("bloc"))
    # Un bloc que le dossier n’a pas ne se décide pas à la place d’un autre.
    if request.args.get("bloc", bloc.bloc.code) != bloc.bloc.code:
        raise NotFound
    form, reste = _formulaire(vue, bloc), "reste" in request.form
    if form.validate_on_submit():
        try:
            with transaction():
                saisies = form.saisies(refuser_le_reste=reste)
                nombre = services.enregistrer(acteur, jury_id, candidature_id, saisies)
                services.attendre_piece(
                    acteur,
                    jury_id,
                    candidature_id,
                    code_bloc=bloc.bloc.code,
                    libelle=form.piece.data or "",
                )
            return _suite(jury_id, candidature_id, bloc, nombre)
        except RuleViolation as refus:
            form.montrer_refus(refus, refuser_le_reste=reste)
    return _montrer(vue, bloc, form)


@blueprint.post("/jurys/<jury_id>/candidatures/<candidature_id>/suggestions")
def suivre_suggestions(jury_id: str, candidature_id: str) -> ResponseReturnValue:
    code_bloc = request.args.get("bloc", "")
    try:
        with transaction():
            nombre = services.suivre_suggestions(
                current_identity(), jury_id, candidature_id, code_bloc
            )
        _dire(nombre)
    except RuleViolation as refus:
        flash(refusal_text(refus), "erreur")
    ici = url_for(
        "certification.candidature",
        jury_id=jury_id,
        candidature_id=candidature_id,
        bloc=code_bloc,
        _anchor="decision",
    )
    return redirect(ici, code=303)


@blueprint.get("/jurys/<jury_id>/candidatures/<candidature_id>/pieces/<piece_id>")
def piece(jury_id: str, candidature_id: str, piece_id: str) -> Response:
    trouvee = queries.piece_du_dossier(current_identity(), jury_id, candidature_id, piece_id)
    reponse = send_file(
        BytesIO(vault.fetch(str(trouvee.empreinte))),
        mimetype=trouvee.type_mime or "application/octet-stream",
        download_name=trouvee.nom_fichier or "preuve",
        as_attachment=True,
    )
    # Déposé par une personne de l’extérieur : rien de ce fichier ne s’exécute dans la maison.
    reponse.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return reponse


def _formulaire(vue: CandidatureVue, bloc: BlocADecider) -> DecisionsForm:
    a_decider = [
        ADecider(
            c.dossier.code,
            c.dossier.seuil,
            c.decision.resultat if c.decision else None,
            c.decision.niveau if c.decision else None,
            c.decision.motif if c.decision else "",
        )
        for c in bloc.competences
        if not c.dossier.deja_acquise
    ]
    niveaux = len(vue.dossier.referentiel.niveaux)
    piece_attendue = bloc.bloc.piece_attendue or ""
    return formulaire(a_decider, niveau_maximum=niveaux, piece=piece_attendue)


def _montrer(vue: CandidatureVue, bloc: BlocADecider, form: DecisionsForm) -> ResponseReturnValue:
    codes = {c.dossier.code for c in bloc.competences}
    return page(
        "certification/candidature.html",
        vue=vue,
        bloc=bloc,
        form=form,
        pieces=[piece for piece in vue.pieces if codes & set(piece.codes)],
        noms_des_pieces={piece.preuve_id: piece.libelle for piece in vue.pieces},
        modalites={m.code: m.libelle for m in vue.dossier.referentiel.modalites},
    )


def _dire(nombre: int, decide: BlocADecider | None = None) -> None:
    """Combien de décisions viennent d’être prises, et ce que devient un bloc entièrement décidé."""
    if not nombre:
        return
    texte = ngettext("%(num)s décision enregistrée.", "%(num)s décisions enregistrées.", nombre)
    if decide is not None and not decide.restant:
        resultat = _(LIBELLES_BLOC[decide.bloc.resultat]).lower()
        texte += " " + _("%(bloc)s : %(resultat)s.", bloc=decide.bloc.code, resultat=resultat)
    flash(texte, "succes")


def _suite(
    jury_id: str, candidature_id: str, fait: BlocADecider, nombre: int
) -> ResponseReturnValue:
    """Le bloc s’il y reste à trancher, puis le suivant, la personne suivante, enfin le jury."""
    vue = queries.candidature_vue(current_identity(), jury_id, candidature_id)
    bloc = vue.bloc(fait.bloc.code)
    _dire(nombre, bloc)
    if not bloc.restant:
        bloc = vue.bloc(None)
    suivante = candidature_id
    if not bloc.restant:
        if vue.a_suivre is None:
            return redirect(url_for("certification.jury", jury_id=jury_id), code=303)
        suivante = vue.a_suivre.candidature_id
    adresse = url_for(
        "certification.candidature",
        jury_id=jury_id,
        candidature_id=suivante,
        bloc=bloc.bloc.code if suivante == candidature_id else None,
    )
    return redirect(adresse, code=303)
