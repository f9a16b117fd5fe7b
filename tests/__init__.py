"""Les tests : un dossier par pièce, `architecture/` (la maison), `recits/` (des vies entières)."""
