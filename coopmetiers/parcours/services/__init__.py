"""Les actes du parcours : inscrire, émarger, déposer, évaluer, corriger."""
