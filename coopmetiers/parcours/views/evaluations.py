"""Évaluer : la grille d’un bloc, et la case choisie."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from coopmetiers.base import clock
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.formation.models import SessionFormation
from coopmetiers.parcours import queries
from coopmetiers.parcours.permissions import A, Cible
from coopmetiers.parcours.queries import FaitVu, GroupeVu
from coopmetiers.parcours.services import evaluations as services
from coopmetiers.parcours.views import blueprint, grille
from coopmetiers.parcours.views.panneau import (
    Panneau,
    designee,
    panneau,
)
from coopmetiers.parcours.views.rendu import page

#: Le temps pendant lequel une case se montre « modifiée à l’instant ».
INSTANT = timedelta(minutes=10)


@blueprint.get("/sessions/<session_id>/evaluation")
def groupe(session_id: str) -> ResponseReturnValue:
    return _montrer(*_grille(session_id))


@blueprint.post("/sessions/<session_id>/evaluation")
def evaluer(session_id: str) -> ResponseReturnValue:
    grille_vue = _grille(session_id)
    choisie = grille_vue[-1]
    if choisie is None:
        raise NotFound
    form, qui, code = choisie.form, choisie.ligne, choisie.competence.code
    if form.validate():
        try:
            with transaction():
                fait = services.evaluer(current_identity(), qui.inscription_id, form.saisie(code))
                evaluation_id = fait.evaluation_id
            adresse = url_for(
                "parcours.groupe", session_id=session_id, case=choisie.adresse, fait=evaluation_id
            )
            return redirect(adresse, code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return _montrer(*grille_vue)


def session_a_evaluer(session_id: str) -> tuple[SessionFormation, Cible]:
    acteur = current_identity()
    session, cible = queries.session_ouverte(acteur, session_id)
    require(acteur, A.EVALUER, cible)
    return session, cible


def _grille(session_id: str) -> tuple[SessionFormation, Cible, GroupeVu, Panneau | None]:
    session, cible = session_a_evaluer(session_id)
    case = request.args.get("case", "")
    vu = queries.groupe(
        session.cle,
        request.args.get("bloc"),
        request.args.get("version"),
        code_competence=designee(case)[1],
    )
    choisie = panneau(current_identity(), vu, session.cle, case) if case else None
    return session, cible, vu, choisie


def _montrer(
    session: SessionFormation, cible: Cible, vu: GroupeVu, choisie: Panneau | None
) -> ResponseReturnValue:
    # Un chiffre pressé dans la grille mène à la fiche ; tout autre chemin rend la main à la case.
    saisit = "niveau" in request.args or request.method == "POST"
    return page(
        "parcours/groupe.html",
        form=choisie.form if choisie else None,
        session=session,
        cible=cible,
        groupe=vu,
        choisie=choisie,
        saisit=saisit,
        annulable=_fait_a_l_instant(choisie),
        activites=grille.activites(vu.colonnes),
        lignes=_lignes(session, vu, choisie.adresse if choisie else "", revenir=not saisit),
    )


def _lignes(
    session: SessionFormation, vu: GroupeVu, ici: str, *, revenir: bool
) -> tuple[Markup, ...]:
    suivie = vu.version.version_id if vu.version and len(vu.versions) > 1 else None
    adresse = url_for("parcours.groupe", session_id=session.session_id, version=suivie)
    return grille.lignes(
        vu,
        f"{adresse}{'&' if suivie else '?'}case=",
        ici=ici,
        revenir=revenir,
        modifiee_depuis=clock.now() - INSTANT,
    )


def _fait_a_l_instant(choisie: Panneau | None) -> FaitVu | None:
    """Le fait qu’on vient d’écrire dans cette case, tant qu’il peut s’annuler dans la foulée."""
    ecrit = request.args.get("fait", "")
    fait = choisie.fait_annulable(ecrit) if choisie else None
    return fait if fait and fait.enregistree_a >= clock.now() - INSTANT else None
