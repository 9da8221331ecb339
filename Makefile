# Two commands matter to a newcomer: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes

# Compiled modules are kept, whatever the machine's settings: without them each worker compiles for two seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check format lint layers types texts schema locks bench lighthouse lock translations

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: .venv/installed-prod instance/secret_key ## set up what is missing and start the shop (HOST, PORT)
	@export SHOP_ENV=$${SHOP_ENV:-demonstration} PUBLIC_BASE_URL=$${PUBLIC_BASE_URL:-http://$(HOST):$(PORT)}; \
	$(FLASK) db upgrade; \
	if [ "$$SHOP_ENV" = demonstration ]; then $(FLASK) demo load; $(FLASK) demo orders; fi; \
	echo; echo "  The shop is at $$PUBLIC_BASE_URL  (English: $$PUBLIC_BASE_URL/en/). Ctrl-C stops it."; echo; \
	code=0; trap 'asked=yes' INT TERM; \
	if [ "$$SHOP_ENV" = demonstration ] && [ -z "$${STRIPE_SECRET_KEY:-}" ]; then \
		played=$$($(BIN)/python -m tests.fakes --settings --host $(HOST) --pages "$$PUBLIC_BASE_URL" \
			--stripe-port $${FAKE_STRIPE_PORT:-$$(($(PORT) + 1))} --bank-port $${FAKE_BANK_PORT:-$$(($(PORT) + 2))}); \
		eval "$$played"; \
		$(BIN)/python -m tests.fakes --shop http://$(subst 0.0.0.0,127.0.0.1,$(HOST)):$(PORT) --pages "$$PUBLIC_BASE_URL" \
			--host $(HOST) --stripe-port $$FAKE_STRIPE_PORT --bank-port $$FAKE_BANK_PORT & \
	fi; \
	$(FLASK) jobs run & \
	$(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) --blocking-threads 4 \
		--backpressure 128 --no-ws --log-level warning wsgi:app & \
	wait -n || code=$$?; kill $$(jobs -p) 2>/dev/null || true; wait; [ -n "$${asked:-}" ] || exit $$code

test: .venv/installed-dev ## run the whole suite on SQLite and PostgreSQL, with the browser tests
	@$(BIN)/python scripts/test_needs.py
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-fast: .venv/installed-dev ## run what needs no browser and no PostgreSQL
	@$(BIN)/python -m pytest -m "not browser and not slow" -k "not postgresql" $(ARGS)

check: format lint layers types texts schema locks test ## everything that continuous integration checks

format: .venv/installed-dev
	@$(BIN)/ruff format --check .
lint: .venv/installed-dev
	@$(BIN)/ruff check .
layers: .venv/installed-dev
	@$(BIN)/lint-imports
types: .venv/installed-dev
	@$(BIN)/mypy
texts: .venv/installed-dev
	@$(BIN)/python scripts/check_texts.py
schema: .venv/installed-dev
	@$(BIN)/python scripts/check_schema.py
locks:
	@! grep -nE '://' requirements/*.txt package-lock.json 2>/dev/null || (echo "a lock names an address" && exit 1)

bench: .venv/installed-dev ## measure the shop against its floors and print the table
	@$(BIN)/python -m benchmarks $(ARGS)

lighthouse: .venv/installed-dev ## look at the running shop as a phone does (needs node and Chromium; ADDRESS)
	@$(BIN)/python scripts/lighthouse.py $(or $(ADDRESS),http://$(HOST):$(PORT))

lock: .venv/bin/uv ## rewrite the hashed requirements
	@for set in prod dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-annotate --no-header --no-emit-index-url \
			--no-emit-find-links --python-version 3.11 requirements/$$set.in -o requirements/$$set.txt; \
	done

translations: .venv/installed-dev ## collect the interface texts into the catalogues
	@$(BIN)/python scripts/check_texts.py --update

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	@$(PYTHON) -m venv .venv

.venv/bin/uv: .venv/bin/python
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet uv

.venv/installed-prod: requirements/prod.txt | .venv/bin/python
	@echo "Installing what the shop needs ..."
	@$(PIP) -r requirements/prod.txt && touch $@

.venv/installed-dev: requirements/dev.txt | .venv/bin/python
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements/dev.txt && touch $@ .venv/installed-prod

instance/secret_key:
	@mkdir -p instance && umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))' > $@
