"""Ce qui se saisit : un jury et sa composition, des décisions, une révocation, une vérification."""
