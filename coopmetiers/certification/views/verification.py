"""Vérifier un document, sans compte : ce que dit le registre, et rien de plus."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import clock
from coopmetiers.base.i18n import _
from coopmetiers.base.identifiers import grouped, is_code, normalize_code
from coopmetiers.base.limits import limiter
from coopmetiers.base.web import public
from coopmetiers.certification.forms.verification import FichierForm, NomForm, VerificationForm
from coopmetiers.certification.services import verification as services
from coopmetiers.certification.services.verification import Constat, VerdictFichier
from coopmetiers.certification.views import blueprint
from coopmetiers.certification.views.rendu import page
from coopmetiers.referentiel import queries as referentiel

#: Un code ne se devine pas, un nom presque : dix essais par minute et par adresse, pages ensemble.
_essais = limiter.shared_limit("10 per minute", scope="verification")


@blueprint.get("/v")
@public
def verifier() -> ResponseReturnValue:
    return _sans_trace(page("certification/verifier.html", form=VerificationForm(), verdict=None))


@blueprint.post("/v")
@public
@_essais
def verifier_document() -> ResponseReturnValue:
    form = VerificationForm()
    if not form.validate_on_submit():
        return _sans_trace(page("certification/verifier.html", form=form, verdict=None))
    code = normalize_code(form.code.data or "")
    if code and not (form.octets or form.empreinte.data):
        return redirect(url_for("certification.verification", code=code), code=303)
    verdict, constat = _examiner(form, code)
    if code:
        return _montrer(code, services.constater(code), verdict=verdict)
    if constat is None:
        return _sans_trace(page("certification/verifier.html", form=form, verdict=verdict))
    return _montrer("", constat, verdict=verdict)


@blueprint.get("/v/<code>")
@public
@_essais
def verification(code: str) -> ResponseReturnValue:
    return _montrer(code, services.constater(code))


@blueprint.post("/v/<code>/fichier")
@public
@_essais
def comparer_fichier(code: str) -> ResponseReturnValue:
    form, constat = FichierForm(), services.constater(code)
    verdict = None
    if form.validate_on_submit():
        if form.octets or form.empreinte.data:
            verdict, _constat = _examiner(form, code)
        else:
            form.fichier.errors = [_("Choisissez le PDF à comparer ; celui-ci est vide ou absent.")]
    return _montrer(code, constat, verdict=verdict, fichier_form=form)


@blueprint.post("/v/<code>/nom")
@public
@_essais
def comparer_nom(code: str) -> ResponseReturnValue:
    form, constat = NomForm(), services.constater(code)
    meme = services.comparer_nom(code, form.nom.data) if form.validate_on_submit() else None
    return _montrer(code, constat, meme_nom=meme, nom_form=form)


def _examiner(form: FichierForm, code: str) -> tuple[VerdictFichier, Constat | None]:
    if form.octets:
        return services.examiner(form.octets, code)
    return services.examiner_empreinte(str(form.empreinte.data), code)


def _montrer(code: str, constat: Constat | None, **reponses: Any) -> Response:
    """La page d’un code ; `reponses` dit ce qu’ont donné les comparaisons demandées."""
    normalise = normalize_code(code)
    contexte = {
        "code": grouped(normalise) if is_code(normalise) else "",
        "constat": constat,
        "verdict": None,
        "meme_nom": None,
        "en_vigueur": _autre_version_en_vigueur(constat),
        "verifie_a": clock.now(),
        "fichier_form": reponses.pop("fichier_form", None) or FichierForm(),
        "nom_form": reponses.pop("nom_form", None) or NomForm(),
        "autre_form": VerificationForm(formdata=None),
    }
    reponse = _sans_trace(page("certification/verification.html", **(contexte | reponses)))
    if constat is None:
        reponse.status_code = 404
    return reponse


def _autre_version_en_vigueur(constat: Constat | None) -> str | None:
    """La version publiée aujourd’hui, si ce n’est pas celle du document."""
    if constat is None:
        return None
    lu = constat.extrait["referentiel"]
    offertes = [v.version for v in referentiel.versions_offertes() if v.code == lu["code"]]
    return next((version for version in offertes if version != lu["version"]), None)


def _sans_trace(contenu: ResponseReturnValue) -> Response:
    """La page ne va dans aucun moteur de recherche."""
    reponse = make_response(contenu)
    reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
    return reponse
