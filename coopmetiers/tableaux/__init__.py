"""Ce que chacun·e voit en entrant : accueil, navigation, chiffres.

Les mots : *accueil* (ce qu’il y a à faire aujourd’hui, pour un rôle), *navigation* (les portes
ouvertes à un rôle), *indicateur* (une formule dite et son résultat).
Ce que ce n’est pas : un lieu où l’on agit ; `tableaux` lit les modèles de tous et n’écrit rien.
Qui s’en sert : toute personne connectée.
"""
