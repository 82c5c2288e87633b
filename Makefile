# Two commands are for everyone:
#   make report   read the sample and write build/china-us.html
#   make test     check everything that has to hold before a change goes in
# Each works alone on a machine with Python 3.11 to 3.13, pip and make. What they install goes into
# .tools/ and .venv/ inside this folder and nowhere else.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.13.9
UV := .tools/bin/uv
UV_READY := .tools/uv-$(UV_VERSION)
BIN := .venv/bin

export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV
unexport PYTHONPATH
# The tests start hundreds of commands, each of which takes twice as long without
# compiled modules (1.5 s to 2.8 s for `detente index`).
unexport PYTHONDONTWRITEBYTECODE

# An environment that is there keeps its Python, so that neither command undoes the other's work.
PYTHON := $(shell for python in .venv/bin/python python3.13 python3.12 python3.11 python3; do \
	"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && { echo "$$python"; break; }; done)
# uv is a program of its own: any Python that has pip can fetch it.
PIP := $(shell for python in python3 python3.13 python3.12 python3.11 "$(PYTHON)"; do \
	"$$python" -m pip --version >/dev/null 2>&1 && { echo "$$python -m pip"; break; }; done)

SAMPLE := examples/china-us
WORKSPACE := build/china-us
REPORT := build/china-us.html
CHECKED := src tests tools docs examples $(wildcard *.md) $(wildcard benchmarks/*.py)
TYPED := src tools $(wildcard benchmarks/*.py)
SOURCES := $(shell find src $(SAMPLE)/articles -type f ! -name '*.pyc')

.PHONY: help report test test-long format lint types unit cluster cluster-short docs refresh clean

help:
	@echo "make report   read the sample in $(SAMPLE) and write $(REPORT)"
	@echo "make test     check everything that has to hold before a change goes in"

report: .venv/ready-to-run build/china-us.read
	@$(BIN)/detente report $(WORKSPACE) --between CHN USA --since 2022-08-01 --until 2024-01-31 \
		--out $(REPORT) >/dev/null
	@echo "The report is $(CURDIR)/$(REPORT) - open it in a browser."

# Reading adds only what is new, so a change of the coder needs a new workspace.
build/china-us.read: $(SOURCES) | .venv/ready-to-run
	@mkdir -p build
	@rm -rf $(WORKSPACE)
	@$(BIN)/detente read $(SAMPLE)/articles --into $(WORKSPACE)
	@touch $@

# One step after the other, whatever -j says; the first that fails ends it.
test: .venv/ready-to-test
	@$(MAKE) format
	@$(MAKE) lint
	@$(MAKE) types
	@$(MAKE) unit
	@$(MAKE) docs
	@echo "== all passed"

format: .venv/ready-to-test
	@echo "== ruff format --check"
	@$(BIN)/ruff format --check $(CHECKED) || { $(BIN)/ruff format --diff --quiet $(CHECKED); exit 1; }

lint: .venv/ready-to-test
	@echo "== ruff check"
	@$(BIN)/ruff check --quiet $(CHECKED)

types: .venv/ready-to-test
	@echo "== mypy"
	@$(BIN)/mypy --no-error-summary $(TYPED)

# A file of tests stays with one worker, so that what its tests share is made once; tests/conftest.py says
# which files come first.
unit: .venv/ready-to-test
	@echo "== pytest"
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not long"

# What takes minutes and hardly breaks alone: `make test` has a short form of each.
test-long: .venv/ready-to-test
	@echo "== pytest, the long ones"
	@$(BIN)/python -m pytest -m long

# Two machines of a Ray cluster on this one; apart, since Ray is large and starting it takes its time.
# It has an environment of its own, so that `make test` does not find Ray afterwards and take minutes more.
cluster: .tools/ray/ready
	@echo "== pytest on a cluster"
	@.tools/ray/bin/python -m pytest tests/cluster

# One reading, in which a worker and a machine end: half a minute.
cluster-short: .tools/ray/ready
	@echo "== pytest on a cluster, in short"
	@.tools/ray/bin/python -m pytest \
		tests/cluster/test_cluster_of_machines.py::test_a_worker_and_a_machine_may_end_in_the_middle

.tools/ray/ready: pyproject.toml uv.lock $(UV_READY)
	@echo "== installing Ray, and what the tests need (.tools/ray)"
	@UV_PROJECT_ENVIRONMENT=.tools/ray $(UV) sync --locked --extra ray --quiet --python "$(PYTHON)"
	@touch $@

docs: .venv/ready-to-test
	@echo "== docs against code"
	@$(BIN)/python tools/docs.py --check
	@echo "== mkdocs build"
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/site

# Rewrites what the docs take from the code: tables, help texts, outputs of examples.
refresh: .venv/ready-to-test
	@$(BIN)/python tools/docs.py

clean:
	@rm -rf build

# Running needs the dependencies only; --inexact leaves there what testing has added.
.venv/ready-to-run: pyproject.toml uv.lock $(UV_READY)
	@echo "== installing what detente needs (.venv)"
	@$(UV) sync --locked --no-dev --inexact --quiet --python "$(PYTHON)"
	@touch $@

.venv/ready-to-test: pyproject.toml uv.lock $(UV_READY)
	@echo "== installing what the tests need (.venv)"
	@$(UV) sync --locked --quiet --python "$(PYTHON)"
	@touch $@ .venv/ready-to-run

$(UV_READY):
	@test -n "$(PYTHON)" || { \
		echo "detente needs Python 3.11, 3.12 or 3.13, and none of them was found." >&2; \
		echo "Install one (on Debian or Ubuntu: apt-get install python3) and run make again." >&2; \
		exit 1; }
	@test -n "$(PIP)" || { \
		echo "pip was not found, and it is needed once, to fetch uv $(UV_VERSION)." >&2; \
		echo "Install it (on Debian or Ubuntu: apt-get install python3-pip) and run make again." >&2; \
		exit 1; }
	@echo "== fetching uv $(UV_VERSION) (.tools)"
	@$(PIP) install --quiet --disable-pip-version-check --root-user-action=ignore \
		--target .tools --upgrade uv==$(UV_VERSION)
	@touch $@
