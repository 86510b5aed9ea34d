# Colead. `make help` lists what there is to do; every target works on a fresh machine with Python 3.11+ and make.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
STAMP := .venv/.installed-$(shell cat locks/dev.txt pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
LARGE := .venv/.large
SUPPLY := .venv/.supply
FRONT := src/colead/web/static/dist/colead.js
NODE_MODULES := frontend/node_modules/.package-lock.json
# Templates and Python are sources of the front end too: it holds the icons and styles that they name, no others.
FRONT_SOURCES := $(shell find frontend/src frontend/*.mjs src/colead -name '*.html' -o -name '*.py' -o -name '*.mjs' -o -path 'frontend/src/*' -type f)
WORKERS ?= 2
EXAMPLES ?= 300
COUNT ?= 10000
SEED ?= 1
# make test COVERAGE=1 also counts which branches of the source a test has taken
MEASURED := $(if $(COVERAGE),--cov=colead --cov-branch --cov-report=term:skip-covered)
unexport PYTHONDONTWRITEBYTECODE  # the suite starts Python often: it is quicker with what is compiled already

.PHONY: help setup large front pythons demo test attacks bombs kills power-cuts test-pythons test-examples test-permissions check format e2e test-postgresql bench messages docs dist sbom audit lock fuzz

help:  ## this list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Colead needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r locks/dev.txt
	$(PIP) install --no-build-isolation --no-deps -e .
	@rm -f .venv/.installed-* && touch $@

setup: $(STAMP)  ## install everything into .venv and compile the translations
	@$(BIN)/python tools/compile_messages.py

$(NODE_MODULES): frontend/package-lock.json | setup
	@$(BIN)/python tools/npm.py --has-node || $(PIP) install --require-hashes -r locks/node.txt
	$(BIN)/python tools/npm.py ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONT): $(NODE_MODULES) $(FRONT_SOURCES)
	$(BIN)/python tools/npm.py run build --silent

front: $(FRONT)

demo: setup $(FRONT)  ## the product with its sample organisation: make demo PORT=8000
	$(BIN)/colead demo --port $(PORT)

test: setup  ## the test suite on SQLite; needs no database server and no browser
	$(BIN)/pytest -q -n $(WORKERS) -rs $(MEASURED)

pythons:
	$(PYTHON) tools/other_pythons.py --install $(if $(COLEAD_CI),--today)

test-pythons: setup  ## engine, files, kit and house on other Pythons, where there are any; the newest Django may fail
	$(BIN)/python tools/other_pythons.py --workers $(WORKERS) $(if $(COLEAD_CI),--today)

$(LARGE): locks/large.txt | setup
	$(PIP) install --require-hashes -r locks/large.txt
	$(PIP) install --no-build-isolation --no-deps -e packages/large-allocation
	@touch $@

large: $(LARGE)

test-examples: large  ## allocations, also very large ones, beside slow oracles on 300 random examples; 1,000 nasty staff lists
	COLEAD_EXAMPLES=$(EXAMPLES) $(BIN)/pytest -q -n $(WORKERS) tests/engine/leadership packages/large-allocation
	COLEAD_EXAMPLES=$$(( $(EXAMPLES) * 10 / 3 )) $(BIN)/pytest -q -n 0 tests/files/test_nasty_staff_lists.py

test-permissions: setup  ## forty small faults in who may do what: the tables of permissions and states notice each
	COLEAD_MUTATIONS=40 $(BIN)/pytest -q -n 0 tests/house/test_permission_mutations.py

attacks: setup  ## attackers of every role against 200 made organisations, and against a naive version; docs/reference/attacks.md
	COLEAD_ATTACKED=200 $(BIN)/pytest -q -n $(WORKERS) --dist worksteal --durations 0 --durations-min 60 tests/attacks

bombs: setup  ## files that ask for too much, while five others click on; docs/reference/bombs.md
	COLEAD_CI=1 COLEAD_BOMBS=1 $(BIN)/pytest -q -n 0 tests/bombs

# Into the documentation goes a run of its size, or what is asked for by WRITE=1.
kills power-cuts: WRITTEN = $(if $(WRITE)$(shell [ $(COUNT) -ge 10000 ] && echo 1),--write)

kills: setup  ## SIGKILLs on both databases while they write: make kills COUNT=10000 SEED=1
	PYTHONPATH=tests $(BIN)/python -m kills --count $(COUNT) --seed $(SEED) $(WRITTEN)

power-cuts: setup  ## the power is cut at every moment of what is written (SQLite, needs gcc): make power-cuts COUNT=10000
	PYTHONPATH=tests $(BIN)/python -m power_cuts --count $(COUNT) --seed $(SEED) $(WRITTEN)

fuzz: setup  ## requests by chance against every route: make fuzz COUNT=1000000 SEED=1, or ONLY=17 to repeat
	PYTHONPATH=src:tests DJANGO_SETTINGS_MODULE=colead.settings.test $(BIN)/python -m fuzz \
	  --count $(COUNT) --seed $(SEED) $(if $(ONLY),--only $(ONLY))

check: setup $(FRONT)  ## style, types, import contracts, translations, migrations, front end
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check
	DJANGO_SETTINGS_MODULE=colead.settings.test $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python tools/npm.py run check --silent
	$(BIN)/python tools/shape.py

format: setup  ## put the code in the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

e2e: setup $(FRONT)  ## every page in a real browser (Chromium), with axe
	$(BIN)/pytest -q -m e2e -n $(WORKERS) --dist worksteal tests/e2e

test-postgresql: setup  ## the test suite on a throw-away PostgreSQL
	$(BIN)/python tools/with_postgresql.py $(BIN)/pytest -q -n $(WORKERS) tests/apps tests/api tests/house tests/kit

bench: large  ## Colead beside its peers; prints ratios
	$(PIP) install --require-hashes -r locks/bench.txt
	$(BIN)/python benchmarks/network.py
	$(BIN)/python benchmarks/allocation.py

messages: setup  ## collect the texts that want translating into the Danish catalogues
	$(BIN)/python tools/messages.py

docs: setup  ## the documentation as a site in site/; a link that leads nowhere stops it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

dist: setup  ## the sdist, and from it the wheel, with the built front end
	$(BIN)/python tools/dist.py $(if $(TWICE),--twice)

$(SUPPLY): locks/supply.txt | setup
	$(PIP) install --require-hashes -r locks/supply.txt
	@touch $@

sbom: $(SUPPLY)  ## what Colead is made of, as CycloneDX: dist/sbom.cdx.json
	@mkdir -p dist
	$(BIN)/cyclonedx-py requirements locks/base.txt --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.cdx.json

audit: $(SUPPLY)  ## known weaknesses in what Colead stands on; says so when the advisories cannot be reached
	@$(BIN)/python tools/audit.py $(if $(REQUIRED),--required)

lock: setup  ## renew the lock files: versions and hashes, no addresses
	$(BIN)/python tools/lock.py
