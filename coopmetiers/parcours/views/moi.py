"""Le parcours vu par la personne elle-même : où j’en suis, mes dates, preuves, documents."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from coopmetiers.base import clock
from coopmetiers.base.errors import NotFound
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries as certification
from coopmetiers.formation import queries as formation
from coopmetiers.formation.enums import LIBELLES_DEMI_JOURNEE
from coopmetiers.parcours import queries
from coopmetiers.parcours.enums import LIBELLES_PRESENCE, EtatInscription
from coopmetiers.parcours.queries import InscriptionVue
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.rendu import page


@blueprint.get("/moi")
def moi() -> ResponseReturnValue:
    miennes, vue = _mienne()
    if vue is None:
        return page("parcours/sans_parcours.html", onglet="moi")
    jour = clock.today()
    a_venir = [c for c in formation.creneaux(vue.cle_session) if c.jour >= jour]
    return page(
        "parcours/moi.html",
        onglet="moi",
        miennes=miennes,
        vue=vue,
        progression=queries.progression(vue.cle, connue=vue),
        a_venir=a_venir[:4],
        documents=certification.documents_de(vue.cle_utilisateur),
        DEMI_JOURNEES=LIBELLES_DEMI_JOURNEE,
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
