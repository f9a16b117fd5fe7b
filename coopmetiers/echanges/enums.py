"""Les formats où un référentiel s’écrit et se relit."""

from __future__ import annotations

from enum import StrEnum

from coopmetiers.base.texts import n_


class Format(StrEnum):
    """Un classeur, le CSV de Moodle, un paquet CASE 1.1 ou 1.0 (1EdTech)."""

    TABLEUR = "tableur"
    MOODLE = "moodle"
    CASE = "case"
    CASE_1_0 = "case-1.0"


class EtatImportation(StrEnum):
    """Préparée : rien n’est écrit ; appliquée : le brouillon l’est ; annulée : il ne l’est plus."""

    PREPAREE = "PREPAREE"
    APPLIQUEE = "APPLIQUEE"
    ANNULEE = "ANNULEE"


LIBELLES_FORMAT = {
    Format.TABLEUR: n_("Classeur (Excel, LibreOffice)"),
    Format.MOODLE: n_("CSV de Moodle"),
    Format.CASE: n_("Paquet CASE 1.1 (JSON)"),
    Format.CASE_1_0: n_("Paquet CASE 1.0 (JSON)"),
}
LIBELLES_IMPORTATION = {
    EtatImportation.PREPAREE: n_("À décider"),
    EtatImportation.APPLIQUEE: n_("Appliquée"),
    EtatImportation.ANNULEE: n_("Annulée"),
}
