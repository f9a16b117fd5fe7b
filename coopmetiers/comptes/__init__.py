"""Les personnes, les organisations et ce que chacune y fait.

Les mots : *utilisateur* (une personne et son adresse électronique), *organisation* (organisme de
formation, certificateur, réseau, employeur ; parfois plusieurs à la fois), *appartenance* (un rôle
d’une personne dans une organisation), *invitation* (le lien à usage unique qui ouvre un compte),
*habilitation* (un certificateur admet les candidatures d’un organisme).
Ce que ce n’est pas : l’apprenant·e et son parcours (pièce `parcours`) ; un compte n’est qu’une clé.
Qui s’en sert : toutes les pièces au-dessus, par les clés et par l’identité détachée.
"""
