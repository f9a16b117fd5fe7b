"""Les formats où un référentiel s’écrit et se relit."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Un classeur, le CSV de Moodle, un paquet CASE 1.1 ou 1.0 (1EdTech)."""

    TABLEUR = "tableur"
    MOODLE = "moodle"
    CASE = "case"
    CASE_1_0 = "case-1.0"
