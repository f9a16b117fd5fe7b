"""Le seul endroit où le vocabulaire d’un format rencontre celui d’une pièce."""
