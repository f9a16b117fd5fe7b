"""coopmetiers : le référentiel des métiers de la coopération territoriale, et ce qu’on en fait.

La maison, de haut en bas (on n’importe que vers le bas) :

- `cli`, `wsgi` : les portes ; `app` assemble ;
- `jobs` : la porte de nuit (dessin des certificats, courriels) ;
- `echanges` : classeurs et formats ; `tableaux` : accueils, navigation, indicateurs ;
- `certification` : jurys, décisions, certificats, registre, vérification ;
- `parcours` : apprenant·es, inscriptions, émargement, preuves, évaluations, progression ;
- `formation` : formations, modules, sessions, créneaux, couverture du référentiel ;
- `referentiel` : métiers, blocs, activités, compétences, versions publiées ;
- `comptes` : personnes, organisations, appartenances ; `audit` : le journal ;
- `base` : la technique, qui ne sait rien de la formation.
"""

__version__ = "0.1.0"
