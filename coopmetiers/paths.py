"""Où sont les dossiers qui vivent hors du paquet : l’arbre source d’abord, la roue ensuite."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_SOURCE = PACKAGE.parent
_WHEEL = PACKAGE / "_donnees"

ROOT = _SOURCE if (_SOURCE / "pyproject.toml").is_file() else _WHEEL
TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"
REFERENTIEL = ROOT / "referentiel"
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
