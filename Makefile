# Everything a user or a contributor runs. Needs Python 3.11+, make and git; the rest comes along.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
UV := $(BIN)/uv
UV_PIP := VIRTUAL_ENV=$(VENV) $(UV) pip
PYTEST_ARGS ?=
# Tests wait more than they compute: four processes keep two cores busy.
PYTEST_PROCESSES ?= 4

.DEFAULT_GOAL := help
.PHONY: help install install-dev start test check evals bench gallery fmt lock docs

help: ## Show this help
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.installed web-built ## Install what the product needs into .venv

install-dev: install $(VENV)/.installed-dev ## Install what the tests and checks need, too

start: install ## Install, then run the whole product on embedded parts
	@exec $(BIN)/reelwright up

test: install-dev ## Install, then run the whole test-suite
	$(if $(PYTEST_ARGS),,$(BIN)/python scripts/build_web.py --run test)
	$(BIN)/pytest -q -n $(PYTEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: install-dev ## Formatting, lint, types, contracts, sizes, docs in step, tests
	$(MAKE) -j 2 check-types check-form
	$(MAKE) test

# The types take as long as all the rest.
.PHONY: check-types check-form
check-types:
	$(BIN)/pyright

check-form:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/python scripts/reference.py --check
	$(BIN)/python scripts/build_web.py --run check

evals: install-dev ## Play all recorded conversations and compare with the baseline
	$(BIN)/reelwright evals run --offline

bench: install-dev ## Measure the start, the first byte and the first video
	$(BIN)/python bench/first_video.py --json out/first_video.json

gallery: install-dev ## Draw every motion, transition, caption style, fit and overlay into out/, to be looked at
	$(BIN)/python -m bench.gallery

fmt: install-dev ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: install-dev ## Write the generated reference pages
	$(BIN)/python scripts/reference.py

lock: $(UV) ## Pin the newest allowed versions, with hashes and without any host
	$(UV) pip compile -q --upgrade $(LOCK) --group dev pyproject.toml -o requirements-dev.txt
	$(UV) pip compile -q $(LOCK) -c requirements-dev.txt pyproject.toml -o requirements.txt
	$(UV) pip compile -q $(LOCK) -c requirements-dev.txt --group build -o requirements-build.txt

LOCK := --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Reelwright needs Python 3.11 or newer; set PYTHON=python3.x"; exit 1; }
	@echo "· virtual environment"
	@$(PYTHON) -m venv $(VENV) || { echo "Python lacks venv; install it (Debian: python3-venv)"; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION) \
		|| { echo "Reelwright's packages could not be fetched. Is there a network? A mirror is named by" \
			"PIP_INDEX_URL and UV_DEFAULT_INDEX; PIP_NO_INDEX must not be set."; exit 1; }

$(VENV)/.installed: requirements.txt requirements-build.txt pyproject.toml | $(UV)
	@echo "· Python packages"
	@$(UV_PIP) install -q --compile-bytecode --require-hashes -r requirements.txt -r requirements-build.txt
	@$(UV_PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/.installed
	@echo "· packages for tests and checks"
	@$(UV_PIP) install -q --compile-bytecode --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: web-built
web-built: $(VENV)/.installed
	@$(BIN)/python scripts/build_web.py
