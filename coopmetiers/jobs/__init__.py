"""La porte de nuit : ce qui se fait après l’acte, hors de la requête.

Les mots : *travail* (un nom et des identifiants), *catalogue* (nom → fonction), *balayage* (le tour
périodique qui retrouve ce qu’un message perdu aurait oublié).
Ce que ce n’est pas : la vérité, qui est dans les lignes du domaine ; refaire un travail ne fait
rien de plus.
Qui s’en sert : `coopmetiers servir`, `coopmetiers jobs consommer`.
"""
