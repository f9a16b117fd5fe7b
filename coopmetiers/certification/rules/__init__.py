"""Les règles du jury et de ce qu’il donne : dossier, suggestion, acquisition, registre."""
