# Clever Coalitions. `make` alone lists what there is to make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup app demo picture screenshots golden docs pins sbom promises mutants coverage test browser test312 nightly lowest lint format bench clean FORCE

EXTRAS ?= dev,app,studies
VENV := .venv
VENV312 := .venv312
VENVLOWEST := .venv-lowest
BIN := $(VENV)/bin
PINS := $(wildcard supply/pins/*.txt)

# In an environment of its own, IPython adds to a server the libraries of another one that is activated.
unexport VIRTUAL_ENV

# A stamp remembers where and with which extras an environment was made: a moved folder is set up again.
MADE := $(CURDIR) $(EXTRAS)
stale = $(if $(shell [ "$$(cat $(1)/.installed 2>/dev/null)" = "$(MADE)" ] && $(1)/bin/python -c '' 2>/dev/null || echo stale),FORCE)

with312 = $(shell PYTHON=$(PYTHON312) .ci/setup --find 3.12 2>/dev/null)

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-11s %s\n", $$1, $$2 }'

# Tests in two processes: each takes its half in order, so that what a file shares is made once, and then from the other's.
TWO := -n 2 --dist worksteal
THREE := -n 3 --dist worksteal # these tests wait a third of their time, for processes that they start, and for browsers

# What comes after the packages takes one processor each: two at a time.
READY := $(VENV)/.warm $(VENV)/.assets
together = $(MAKE) --no-print-directory --silent -j 2

# What runs beside something else shows what it says when it is over, where make knows how: that of macOS does not.
APART := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

setup: $(VENV)/.installed ## install everything into .venv, and compile the model's code once
	@+$(together) $(READY)

$(VENV)/.installed: pyproject.toml $(PINS) .ci/setup $(call stale,$(VENV))
	@.ci/setup $(VENV) $(EXTRAS) 3.11 3.12 3.13
	@echo "$(MADE)" > $@

# Compiled code is cached under a hash of sim/: warming it again is only worth it when sim/ has changed.
$(VENV)/.warm: $(VENV)/.installed $(shell find sim -name '*.py' 2>/dev/null)
	@echo "== compiling the model's code"
	@$(BIN)/python -m clever_coalitions.sim.warm
	@touch $@

# What the pages need without internet comes from npm's registry; all but the pages works without.
$(VENV)/.assets: $(VENV)/.installed app/serving/offline.py
ifneq ($(findstring app,$(EXTRAS)),)
	@echo "== fetching the scripts of the pages"
	@if $(BIN)/coalitions app --install-assets; then touch $@; else echo "== only the pages need them: going on"; fi
endif

$(VENV312)/.installed: pyproject.toml $(PINS) .ci/setup $(call stale,$(VENV312))
	@PYTHON=$(PYTHON312) .ci/setup $(VENV312) $(EXTRAS) 3.12
	@echo "$(MADE)" > $@

$(VENV312)/.warm: $(VENV312)/.installed $(shell find sim -name '*.py' 2>/dev/null)
	@echo "== compiling the model's code for Python 3.12, too"
	@$(VENV312)/bin/python -m clever_coalitions.sim.warm 2>$(VENV312)/warm.log || { cat $(VENV312)/warm.log >&2; exit 1; }
	@touch $@

app: setup ## open the pages in a browser (APP_FLAGS="--port 9000 --no-open")
	@$(BIN)/coalitions app $(APP_FLAGS)

demo: $(VENV)/.warm ## the main job: opt-in against consensus in paired worlds of the Syria case, until it is known
	@$(BIN)/coalitions demo

test: ## lint, types, all tests; the Mesa-facing ones again on Python 3.12 where it exists
	@+$(together) $(if $(with312),$(VENV312)/.warm) $(READY) lint
	@echo "== tests"
	@$(BIN)/pytest -q $(THREE) -m "not slow and not browser" --ignore tests/browser $(PYTEST_FLAGS)
	@+$(together) $(APART) browser $(if $(with312),test312)
	@$(if $(with312),,echo "== no usable Python 3.12 on this machine: the tests under Mesa 3.5 are left out")

# Where there is no Chromium and none can be installed, pytest says so: it skips them, and fails where CI is set.
browser: setup ## only the tests of the pages, in Chromium, in three processes
	@echo "== the pages, in a browser"
	@.ci/chromium >/dev/null || true
	@$(BIN)/pytest -q $(THREE) -m "browser and not slow" tests/browser $(PYTEST_FLAGS) || [ $$? = 5 ] # 5: flags chose none

# Beside the browser, so in one process; and only the files that have such tests, as collecting all takes longest.
test312: $(VENV312)/.warm
	@echo "== Mesa-facing and determinism tests on Python 3.12"
	@$(VENV312)/bin/pytest -q -m "mesa and not slow" $(PYTEST_FLAGS) $$(grep -rl --include='*.py' mark.mesa tests | sort)
	@echo "== the same run on both Pythons"
	@diff <($(BIN)/coalitions run syria --json) <($(VENV312)/bin/coalitions run syria --json)

nightly: setup promises mutants lowest ## what takes too long for every day: slow tests, counts for docs/promises.md, lowest versions, load
	@echo "== slow tests"
	@$(BIN)/pytest -q $(TWO) -m "slow" $(PYTEST_FLAGS)
	@echo "== a server under load"
	@$(BIN)/python -m benchmarks.load --write

mutants: setup ## break two hundred places of the model, one at a time, and write docs/mutants.md: who notices
	@$(BIN)/python -m tests.validation.sampled_mutants

promises: setup ## run the tests that hold each promise, and write docs/promises.md
	@$(BIN)/python docs/promises.py

coverage: setup ## count what the tests reach, the model without its compiler, and write docs/coverage.md
	@$(BIN)/python docs/reached.py

lowest: $(VENVLOWEST)/.installed ## all tests but those in a browser, with the lowest versions that are allowed
	@echo "== tests with the lowest versions"
	@$(VENVLOWEST)/bin/pytest -q $(TWO) -m "not slow and not browser" -o filterwarnings= $(PYTEST_FLAGS)

$(VENVLOWEST)/.installed: pyproject.toml constraints-lowest.txt .ci/setup $(call stale,$(VENVLOWEST))
	@CONSTRAINTS=constraints-lowest.txt .ci/setup $(VENVLOWEST) $(EXTRAS) 3.11
	@echo "$(MADE)" > $@

lint: $(VENV)/.installed ## ruff and mypy
	@echo "== ruff"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@echo "== mypy"
	@set -o pipefail; $(BIN)/mypy | sed 's#$(VENV)/types/clever_coalitions/##'

format: setup ## let ruff fix and format the code
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

picture: demo ## draw the picture of the README again
	@mkdir -p docs/images && cp results/demo/overview.svg docs/images/demo.svg
	@$(BIN)/python docs/readme.py

screenshots: setup ## photograph every page again for the docs
	@.ci/chromium >/dev/null
	@$(BIN)/python -m docs.screenshots

golden: setup ## write the outputs that define the edition of the model again, once it is raised
	@$(BIN)/python tests/golden/outputs.py

docs: setup ## write the reference pages again from the code
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/security.py

pins: $(VENV)/.installed ## write the pins with hashes again from constraints.txt
	@$(BIN)/python supply/pins.py

sbom: $(VENV)/.installed ## write the bill of materials of .venv: each package, its version, license and needs
	@$(BIN)/python supply/bill.py results/sbom.cdx.json

bench: setup ## measure the speed claims of benchmarks/
	@$(BIN)/python -m benchmarks

clean: ## remove everything that make has made
	rm -rf $(VENV) $(VENV312) $(VENVLOWEST) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

FORCE:
