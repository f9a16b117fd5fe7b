"""`python -m coopmetiers` : la même chose que la commande `coopmetiers`."""

from coopmetiers.cli import main

if __name__ == "__main__":
    main()
