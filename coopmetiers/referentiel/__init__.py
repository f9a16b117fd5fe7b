"""Le référentiel : ce qu’un métier demande de savoir faire, et à quel niveau.

Ce paquet contient du code ; le dossier `referentiel/` à la racine contient les données.

Ce que c’est : les métiers, leurs blocs, activités, compétences et critères, dans une version qui,
publiée, ne change plus.

Les mots :
- version : un état du référentiel (brouillon, publiée, remplacée, retirée), avec son empreinte ;
- bloc, activité, compétence : les trois niveaux de l’arbre ; une compétence a des critères ;
- rang : la place d’une compétence dans un métier, principale ou secondaire ;
- exercice : interne ou externe à la coopération accompagnée ;
- profil attendu : le niveau visé par métier, exercice et bloc, et si le bloc est exigé ;
- exigence : les compétences d’un bloc à tenir, et leur seuil, pour un métier et un exercice ;
- alignement : le rapprochement avec un autre répertoire (ROME, RNCP, ESCO…).

Ce que ce n’est pas : la couverture d’un cours (`formation`), le niveau d’une personne (`parcours`),
la décision d’un jury (`certification`).

Qui s’en sert : les réseaux qui l’écrivent, toutes les pièces au-dessus.
"""
