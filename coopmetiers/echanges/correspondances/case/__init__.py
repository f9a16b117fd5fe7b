"""Le référentiel en paquet CASE, dans les deux sens.

`paquet(contenu, sortie)` dit une version sous les objets de CASE, `lecture(paquet, base)` pose un
paquet reçu sur une version. Un paquet parti puis revenu, en 1.1 ou en 1.0, ne change rien ; un
paquet d’ailleurs devient un référentiel, et lui est rendu tel qu’il l’avait écrit pour tout ce que
nous n’avons pas changé (ajouts nommés « case. »).
Source : CASE 1.1 et 1.0 (1EdTech), schémas officiels.
"""

from coopmetiers.echanges.correspondances.case.adresses import Sortie, code_annonce
from coopmetiers.echanges.correspondances.case.ecriture import paquet
from coopmetiers.echanges.correspondances.case.pertes import pertes
from coopmetiers.echanges.correspondances.case.reprise import lecture

__all__ = ["Sortie", "code_annonce", "lecture", "paquet", "pertes"]
