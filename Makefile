# Everything a developer does, from a fresh machine on. Needs make, Python 3.11 or newer and Node 20 or newer; a C
# compiler makes the engine faster and is not required. Variables: PYTHON (which interpreter makes the environment),
# VENV (where), UPTAKE_PURE=1 (compile nothing), PORT (of the demo), ARGS (passed on to pytest or bench).

VENV ?= .venv
BIN := $(VENV)/bin
UV := uv==0.13.9
ARGS ?=
PORT ?= 8000
BUNDLE := src/uptake/ui/static/uptake/.built
# Where tests need a database: what they find on SQLite is asked of PostgreSQL too.
WEB_TESTS := tests/accounts tests/api tests/assessment tests/changes tests/insight tests/monitoring tests/platform tests/projects tests/registers tests/risk tests/schedule \
    tests/scope tests/site

.DEFAULT_GOAL := help
.PHONY: help setup parts environment messages compiled test check bench demo serve clean lock build

help:           ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:          ## Make the environment: locked dependencies, the front end, and uptake from this folder
	@$(MAKE) --no-print-directory -j2 parts

parts: environment $(BUNDLE)

environment: compiled messages

test: setup                            ## Run all tests; the engine's also interpreted, the web's also on PostgreSQL
	@cd frontend && npm run --silent test
	@$(BIN)/python -m tools.pure -q
	@$(BIN)/python -m tools.postgres --quick $(BIN)/python -m pytest -q $(WEB_TESTS)
	@$(BIN)/python -m pytest $(ARGS)

check: setup                           ## Lint, format, types, layers, lock
	cd frontend && npm run --silent check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@if grep -n '://' requirements.lock; then echo "requirements.lock contains an address: run 'make lock'."; exit 1; fi
	@if grep -n '"resolved"' frontend/package-lock.json; then echo "frontend/package-lock.json contains addresses."; exit 1; fi

bench: setup                           ## Measure against other schedulers (installs them in a place of their own)
	$(BIN)/python -m bench $(ARGS)

demo: setup                            ## Serve the demo project at one address of this machine
	@$(BIN)/uptake demo --port $(PORT)

serve: setup                           ## Serve the product; its data is in uptake-data
	@$(BIN)/uptake serve --port $(PORT)

build: setup                           ## Make a wheel in dist/
	rm -rf build
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock: $(VENV)/.locked                  ## Renew requirements.lock from pyproject.toml (add ARGS=--upgrade for newer versions)
	$(BIN)/python -m venv build/uv
	build/uv/bin/python -m pip install --quiet $(UV)
	build/uv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --quiet --output-file requirements.lock $(ARGS)

clean:                                 ## Remove the environment and everything that was made
	rm -rf $(VENV) build dist frontend/node_modules src/uptake/ui/static/uptake artefacts uptake-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf src/*.egg-info
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find src \( -name '*.so' -o -name '*.mo' \) -delete

# A module that is older than its source would silently run yesterday's code, so this is asked every time.
compiled: $(VENV)/.installed
	@$(BIN)/python -m tools.compiled

messages: $(VENV)/.installed
	@$(BIN)/python -m tools.messages compile

$(BUNDLE): frontend/node_modules/.installed $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
	@cd frontend && npm run --silent build
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null || \
	    { echo "Uptake's pages are built with Node 20 or newer (on Debian and Ubuntu: apt install nodejs npm)." >&2; exit 1; }
	@echo "Installing the front end's tools ..."
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml setup.py
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.locked: requirements.lock
	@python=$$(PYTHON="$(PYTHON)" tools/find-python) && { test -x $(BIN)/python || "$$python" -m venv $(VENV); }
	@echo "Installing the locked dependencies into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@
