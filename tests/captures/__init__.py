"""Les écrans que montre le README, photographiés sur la démonstration : `make captures`."""
