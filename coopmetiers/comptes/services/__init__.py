"""Les actes sur les comptes, les organisations, leurs liens et leurs courriels."""
