"""Fabriques : une par pièce, des lignes valides dont on ne dit que l’écart qui compte."""
