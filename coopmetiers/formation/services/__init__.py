"""Les actes sur les formations, leurs modules, leur couverture, leurs sessions."""
