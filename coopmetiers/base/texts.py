"""Marquer un texte à traduire là où l’on ne peut pas encore le traduire (règles, énumérations)."""


def n_(text: str) -> str:
    """Rend le texte tel quel ; l’extraction des messages le repère, la porte le traduit en l’affichant."""
    return text
