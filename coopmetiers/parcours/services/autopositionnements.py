"""Se situer soi-même : gardé à part, jamais mêlé à l’évaluation."""

from __future__ import annotations

from collections.abc import Mapping

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.parcours.models import AutoPositionnement
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import inscription_ouverte, libelles_de, niveaux_dits_par_soi
from coopmetiers.parcours.rules.evaluation import verifier_exigee, verifier_niveau
from coopmetiers.parcours.rules.inscription import verifier_en_cours
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice


def se_situer(acteur: Identity, inscription_id: str, niveaux: Mapping[str, int]) -> int:
    """Écrit où la personne se situe, compétence par compétence ; dit combien ont changé.

    Redire le même niveau n’écrit rien. Lève `RuleViolation` pour une compétence non exigée, un
    niveau hors de l’échelle, une inscription rompue.
    """
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.SE_SITUER, cible)
    verifier_en_cours(inscription.etat)
    exigences = referentiel.exigences(
        inscription.cle_version, inscription.cle_metier, Exercice(inscription.exercice)
    )
    exigees = {c.code for bloc in exigences for c in bloc.competences}
    rangs = len(referentiel.echelle(inscription.cle_version).niveaux)
    deja = niveaux_dits_par_soi(inscription.cle)
    libelles = libelles_de(inscription.cle_version)
    changes = {code: rang for code, rang in niveaux.items() if deja.get(code) != rang}
    for code, rang in changes.items():
        verifier_exigee(code, exigees)
        verifier_niveau(rang, rangs=rangs)
        db.session.add(
            AutoPositionnement(
                cle_inscription=inscription.cle,
                cle_competence=libelles[code].cle,
                niveau=rang,
                declare_a=clock.now(),
            )
        )
    if changes:
        objet = Reference("inscription", inscription_id, acteur.organisation_id)
        consigner(acteur, A.SE_SITUER, objet, {"competences": sorted(changes)})
    db.session.flush()
    return len(changes)
