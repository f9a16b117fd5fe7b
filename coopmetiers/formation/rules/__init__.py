"""Les règles de la formation : ce qu’une fiche doit dire, ce que couvrir veut dire, les dates."""
