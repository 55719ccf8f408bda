# Two commands: `make demo` and `make test`. Both set everything up first, in .venv, with the pinned versions. `make test-slow`
# adds the suites that take long: killed processes, many hands, whole command lines, benches.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
DEMO_DB := demo.duckdb

.PHONY: demo test test-slow lint clean

demo: .venv/ready
	PARAKH_DB=$(DEMO_DB) $(BIN)/parakh run data/samples

test: .venv/ready lint
	$(BIN)/pytest -m "not slow" --numprocesses 2 --dist loadfile --durations 15

test-slow: .venv/ready
	$(BIN)/pytest -m slow --durations 15

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# torch first and by its exact version: a range would pull the newest build with gigabytes of CUDA.
.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/parakh prepare
	touch $@

clean:
	rm -rf .venv $(DEMO_DB) $(DEMO_DB).*
