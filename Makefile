# Two commands for a new machine with Python 3.11, make and git: `make ingest` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ROOMS := flows parsers schemas tests

.PHONY: bench hostile ingest test lint samples evaluate soak fuzz docs lock clean help

help:
	@echo "make ingest   set up .venv and run the main job on the sample replies"
	@echo "make test     set up .venv and run every check and test"
	@echo "make samples  write the made-up sample replies again"
	@echo "make evaluate draw made-up replies in every form, read them, and score what came out (SEED=2 draws others)"
	@echo "make soak     kill the main job 200 times, a fifth of them through Prefect, and compare what is left (an hour or two; KILLS=50 PREFECT=10 for less)"
	@echo "make fuzz     change sound files at random and read them, put documents together at random and map them (MINUTES=15)"
	@echo "make hostile  read files that are made to break the readers, each with what should come of it"
	@echo "make bench    measure reading, the start of commands, publication and runs with little new, each beside a plain script (SIZES='1000 10000'; an hour)"
	@echo "make docs     write the generated pages and schemas again"
	@echo "make lock     pin all dependencies again, with hashes"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed; $(PYTHON) is another version. Say which to use: make PYTHON=/path/to/python3.11"; exit 2; }
	@echo "Setting up $(VENV): some minutes the first time"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

ingest: $(READY)
	@$(BIN)/foi asked samples/asked.csv
	@$(BIN)/foi ingest samples/online-misconduct-2017 --request online-misconduct-2017 || test $$? -eq 1  # 1: done, and something waits for a person

lint: $(READY)
	$(BIN)/ruff check $(ROOMS)
	$(BIN)/ruff format --check $(ROOMS)
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder  # in the order of their names: the long files come first

samples: $(READY)
	$(BIN)/python -m flows.samples

soak: $(READY)
	$(BIN)/python -m tests.flows.killing --kills $(or $(KILLS),200) --prefect $(or $(PREFECT),40) --seed $(or $(SEED),1)

fuzz: $(READY)
	$(BIN)/python -m tests.hostile.fuzz --minutes $(or $(MINUTES),15) --number $(or $(NUMBER),100)

evaluate: $(READY)
	@$(BIN)/python -m flows.evaluation --seed $(or $(SEED),1)

bench: $(READY)
	@for what in start pdf workbooks report; do echo "== $$what"; $(BIN)/python -m flows.bench.$$what; done
	@for what in release rerun; do echo "== $$what"; $(BIN)/python -m flows.bench.$$what --sizes $(or $(SIZES),1000 10000); done

hostile: $(READY)
	FOI_THOROUGH=1 $(BIN)/python -m pytest -n 2 tests/hostile

docs: $(READY)
	$(BIN)/python -m schemas.dictionary
	$(BIN)/python -m schemas.json_schema
	$(BIN)/python -m parsers.limits
	$(BIN)/python -m flows.report.vega
	$(BIN)/python -m flows.prefect_database

lock: $(READY)
	$(BIN)/pip-compile --quiet -o requirements.txt pyproject.toml

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
