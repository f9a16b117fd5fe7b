"""Le parcours d’une personne dans une session : présence, preuves, évaluations, progression.

Les mots : *apprenant·e* (une personne, une fois par organisme), *inscription* (à une session, avec
un métier, un exercice et une version), *émargement* (une présence constatée), *preuve* (un fichier
ou un lien daté), *évaluation* (un fait daté et signé, jamais modifié), *état de compétence* (le
niveau courant, dérivé du dernier fait non corrigé).
Ce que ce n’est pas : la décision d’un jury (pièce `certification`) ; une évaluation est formative.
Qui s’en sert : formateur·rices, évaluateur·rices, apprenant·es ; `certification` au-dessus.
"""
