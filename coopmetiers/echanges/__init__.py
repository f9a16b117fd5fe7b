"""Les classeurs et les formats : ce qui entre et sort de la maison.

Les mots : *format* (octets ↔ dataclasses, sans rien savoir du domaine), *correspondance* (les
dataclasses d’un format ↔ les vues et services d’une pièce), *classeur* (un fichier de tableur),
*importation* (un fichier reçu : préparée, appliquée au brouillon, annulée).
Ce que ce n’est pas : les documents délivrés (PDF), qui vivent dans `certification`.
Qui s’en sert : le réseau, les responsables et formateur·rices, la ligne de commande.
"""
