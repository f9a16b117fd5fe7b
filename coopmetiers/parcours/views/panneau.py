"""Le panneau d’une case : ce qu’elle demande, ce qui en a été dit, de quoi en dire plus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request

from coopmetiers.base import clock
from coopmetiers.base.identity import Identity
from coopmetiers.parcours import queries
from coopmetiers.parcours.forms.evaluations import EvaluationForm
from coopmetiers.parcours.queries import CaseVue, FaitVu, GroupeVu, LigneVue, PreuveVue
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.queries import CompetenceVue, NiveauVu

#: Au-delà, la dernière saisie ne dit plus rien de celle qui commence.
MEMOIRE = timedelta(hours=12)


@dataclass(frozen=True)
class Panneau:
    """Une personne, une compétence, son histoire."""

    ligne: LigneVue
    competence: CompetenceVue
    seuil: int
    case: CaseVue | None
    niveaux: tuple[NiveauVu, ...]
    criteres: tuple[str, ...]
    faits: tuple[FaitVu, ...]
    form: EvaluationForm
    #: Où la personne se situe elle-même ; compté à part.
    soi: int | None
    #: Rang → combien de personnes du groupe y sont pour cette compétence.
    repartition: Counter[int]

    @property
    def adresse(self) -> str:
        """Ce qui désigne la case dans une adresse."""
        return f"{self.ligne.inscription_id}:{self.competence.code}"

    def fait_annulable(self, evaluation_id: str) -> FaitVu | None:
        """Le fait qu’on vient d’écrire, s’il peut encore s’annuler."""
        return next(
            (f for f in self.faits if f.evaluation_id == evaluation_id and f.est_vivant), None
        )


def designee(texte: str) -> tuple[str, str]:
    """(identifiant d’inscription, code de compétence) d’une case nommée dans une adresse."""
    inscription_id, _deux_points, code = texte.partition(":")
    return inscription_id, code


def panneau(acteur: Identity, groupe: GroupeVu, cle_session: int, case: str) -> Panneau | None:
    """Le panneau de la case nommée ; rien si elle n’est pas dans cette grille, ou pas exigée."""
    inscription_id, code = designee(case)
    ligne = next((li for li in groupe.lignes if li.inscription_id == inscription_id), None)
    if ligne is None or code not in ligne.seuils:
        return None
    competence = referentiel.competences(groupe.cle_version)[code]
    niveaux = referentiel.echelle(groupe.cle_version).niveaux
    form = _formulaire(acteur, cle_session)
    form.offrir(
        rangs=[niveau.rang for niveau in niveaux],
        modalites=modalites_offertes(groupe.cle_version, competence),
        preuves=_preuves(queries.preuves_de(ligne.cle), code),
    )
    return Panneau(
        ligne=ligne,
        competence=competence,
        seuil=ligne.seuils[code],
        case=ligne.cases.get(code),
        niveaux=niveaux,
        criteres=referentiel.criteres(groupe.cle_version).get(code, ()),
        faits=queries.faits_de_la_case(ligne.cle, competence.element_id),
        form=form,
        soi=queries.niveaux_dits_par_soi(ligne.cle).get(code),
        repartition=repartition(groupe, code),
    )


def repartition(groupe: GroupeVu, code: str) -> Counter[int]:
    """Rang → nombre de personnes ; 0 pour celles que personne n’a évaluées."""
    return Counter(
        ligne.cases[code].niveau if code in ligne.cases else 0
        for ligne in groupe.lignes
        if code in ligne.seuils
    )


def modalites_offertes(cle_version: int, competence: CompetenceVue) -> list[tuple[str, str]]:
    """Les modalités de la version, celles de la compétence d’abord."""
    modalites = {m.code: m.libelle for m in referentiel.modalites(cle_version)}
    siennes = [code for code in competence.modalites if code in modalites]
    autres = [code for code in modalites if code not in siennes]
    return [(code, f"{code} {modalites[code]}") for code in (*siennes, *autres)]


def contexte_du_jour(acteur: Identity, cle_session: int) -> dict[str, str | date]:
    """La situation, la modalité et le jour de la dernière saisie, pour ne pas les redire."""
    dernier = queries.dernier_contexte(acteur, cle_session, depuis=clock.now() - MEMOIRE)
    if dernier is None:
        return {"observee_le": clock.today(queries.fuseau())}
    return {
        "situation": dernier.situation,
        "code_modalite": dernier.code_modalite,
        "observee_le": dernier.observee_le,
    }


def _formulaire(acteur: Identity, cle_session: int) -> EvaluationForm:
    choisi = request.args.get("niveau", "")
    return EvaluationForm(niveau=choisi, **contexte_du_jour(acteur, cle_session))


def _preuves(preuves: Sequence[PreuveVue], code: str) -> list[tuple[str, str]]:
    """Les preuves de la personne, celles qui nomment la compétence d’abord."""
    triees = sorted(preuves, key=lambda p: code not in p.codes)
    return [(p.preuve_id, p.libelle) for p in triees]
