"""Ce qu’on fait : présenter, composer, décider, proclamer, délivrer, constater."""
