"""Ce qu’une personne fait du référentiel : publier une version, tenir le recensement."""
