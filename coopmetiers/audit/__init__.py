"""Le journal : qui a fait quoi, quand, sur quoi.

Les mots : *ligne* (un acte consigné), *chaîne* (les lignes d’une organisation, ou de la plateforme,
liées par leurs empreintes), *tête* (la dernière empreinte d’une chaîne).
Ce que ce n’est pas : un journal technique (serveur, erreurs) ; un acte annulé n’y laisse rien.
Qui s’en sert : chaque service, dans la même transaction que l’acte ; les responsables, en lecture.
"""
