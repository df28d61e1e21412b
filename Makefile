# Everything a developer does, from a fresh machine on. Needs make and Python 3.11 or newer; a C compiler makes the
# engine faster and is not required. Variables: PYTHON (which interpreter makes the environment), VENV (where),
# UPTAKE_PURE=1 (compile nothing), ARGS (passed on to pytest or bench).

VENV ?= .venv
BIN := $(VENV)/bin
UV := uv==0.13.9
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup frontend compiled test check bench demo clean lock build

help:           ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.installed compiled     ## Make the environment: locked dependencies, and uptake from this folder

test: setup                            ## Run all tests; the engine's twice, compiled and interpreted
	@$(BIN)/python -m tools.pure -q
	@$(BIN)/python -m pytest $(ARGS)

check: setup                           ## Lint, format, types, layers, lock
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@if grep -n '://' requirements.lock; then echo "requirements.lock contains an address: run 'make lock'."; exit 1; fi

bench: setup                           ## Measure against other schedulers (installs them in a place of their own)
	$(BIN)/python -m bench $(ARGS)

demo: setup                            ## Schedule the example plan
	$(BIN)/uptake schedule examples/erp-rollout.xml

build: setup                           ## Make a wheel in dist/
	rm -rf build
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock: $(VENV)/.locked                  ## Renew requirements.lock from pyproject.toml (add ARGS=--upgrade for newer versions)
	$(BIN)/python -m venv build/uv
	build/uv/bin/python -m pip install --quiet $(UV)
	build/uv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --quiet --output-file requirements.lock $(ARGS)

frontend: src/uptake/ui/static/uptake/shell.js     ## Build the browser's part (needs Node 20 or newer)

src/uptake/ui/static/uptake/shell.js: frontend/node_modules/.installed $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)
	@cd frontend && npm run --silent build

frontend/node_modules/.installed: frontend/package-lock.json
	@cd frontend && npm ci --silent --no-fund --no-audit && touch node_modules/.installed

clean:                                 ## Remove the environment and everything that was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf src/*.egg-info
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find src -name '*.so' -delete

# A module that is older than its source would silently run yesterday's code, so this is asked every time.
compiled: $(VENV)/.installed
	@$(BIN)/python -m tools.compiled

$(VENV)/.installed: $(VENV)/.locked pyproject.toml setup.py
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.locked: requirements.lock
	@python=$$(PYTHON="$(PYTHON)" tools/find-python) && { test -x $(BIN)/python || "$$python" -m venv $(VENV); }
	@echo "Installing the locked dependencies into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@
