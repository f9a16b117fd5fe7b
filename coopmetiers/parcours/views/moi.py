"""Le parcours vu par la personne elle-même : où j’en suis, mes dates, preuves, documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import clock
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound
from coopmetiers.base.i18n import _
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries as certification
from coopmetiers.formation import queries as formation
from coopmetiers.formation.enums import LIBELLES_DEMI_JOURNEE
from coopmetiers.parcours import queries
from coopmetiers.parcours.enums import LIBELLES_PRESENCE, EtatInscription
from coopmetiers.parcours.forms.autopositionnements import SituerForm, nom_de_niveau
from coopmetiers.parcours.queries import InscriptionVue
from coopmetiers.parcours.rules.progression import BlocSuivi, part_de_soi
from coopmetiers.parcours.services import autopositionnements as services
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.rendu import page
from coopmetiers.referentiel import queries as referentiel


@blueprint.get("/moi")
def moi() -> ResponseReturnValue:
    miennes, vue = _mienne()
    if vue is None:
        return page("parcours/sans_parcours.html", onglet="moi")
    jour = clock.today()
    soi = queries.niveaux_dits_par_soi(vue.cle)
    suivi = queries.progression(vue.cle, decidees(vue), connue=vue)
    a_venir = [c for c in formation.creneaux(vue.cle_session) if c.jour >= jour]
    return page(
        "parcours/moi.html",
        onglet="moi",
        miennes=miennes,
        vue=vue,
        progression=suivi,
        soi=soi,
        radar=_axes(suivi.exiges, soi),
        a_venir=a_venir[:4],
        documents=certification.documents_de(vue.cle_utilisateur),
        DEMI_JOURNEES=LIBELLES_DEMI_JOURNEE,
    )


@blueprint.route("/moi/situer", methods=["GET", "POST"])
def me_situer() -> ResponseReturnValue:
    _miennes, vue = _mienne()
    suivi = queries.progression(vue.cle, connue=vue) if vue else None
    if vue is None or suivi is None or not suivi.exiges:
        return page("parcours/sans_parcours.html", onglet="moi")
    bloc = _bloc_choisi(suivi.exiges)
    codes = [c.code for c in bloc.competences]
    form = SituerForm(codes, queries.niveaux_dits_par_soi(vue.cle))
    if form.validate_on_submit():
        with transaction():
            services.se_situer(current_identity(), vue.inscription_id, form.saisie(codes))
        flash(_("C’est noté, à part de ce que d’autres ont observé."), "succes")
        adresse = url_for("parcours.me_situer", inscription=vue.inscription_id, bloc=bloc.code)
        return redirect(adresse, code=303)
    return page(
        "parcours/me_situer.html",
        form=form,
        vue=vue,
        progression=suivi,
        bloc=bloc,
        niveaux=referentiel.echelle(vue.cle_version).niveaux,
        nom_de_niveau=nom_de_niveau,
    )


@blueprint.get("/moi/dates")
def mes_dates() -> ResponseReturnValue:
    miennes, vue = _mienne()
    if vue is None:
        return page("parcours/sans_parcours.html", onglet="dates")
    return page(
        "parcours/mes_dates.html",
        onglet="dates",
        miennes=miennes,
        vue=vue,
        jour=clock.today(),
        presences=queries.presences_de(vue.cle, vue.cle_session),
        PRESENCES=LIBELLES_PRESENCE,
        DEMI_JOURNEES=LIBELLES_DEMI_JOURNEE,
    )


@blueprint.get("/moi/preuves")
def mes_preuves() -> ResponseReturnValue:
    miennes, vue = _mienne()
    if vue is None:
        return page("parcours/sans_parcours.html", onglet="preuves")
    preuves = queries.preuves_de(vue.cle)
    return page(
        "parcours/mes_preuves.html", onglet="preuves", miennes=miennes, vue=vue, preuves=preuves
    )


@blueprint.get("/moi/documents")
def mes_documents() -> ResponseReturnValue:
    miennes, vue = _mienne()
    cle = current_identity().user_key
    documents = certification.documents_de(cle) if cle is not None else ()
    return page(
        "parcours/mes_documents.html",
        onglet="documents",
        miennes=miennes,
        vue=vue,
        documents=documents,
    )


def decidees(vue: InscriptionVue) -> frozenset[str]:
    """Les compétences qu’un document délivré atteste déjà, pour la version que la personne suit."""
    return certification.competences_acquises(
        vue.cle_utilisateur, vue.code_referentiel, vue.version
    )


def _bloc_choisi(exiges: Sequence[BlocSuivi]) -> BlocSuivi:
    """Le bloc demandé, à défaut le premier ; `NotFound` si l’on se situe sur un bloc non exigé."""
    demande = request.args.get("bloc")
    bloc = next((b for b in exiges if b.code == demande), exiges[0])
    if request.method == "POST" and demande not in {None, bloc.code}:
        raise NotFound
    return bloc


def _axes(blocs: Sequence[BlocSuivi], soi: Mapping[str, int]) -> list[tuple[object, ...]]:
    """Les axes du radar ; l’avis de la personne n’y est que si elle en a donné un."""
    if not soi:
        return [(b.code, b.intitule, b.k, b.n) for b in blocs]
    return [(b.code, b.intitule, b.k, b.n, *part_de_soi(b, soi)) for b in blocs]


def _mienne() -> tuple[tuple[InscriptionVue, ...], InscriptionVue | None]:
    """Mes inscriptions, et celle qu’on regarde : la demandée, sinon la dernière en cours.

    Une inscription demandée qui n’est pas à soi n’existe pas : `NotFound`.
    """
    miennes = queries.mes_inscriptions(current_identity())
    demandee = request.args.get("inscription")
    if demandee is not None:
        choisie = next((vue for vue in miennes if vue.inscription_id == demandee), None)
        if choisie is None:
            raise NotFound
        return miennes, choisie
    en_cours = [vue for vue in miennes if vue.etat == EtatInscription.EN_COURS]
    return miennes, next(iter(en_cours or miennes), None)
