# Deux commandes suffisent : « make demo » et « make test ». Chacune prépare elle-même la machine.

PY := .venv/bin/python
PROCESSUS ?= 2

.DEFAULT_GOAL := help
# L’ordre des vérifications fait partie de ce qu’on lit : rien ne se mélange, même avec « make -j ».
.NOTPARALLEL:
.PHONY: help demo test mesures fuzz lint types imports format catalogues captures propre pret-demo pret-test

help: ## dit ce que chaque commande fait
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: pret-demo ## ouvre la démonstration dans ce terminal (PORT=8000 pour choisir le port)
	@exec .venv/bin/coopmetiers demo $(if $(PORT),--port $(PORT))

test: lint types imports ## vérifie tout : style, types, imports, puis chaque test sur SQLite et PostgreSQL
	@$(PY) -m tests.services $(PY) -m pytest -n $(PROCESSUS) --dist worksteal

mesures: pret-test ## chronomètre ce qui doit rester rapide
	@$(PY) -m tests.mesures

fuzz: pret-test ## tire 5 000 entrées au hasard par importateur (500 dans make test)
	@$(PY) -m pytest -m fuzz -n $(PROCESSUS) --hypothesis-profile=fuzz

lint: pret-test ## refuse une faute de style, une mise en forme, un gabarit mal écrit
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m djlint --quiet --lint templates

types: pret-test ## vérifie les types
	@$(PY) -m mypy

imports: pret-test ## vérifie que chaque pièce n’importe que ce qu’elle peut (contrats de pyproject.toml)
	@.venv/bin/lint-imports --no-logo

format: pret-test ## remet le code en forme
	@$(PY) -m ruff check --quiet --fix .
	@$(PY) -m ruff format --quiet .

catalogues: pret-test ## relève les textes à traduire et compile les catalogues
	@$(PY) -m tests.catalogues

captures: pret-test ## refait les écrans que montre le README
	@$(PY) -m tests.captures

propre: ## efface ce que ces commandes fabriquent ; les données de var/ restent
	rm -rf .venv dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

pret-demo:
	@.ci/preparer demo

pret-test:
	@.ci/preparer test
