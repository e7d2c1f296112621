# The commands of the README. Everything is installed into .venv; nothing else is touched, but that `make test`, run as
# root on a Debian-like system, installs the programs which some tests talk to.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run demo test check bench format clean

# Job control gives the terminal to the simulator: Ctrl-C is for it alone, and its exit status is make's.
run: .venv/run
	@set -m 2>/dev/null; $(BIN)/smsc run $(ARGS)

demo: .venv/run
	@$(BIN)/smsc demo $(ARGS)

test: .venv/test
	@$(BIN)/python -m tests.programs
	@$(BIN)/pytest -n auto $(ARGS)

check: .venv/test
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pyright --warnings

bench: .venv/test
	@$(BIN)/python -m tests.bench $(ARGS)

format: .venv/test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("mini-smsc needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/run: pyproject.toml | .venv/bin/python
	@echo "Installing into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/test: pyproject.toml | .venv/bin/python
	@echo "Installing into .venv, with what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/run
