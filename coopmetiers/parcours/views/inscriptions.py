"""Les inscrit·es d’une session : leur liste, une personne de plus, une liste collée."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import clock
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _, ngettext, refusal_text
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.rules import SaisieInvitation
from coopmetiers.comptes.services import invitations
from coopmetiers.formation import queries as formation
from coopmetiers.formation.queries import SessionVue
from coopmetiers.parcours import queries
from coopmetiers.parcours.forms.inscriptions import ListeForm, PersonneForm
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries.matrice import suivis_de
from coopmetiers.parcours.rules.inscription import SaisieInscription
from coopmetiers.parcours.rules.liste_collee import Cadre, ListeLue, lire_liste
from coopmetiers.parcours.rules.progression import total
from coopmetiers.parcours.services import inscriptions as services
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.rendu import page
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.queries import MetierVu


@blueprint.get("/sessions/<session_id>/inscriptions")
def inscriptions(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    session = formation.session_vue(acteur, session_id)
    suivis = {suivi.inscription_id: suivi.blocs for suivi in suivis_de(session.cle)}
    return page(
        "parcours/inscriptions.html",
        session=session,
        lignes=queries.inscriptions_de(session.cle),
        frises={qui: [(b.code, b.k, b.n) for b in blocs] for qui, blocs in suivis.items()},
        totaux={qui: total(blocs) for qui, blocs in suivis.items()},
    )


@blueprint.route("/sessions/<session_id>/inscriptions/nouvelle", methods=["GET", "POST"])
def nouvelle_inscription(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    session = formation.session_vue(acteur, session_id)
    require(acteur, A.INSCRIRE)
    form = PersonneForm()
    form.offrir(_choix(referentiel.metiers(session.cle_version)))
    if form.validate_on_submit():
        try:
            with transaction():
                _inviter_et_inscrire(acteur, session_id, [form.saisie()])
            nom = f"{form.prenom.data} {form.nom.data}"
            flash(_("%(nom)s est inscrit·e, et prévenu·e par courriel.", nom=nom), "succes")
            return redirect(url_for("parcours.inscriptions", session_id=session_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("parcours/nouvelle_inscription.html", form=form, session=session)


@blueprint.route("/sessions/<session_id>/inscriptions/liste", methods=["GET", "POST"])
def liste_collee(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    session = formation.session_vue(acteur, session_id)
    require(acteur, A.INSCRIRE)
    metiers = referentiel.metiers(session.cle_version)
    form = ListeForm()
    form.offrir(_choix(metiers))
    lue = None
    if form.validate_on_submit():
        lue = lire_liste(form.liste.data, _cadre(form, session, metiers))
        _montrer_fautes(form, lue)
        if lue.est_juste and request.form.get("etape") == "inscrire":
            with transaction():
                _inviter_et_inscrire(acteur, session_id, lue.saisies)
            flash(_bilan(len(lue.lignes)), "succes")
            return redirect(url_for("parcours.inscriptions", session_id=session_id), code=303)
    return page(
        "parcours/liste_collee.html",
        form=form,
        session=session,
        lue=lue,
        dire_refus=refusal_text,
        metiers={metier.code: metier.libelle for metier in metiers},
    )


def _inviter_et_inscrire(
    acteur: Identity, session_id: str, saisies: Sequence[SaisieInscription]
) -> None:
    """Deux services dans un même acte : chacun·e a un compte, puis tou·tes sont inscrit·es."""
    for saisie in saisies:
        invitee = SaisieInvitation(saisie.prenom, saisie.nom, saisie.email, Role.APPRENANT)
        invitations.inviter(acteur, invitee)
    services.inscrire(acteur, session_id, saisies)


def _cadre(form: ListeForm, session: SessionVue, metiers: Sequence[MetierVu]) -> Cadre:
    return Cadre(
        metiers={
            metier.code: (metier.libelle, metier.libelle_feminin, metier.libelle_masculin)
            for metier in metiers
        },
        code_metier=form.code_metier.data,
        exercice=form.exercice.data,
        deja_inscrits=queries.courriels_inscrits(session.cle),
        aujourd_hui=clock.today(queries.fuseau()),
    )


def _montrer_fautes(form: ListeForm, lue: ListeLue) -> None:
    """Les fautes de toute la liste sur le champ ; celles des lignes, comptées une fois."""
    for faute in lue.fautes:
        show_violation(form, faute)
    if lue.nb_lignes_fausses:
        form.liste.errors = [
            *form.liste.errors,
            ngettext(
                "%(num)d ligne est à reprendre ; rien n’est encore inscrit.",
                "%(num)d lignes sont à reprendre ; rien n’est encore inscrit.",
                lue.nb_lignes_fausses,
            ),
        ]


def _choix(metiers: Sequence[MetierVu]) -> list[tuple[str, str]]:
    return [(metier.code, metier.libelle) for metier in metiers]


def _bilan(nombre: int) -> str:
    return ngettext(
        "%(num)d personne est inscrite, et prévenue par courriel.",
        "%(num)d personnes sont inscrites, et prévenues par courriel.",
        nombre,
    )
