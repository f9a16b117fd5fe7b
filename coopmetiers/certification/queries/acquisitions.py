"""Ce qui est déjà acquis devant le certificateur lié."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.certification.models import AcquisitionCompetence, Jury
from coopmetiers.certification.rules.dossier import AcquiseAvant


def acquises_avant(cle_utilisateur: int, cle_version: int) -> Mapping[str, AcquiseAvant]:
    """Par code, ce que la personne a acquis devant ce certificateur dans cette version."""
    lignes = db.session.execute(
        select(
            AcquisitionCompetence.code,
            AcquisitionCompetence.niveau,
            Jury.numero,
            AcquisitionCompetence.acquise_le,
        )
        .join(Jury, Jury.cle == AcquisitionCompetence.cle_jury)
        .where(
            AcquisitionCompetence.cle_utilisateur == cle_utilisateur,
            AcquisitionCompetence.cle_version == cle_version,
        )
    )
    return {code: AcquiseAvant(niveau, numero, le) for code, niveau, numero, le in lignes}
