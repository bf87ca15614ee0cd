# `make` alone lists what there is. Everything here works on a fresh machine with git, make and Python 3.11 or later.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
ARGS ?=
INPUTS ?= 1000000
export UV_PYTHON_DOWNLOADS = never
# Many councils inspect TLS with a certificate of their own, which only the system knows.
export UV_SYSTEM_CERTS = true
# Tests start the command line dozens of times: without kept bytecode each start compiles two thousand modules.
unexport PYTHONDONTWRITEBYTECODE
UV := .tools/bin/uv
RUN := .venv/bin

.PHONY: help setup demo test check fix acceptance fuzz wheels wheelhouse reference screenshots clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /  /'

.tools/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Turncurve needs Python 3.11 or later")'
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

.venv/.ready: .tools/bin/uv uv.lock pyproject.toml
	$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

.setup/built: .venv/.ready scripts/build_assets.py $(wildcard src/turncurve/web/assets/package*.json) $(wildcard docs/*.md docs/*/*.md)
	$(RUN)/python scripts/build_assets.py
	@mkdir -p .setup && touch $@

setup: .setup/built ## Set up the environment in .venv and the browser's parts

demo: setup ## Invent a council, load its returns and serve the scorecard (ARGS="--no-serve --at DIR --seed N")
	$(RUN)/turncurve demo $(ARGS)

.setup/system: scripts/system_parts.sh
	sh scripts/system_parts.sh
	@mkdir -p .setup && touch $@

test: setup .setup/system ## Set up everything and pass every check and test
	$(MAKE) --no-print-directory check
	$(RUN)/pytest -n 2 -q --dist worksteal -m 'not long' $(ARGS)

check: .venv/.ready ## Lint, formatting, types, the import contracts and that every test imports; changes nothing
	@failed=0; \
	$(RUN)/ruff check . || failed=1; \
	$(RUN)/ruff format --check --quiet . || failed=1; \
	$(RUN)/pyright --warnings || failed=1; \
	$(RUN)/lint-imports || failed=1; \
	collected=$$($(RUN)/pytest --collect-only -q) || { echo "$$collected" | tail -20; failed=1; }; \
	exit $$failed

fix: .venv/.ready ## Put right what can be put right by machine
	$(RUN)/ruff check --fix . ; $(RUN)/ruff format .

.setup/acceptance: .venv/.ready scripts/acceptance_parts.sh
	sh scripts/acceptance_parts.sh
	$(UV) sync --frozen --quiet --python $(PYTHON) --group engines --group fuzzing
	@touch $@

acceptance: setup .setup/system .setup/acceptance ## The long tests as well: whole simulation tables, PostgreSQL and Spark, a million inputs a reader
	$(RUN)/pytest -n 2 -q --dist loadfile $(ARGS)
	$(RUN)/python scripts/fuzz.py --inputs $(INPUTS)

.setup/fuzzing: .venv/.ready
	$(UV) sync --frozen --quiet --python $(PYTHON) --group fuzzing --inexact
	@touch $@

fuzz: setup .setup/fuzzing ## Damage small files a million times for each reader and write the figures down (INPUTS=N, ARGS="ssda903 lait")
	$(RUN)/python scripts/fuzz.py --inputs $(INPUTS) --write $(ARGS)

wheels: .venv/.ready ## Check that every dependency has wheels for Windows and macOS on Python 3.11 to 3.13
	$(RUN)/python scripts/check_wheels.py

wheelhouse: setup ## Write an offline wheelhouse for 64-bit Windows (ARGS="--python 3.12" for one Python, "--for linux" for here)
	$(RUN)/python scripts/wheelhouse.py $(ARGS)

reference: .venv/.ready ## Write docs/reference again from the definitions
	$(RUN)/python scripts/generate_reference.py

screenshots: setup .setup/system ## Take the pictures of the manual again
	TURNCURVE_SCREENSHOTS=1 $(RUN)/pytest -q tests/browser/test_manual.py

clean: ## Take away everything that set-up made
	rm -rf .venv .tools .setup src/turncurve/web/built src/turncurve/web/assets/node_modules
