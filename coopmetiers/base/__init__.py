"""La technique, commune à toutes les pièces.

Ce que c’est : base de données, portée des organisations, droits, erreurs, identifiants, horloge,
formulaires, pages, dessins, documents, coffre, file. Tout y porte un nom anglais.
Ce que ce n’est pas : aucun mot de la formation n’entre ici ; une règle du métier va dans sa pièce.
"""
