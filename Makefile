# Everything runs in .venv, made with the standard venv module: Python 3.11 to 3.13 and make are enough.
# Another Python: make demo PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
# Another library to measure against, in an environment of its own: its dependencies clash with ours.
QUIX := $(VENV)/quix
# What changes the rules to see whether a test notices, likewise.
MUTATION := $(VENV)/mutation
# Given to the command: make demo ARGS="--help", make test ARGS="-k keys"
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test chaos lint types bench bench-gateway soak evaluate mutation docs check clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN) ## Show the way of an event on a real Kafka, started for the purpose
	$(BIN)/movewatch demo $(ARGS)

test: $(DEV) ## Run all tests
	$(BIN)/python -m pytest $(ARGS)

chaos: $(DEV) ## Kill, freeze and stop workers and broker at random, then see that nothing was lost
	$(BIN)/python -m tests.chaos $(ARGS)

lint: $(DEV) ## Check style, formatting and which package imports which
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(DEV) ## Check types
	$(BIN)/mypy

bench: $(DEV) $(QUIX)/.installed ## Measure speed against others, latency, memory and growth, on a real Kafka: an hour and more
	@$(BIN)/python -W ignore -m benchmarks.run --quix-python $(QUIX)/bin/python $(ARGS)

bench-gateway: $(RUN) ## Count webhooks a second, and kill the broker under load; needs Debian's wrk: two minutes
	@$(BIN)/python -W ignore -m benchmarks.gateway $(ARGS)

soak: $(RUN) ## Work for half an hour with a worker killed each minute, then see that nothing grew, slowed down or was lost
	@$(BIN)/python -W ignore -m benchmarks.soak $(ARGS)

evaluate: $(DEV) ## Measure how often the readers and the rules are right, on data kept apart
	@$(BIN)/python -m evaluation.run $(ARGS)

mutation: $(MUTATION)/.installed ## Change the pure rules in small ways, and count the changes that a test notices: an hour
	@$(MUTATION)/bin/python -m tests.mutation $(ARGS)

docs: $(DEV) ## Write anew what follows from the code: docs/reference, and the mail in the README
	$(BIN)/python docs/generate.py
	$(BIN)/movewatch reference export
	$(BIN)/movewatch schemas export

check: lint types test ## All of the above checks

clean: ## Remove the environment, builds and caches
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || { \
		echo "No $(PYTHON) here. Install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
		echo "$$($(PYTHON) --version) does not fit: movewatch needs 3.11, 3.12 or 3.13." >&2; \
		echo "Name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(QUIX)/.installed: $(VENV)/pyvenv.cfg benchmarks/requirements.txt
	@$(BIN)/python -m venv $(QUIX)
	@$(QUIX)/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	@touch $@

$(MUTATION)/.installed: $(VENV)/pyvenv.cfg pyproject.toml tests/mutation/requirements.txt
	@$(BIN)/python -m venv $(MUTATION)
	@$(MUTATION)/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@$(MUTATION)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@$(MUTATION)/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/mutation/requirements.txt
	@touch $@

$(RUN): $(VENV)/pyvenv.cfg pyproject.toml
	@# To stderr: what is asked for may be JSON.
	@echo "Installing what movewatch needs into $(VENV): some 250 MB, a minute or two, once." >&2
	@if command -v uv >/dev/null; then \
		set -x; uv pip install --quiet --python $(BIN)/python --editable .; \
	else \
		set -x; $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .; \
	fi
	@touch $@

# pip knows dependency groups since 25.1; the one that Python brings along is often older.
$(DEV): $(RUN)
	@if command -v uv >/dev/null; then \
		set -x; uv pip install --quiet --python $(BIN)/python --group dev; \
	else \
		set -x; $(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1' \
		&& $(BIN)/python -m pip install --quiet --group dev; \
	fi
	@touch $@
