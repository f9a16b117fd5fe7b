"""Le référentiel en classeur, dans les deux sens : une seule déclaration dit l’aller et le retour.

`champs` dit comment s’écrit et se relit une cellule, `feuillets` quelles feuilles et quelles
colonnes, `ecriture` fait d’un contenu un classeur, `reprise` d’un classeur un contenu.
"""
