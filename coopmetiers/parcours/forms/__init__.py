"""Ce qui se saisit dans un parcours : personnes, présences, preuves, niveaux."""
