# Set up, export, test: the same commands for a person and for a continuous integration.

ARTICLES ?= content
OUT ?= dist
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
RECIPE := pyproject.toml hatch_build.py
VALIDATORS_ARE_READY := "from separatum.checks.validators import aot_cache, java; \
    raise SystemExit(aot_cache.find_cache(java.find_java(), java.find_jars()) is None)"

.DEFAULT_GOAL := help
.PHONY: lock mutants witness help wheel lengths pages matrix readers setup export specimens test lint types check bench matrix gallery hostile fuzz docs clean kill-test sameness-test false-hits ten-thousand cluster-test
.SUFFIXES:

help: ## say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.set-up ## install all that is needed; the command is then .venv/bin/separatum
	@:

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --quiet

lock: ## write .ci/*.txt anew: each package with its version and hashes, with and without those for tests (needs uv)
	@$(LOCK) --extra dev --output-file .ci/requirements.txt
	@$(LOCK) --constraint .ci/requirements.txt --output-file .ci/runtime.txt

export: setup ## export the articles of content/ to dist/ (others: make export ARTICLES=…)
	@$(BIN)/separatum export $(ARTICLES) --out $(OUT)

test: $(VENV)/.set-up-dev ## run all tests
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 $(ARGS)

lint: $(VENV)/.set-up-dev ## look for mistakes and for what is written unlike the rest
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports

types: $(VENV)/.set-up-dev ## check the types
	@$(BIN)/mypy

check: lint types test ## all that must pass before a change is handed on

specimens: $(VENV)/.set-up-dev ## test the specimens of sixteen languages on every paper (some minutes)
	@SEPARATUM_ALL_PAPERS=1 $(BIN)/python -m pytest tests/specimens

bench: $(VENV)/.set-up-bench ## measure ours beside its peers (make bench ARGS="--only cold --write"); results in build/bench/
	@$(BIN)/python -m tests.bench $(ARGS)

gallery: $(VENV)/.set-up-dev ## draw the images of docs/: every specimen on every paper, the styles, the covers, and the editions of content/
	@$(BIN)/python -m tests.gallery $(ARGS)
	@$(BIN)/python -m tests.gallery.editions
	@$(BIN)/python -m tests.gallery.styles

matrix: $(VENV)/.set-up-dev ## validate each construct of Markdown in each other, in articles of their own
	@$(BIN)/python -m tests.conformance.matrix

kill-test: $(VENV)/.set-up-dev ## kill 200 exports at random moments, and one at each rename, and look at what is left
	@$(BIN)/python -m tests.trust.kills 200 $(ARGS)

sameness-test: $(VENV)/.set-up-dev ## export under more than 40 circumstances, and count the bytes that differ (ARGS=fonts: these)
	@$(BIN)/python -m tests.trust.sameness $(ARGS)

false-hits: $(VENV)/.set-up-dev ## search the articles of some folders for names that are not there (ARGS="folder 1000")
	@$(BIN)/python -m tests.privacy.false_hits $(ARGS)

ten-thousand: $(VENV)/.set-up-dev ## export ten thousand short articles, once undisturbed, once killed twice and resumed (hours)
	@$(BIN)/python -m tests.speed.thousands $(ARGS)

cluster-test: $(VENV)/.set-up-dev ## export 200 articles through a Dask cluster, killing a worker, and compare the bytes
	@$(BIN)/python -m tests.speed.cluster_run $(ARGS)

lengths: $(VENV)/.set-up-dev ## lay articles out in sixty styles of random lengths: no page overfull, no note lost
	@$(BIN)/python -m tests.editions.lengths $(ARGS)

pages: $(VENV)/.set-up-bench ## measure the pages of seven articles on six papers: spaces, hyphens, holes, refusals (ARGS=--peer: and typst's)
	@$(BIN)/python -m tests.pages $(ARGS)

readers: ## install pdf.js, epub.js, foliate-js, Ace and, as root, Chromium, for the tests that ask them
	@scripts/setup-readers

hostile: $(VENV)/.set-up-dev ## export every hostile source of tests/hostile/ whole, under limits (some minutes)
	@$(BIN)/python -m tests.hostile $(ARGS)

fuzz: $(VENV)/.set-up-dev ## read inputs made by chance, for a crash or a hang, up to a million in all runs (ARGS=100000: so many)
	@$(BIN)/python -W ignore -m tests.fuzz $(ARGS)

mutants: $(VENV)/.set-up-dev ## take the subject of 40 tests away, and see whether they fail (some minutes)
	@$(BIN)/python -W ignore -m tests.mutation $(ARGS)

wheel: $(VENV)/.set-up-dev ## build the wheel into build/wheel/, and on Debian one that brings Pango with it
	@rm -rf build/wheel
	@$(BIN)/python -m build --wheel --outdir build/wheel
	@if command -v dpkg-query >/dev/null; then scripts/bundle-libraries build/wheel/*-any.whl; fi

witness: $(VENV)/.set-up-dev ## list the words that only we or only cmark-gfm read in the Markdown of some folders (ARGS=folder)
	@$(BIN)/python -m tests.witness $(ARGS)

docs: $(VENV)/.set-up-dev ## write the generated pages of docs/ anew
	@$(BIN)/python -m tests.command.reference

clean: ## remove what was made here, except the published editions in dist/
	@rm -rf $(VENV) build src/separatum/fonts .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is newer than what it was made from, so that a second run has nothing to do.
$(VENV)/.set-up: $(RECIPE) scripts/find-python scripts/setup-system
	@python=$$(PYTHON='$(PYTHON)' scripts/find-python) && scripts/setup-system "$$python" && \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    echo "Making a virtual environment in $(VENV)/ with $$python"; \
	    "$$python" -m venv --clear $(VENV); \
	fi
	@echo "Installing Separatum and the Python packages that it needs into $(VENV)/, and making its fonts (some minutes, the first time)"
	@$(if $(LOCKED),$(PIP) --require-hashes --requirement .ci/requirements.txt)
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q src/separatum
	@if ! $(BIN)/python -c $(VALIDATORS_ARE_READY) 2>/dev/null; then \
	    echo "Preparing the validators, EPUBCheck and veraPDF: the first validation then takes half the time"; \
	    $(BIN)/python -m separatum.checks.validators.build_cache >/dev/null || echo "That failed; they work as well, only slower"; \
	fi
	@touch $@
	@echo "Ready: the command is $(BIN)/separatum"

$(VENV)/.set-up-dev: $(VENV)/.set-up
	@echo "Installing what tests, lint and types need into $(VENV)/"
	@$(PIP) --editable '.[dev]'
	@touch $@

$(VENV)/.set-up-bench: $(VENV)/.set-up-dev
	@echo "Installing what Separatum is measured against into $(VENV)/: pandoc and typst"
	@$(PIP) --editable '.[bench]'
	@touch $@
