"""Ce qui doit rester rapide, mesuré en rapports dans une même passe : `make mesures`.

Une machine partagée dérive ; un rapport entre deux choses faites tour à tour tient. Chaque ligne de
chiffre finit par « atteint » ou « manqué », et aucune autre.
"""
