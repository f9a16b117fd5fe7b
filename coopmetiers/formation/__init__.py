"""Les formations d’un organisme, leurs sessions, et ce qu’elles couvrent du référentiel.

Les mots : *formation* (au catalogue), *module* (une part de la formation), *session de formation*
(des dates et des personnes), *créneau* (une demi-journée), *couverture* (une compétence abordée,
pratiquée ou évaluée par un module), *affectation* (qui forme ou évalue dans une session).
Ce que ce n’est pas : les formations repérées chez d’autres (recensement, pièce `referentiel`), ni
les personnes inscrites (pièce `parcours`).
Qui s’en sert : les responsables et formateur·rices d’un organisme ; `parcours` au-dessus.
"""
