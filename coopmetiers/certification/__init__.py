"""Du jury au certificat : ce qui est décidé, proclamé, délivré et vérifié.

Les mots : *candidature* (le dossier figé d’une personne, présenté par son organisme à un
certificateur), *jury* (un certificateur, une version, un métier), *décision* (compétence acquise
ou non, avec son niveau et son motif), *acquisition* (ce qui reste acquis), *certificat* (contenu
figé, octets gardés), *registre* (ce que la vérification publique lit).
Ce que ce n’est pas : l’évaluation formative (pièce `parcours`) ; on ne lit ici que sa copie.
Qui s’en sert : responsables et juré·es d’un certificateur ; tout le monde, en lecture.
"""
