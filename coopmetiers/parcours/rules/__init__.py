"""Les règles du parcours, sans base ni heure : ce qu’une personne du métier pourrait contredire."""
