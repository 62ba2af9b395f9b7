# `make` or `make help` lists what there is to make. Everything goes into .venv; nothing else on the machine changes
# but the model weights, which go to the data folder (FITTINGROOM_DATA_DIR, by default ~/.local/share/fittingroom).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PIP_INSTALL := $(PIP) install --root-user-action=ignore --no-deps
HOST ?= 127.0.0.1
PORT ?= 8000
EVAL ?= examples/cases.json

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install models demo serve test test-external lint format eval thumbnails lock clean

help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMPS)/package models ## Install fittingroom into .venv, with pinned dependencies and model weights

demo: install ## Try a garment on a photo through the real API; the pictures go to demo-output/
	@$(BIN)/python examples/demo.py --out demo-output

serve: install ## Run the whole service (HOST=127.0.0.1 PORT=8000)
	$(BIN)/fittingroom serve --host $(HOST) --port $(PORT)

test: $(STAMPS)/dev models ## Install what the tests need and run them all
	$(BIN)/python -m pytest

test-external: $(STAMPS)/dev models ## Run the database tests once more, on a PostgreSQL server of this machine's
	$(BIN)/python -m tests.support.external_postgres pytest --database-only

lint: $(STAMPS)/dev ## Check style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMPS)/dev ## Put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: install ## Try all clothes of a file of cases on and score them (EVAL=cases.json); all goes to eval-out/
	$(BIN)/fittingroom eval $(EVAL) --task clothes --out eval-out

thumbnails: install ## Draw the playground's pictures of haircuts anew
	$(BIN)/python examples/draw_haircuts.py src/fittingroom/dashboard/static/haircuts

lock: $(STAMPS)/dev ## Pin the newest versions that pyproject.toml allows
	requirements/lock.sh

clean: ## Remove .venv and what the demo and the evaluation left
	rm -rf $(VENV) demo-output eval-out

models: $(STAMPS)/package
	@$(BIN)/fittingroom models pull

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "fittingroom needs Python 3.11 or newer. Name one that is: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) \
		|| { echo "This Python can't make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements/runtime.lock requirements/build.lock
	@echo "Installing dependencies into $(VENV)"
	@$(PIP_INSTALL) --require-hashes -r requirements/runtime.lock -r requirements/build.lock
	@touch $@

$(STAMPS)/package: $(STAMPS)/runtime pyproject.toml
	@$(PIP_INSTALL) --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/package requirements/dev.lock
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@
