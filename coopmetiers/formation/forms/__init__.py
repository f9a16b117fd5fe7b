"""Ce qui se saisit sur les formations, leur couverture, leurs sessions."""
