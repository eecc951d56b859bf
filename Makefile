# `make demo` runs the main job and serves it; `make test` runs the tests. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export DJANGO_SETTINGS_MODULE ?= rakiza.web.settings
export NO_MKDOCS_2_WARNING := 1

.PHONY: help setup setup-dev setup-bench demo demo-reset serve test test-postgres test-browser check check-types check-rest format bench bench-reading bench-matching bench-plan bench-pages bench-allocation messages docs lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Rakiza needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another with PYTHON=python3.11.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python requirements/run.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "rakiza.pth").write_text(str(pathlib.Path("src").resolve()))'
	@printf '#!%s\nimport sys\nfrom rakiza.cli import main\nif __name__ == \"__main__\":\n    sys.exit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/rakiza && chmod +x $(BIN)/rakiza
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

CATALOGUES := $(wildcard src/rakiza/locale/*/LC_MESSAGES/django.po)
$(VENV)/.messages: $(VENV)/.run $(CATALOGUES) tools/messages.py
	@$(BIN)/python tools/messages.py compile
	@touch $@

setup: $(VENV)/.run $(VENV)/.messages ## Create the environment that runs Rakiza

$(VENV)/.bench: $(VENV)/.dev requirements/bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $@

setup-bench: setup-dev $(VENV)/.bench ## Add the peers that the measurements run beside

setup-dev: setup $(VENV)/.dev ## Create the environment that develops Rakiza

demo: setup ## Set up, run the demonstration plan and serve it on 127.0.0.1:8000
	@$(BIN)/rakiza demo --port $(PORT)

demo-reset: setup ## Start the demonstration over
	@$(BIN)/rakiza demo --reset --port $(PORT)

serve: setup ## Serve the application with its job worker
	@$(BIN)/rakiza serve --port $(PORT)

test: setup-dev ## Run the tests on the embedded database
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser"

# What knows no database, or the embedded one only, or asks who may open which page or give which command (the same
# acts as the API's), or looks at the words around pages says nothing of PostgreSQL: `make test` runs it.
WITHOUT_POSTGRES := tests/engine tests/pillars/purchasing/designations \
  $(addprefix tests/kernel/,codec documents presentation wording) tests/robustness/test_power_cut.py \
  $(addprefix tests/security/,test_command.py test_headers.py test_roles.py test_settings.py) tests/test_cli.py
test-postgres: setup-dev ## Run on PostgreSQL (DATABASE_URL) every test that meets a database
	@test -n "$$DATABASE_URL" || (echo "Set DATABASE_URL=postgres://user@host:port/name first." && exit 1)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser" $(addprefix --ignore ,$(WITHOUT_POSTGRES))

test-browser: setup-dev ## Walk the pages in Chromium, at two widths and in three languages, with axe
	$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder tests/browser

check: setup-dev ## Format, lint, types, import contracts, translations, migrations, documentation
	@$(MAKE) --no-print-directory -j2 check-types check-rest

check-types: setup-dev
	$(BIN)/mypy

check-rest: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint src --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/python tools/messages.py check
	$(BIN)/python -m rakiza.cli reference check
	$(BIN)/python -W error -m django check --fail-level WARNING
	$(BIN)/python -W error -m django makemigrations --check --dry-run
	$(BIN)/python tools/registry_hosts.py
	$(BIN)/python -m mkdocs build --strict --quiet

format: setup-dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: setup-dev ## Gather the interface's sentences into the catalogues
	$(BIN)/python tools/messages.py extract

bench: bench-reading bench-matching bench-plan bench-pages ## Measure everything that the documentation states

bench-reading: setup-bench ## Quality and speed of reading, beside peers
	$(BIN)/python bench/reading_quality.py
	$(BIN)/python bench/reading_speed.py
	$(BIN)/python bench/reading_peers.py

bench-matching: setup-bench ## Quality and speed of matching beside its peers, and of searching
	$(BIN)/python bench/matching.py
	$(BIN)/python bench/search_speed.py

bench-plan: setup-dev ## Speed of imports, allocation and whole plans
	$(BIN)/python bench/import_speed.py
	$(BIN)/python bench/allocation_speed.py
	$(BIN)/python bench/plan_speed.py

bench-allocation: setup-bench ## Gap and time of the allocation beside HiGHS, SCIP, CBC and CP-SAT (ARGS=--quick)
	$(BIN)/python bench/allocation_peers.py $(ARGS)

bench-pages: setup-dev ## Time of each page with 50,000 lines in the database
	$(BIN)/python bench/page_speed.py
	$(BIN)/python bench/search_page_speed.py

docs: setup-dev ## Build the documentation into site/
	$(BIN)/python -m mkdocs build --strict

lock: ## Renew the pinned dependencies (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements/run.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra bench -c requirements/dev.lock pyproject.toml -o requirements/bench.lock

clean: ## Remove what the commands made, but for the data
	rm -rf $(VENV) site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
