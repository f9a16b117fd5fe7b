"""Le registre d’un certificateur : chercher, lire, télécharger, révoquer."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

from flask import Response, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import vault
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.pagination import paginate
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries
from coopmetiers.certification.enums import LIBELLES_DOCUMENT, EtatCertificat, NatureDocument
from coopmetiers.certification.forms.jurys import FiltreCertificatsForm, RevocationForm
from coopmetiers.certification.permissions import A
from coopmetiers.certification.services import certificats as services
from coopmetiers.certification.views import blueprint
from coopmetiers.certification.views.rendu import page


@blueprint.get("/certificats")
def certificats() -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.CONSULTER_CERTIFICATS)
    form = FiltreCertificatsForm()
    form.offrir()
    valide = form.validate()
    etat = EtatCertificat(form.etat.data) if valide and form.etat.data else None
    cherche = (form.q.data or "") if valide else ""
    filtres = {"q": cherche, "etat": etat or ""}
    return page(
        "certification/certificats.html",
        filtre=form,
        trouves=paginate(
            queries.certificats(etat=etat, cherche=cherche), request.args.get("page", 1, int)
        ),
        filtres=bool(etat or cherche),
        adresse=f"{url_for('certification.certificats')}?{urlencode(filtres)}",
    )


@blueprint.get("/certificats/<certificat_id>")
def certificat(certificat_id: str) -> ResponseReturnValue:
    vu = queries.certificat_vu(current_identity(), certificat_id)
    return page("certification/certificat.html", certificat=vu)


@blueprint.get("/certificats/<certificat_id>/document")
def telecharger(certificat_id: str) -> Response:
    entree = queries.document_a_telecharger(current_identity(), certificat_id)
    if entree.empreinte_pdf is None:
        raise NotFound
    extrait = entree.extrait
    nature = _(LIBELLES_DOCUMENT[NatureDocument(extrait["nature"])])
    nom = f"{nature} {extrait['bloc']['code']}, {extrait['titulaire']} {extrait['numero']}.pdf"
    return send_file(
        BytesIO(vault.fetch(entree.empreinte_pdf)),
        mimetype="application/pdf",
        download_name=nom,
        as_attachment=True,
    )


@blueprint.route("/certificats/<certificat_id>/revocation", methods=["GET", "POST"])
def revocation(certificat_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vu = queries.certificat_vu(acteur, certificat_id)
    require(acteur, A.REVOQUER)
    form = RevocationForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.revoquer(acteur, certificat_id, motif=form.motif.data)
            flash(_("Le document est révoqué : la vérification le dit déjà."), "succes")
            fiche = url_for("certification.certificat", certificat_id=certificat_id)
            return redirect(fiche, code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("certification/revocation.html", certificat=vu, form=form)
