"""Ce qui s’emporte en se consignant, ce qui se reprend d’un fichier."""
