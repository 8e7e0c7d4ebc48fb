# `make run`, `make test` and `make check` install what they need. CONTRIBUTING.md explains the rest.
.DEFAULT_GOAL := help
PORT ?= 3000
bin := .venv/bin
lock := $(bin)/uv pip compile --quiet --no-header --no-annotate --no-strip-extras --generate-hashes $(LOCK_FLAGS)

.PHONY: help run reset demo test check fix build lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: .venv/installed .venv-ministack/installed ## the API on http://127.0.0.1:3000, without AWS (PORT=, HOLD_SECONDS=)
	@$(bin)/python -m local --port $(PORT) $(if $(HOLD_SECONDS),--hold-seconds $(HOLD_SECONDS))

reset: ## empty what `make run` has stored
	rm -rf .local

demo: .venv/installed ## fill a running server with providers, clients and a fortnight of availability
	@$(bin)/python -m local.demo --url http://127.0.0.1:$(PORT)

test: check .venv-ministack/installed .tools/dynamodb-local/installed ## check, then every test
	$(bin)/pytest

check: .venv/installed ## format, lint, types, template
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	AWS_DEFAULT_REGION=eu-central-1 SAM_CLI_TELEMETRY=0 $(bin)/sam validate --lint

fix: .venv/installed ## format and mend what ruff can
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

lock: .venv/installed ## update every lock file (LOCK_FLAGS=--upgrade for newer versions)
	$(lock) --universal --python-version 3.11 requirements/uv.in -o requirements/uv.txt
	$(lock) --universal --python-version 3.11 requirements/dev.in -o requirements/dev.txt
	$(lock) --universal --python-version 3.11 requirements/ministack.in -o requirements/ministack.txt
	$(lock) --python-version 3.13 --python-platform aarch64-manylinux2014 \
		-c requirements/dev.txt layers/common/requirements.in -o layers/common/requirements.txt

clean: ## remove all that is installed, built or stored
	rm -rf .venv .venv-ministack .tools .local .aws-sam .mypy_cache .ruff_cache .pytest_cache

.venv/installed: requirements/uv.txt requirements/dev.txt
	python3 -m venv .venv
	$(bin)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	$(bin)/uv pip sync --quiet --python $(bin)/python --require-hashes requirements/dev.txt
	@touch $@

.venv-ministack/installed: .venv/installed requirements/ministack.txt
	python3 -m venv .venv-ministack
	$(bin)/uv pip sync --quiet --python .venv-ministack/bin/python --require-hashes requirements/ministack.txt
	@touch $@
