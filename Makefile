# `make demo` shows what duty does; `make test` runs everything that can fail. Both make the environment they need.
PYTHON ?= python3
BIN := .venv/bin
ENV := .venv/.made
# The build backends, ours and that of PySpark, are pinned like all else and there already: making the package again needs no network.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo demo-province test types tests test-pythons test-long faults quick fmt bench dist clean

$(ENV): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) hatchling editables setuptools
	$(PIP) --no-build-isolation --editable '.[dev]'
	touch $(ENV)

demo: $(ENV)
	$(BIN)/python scripts/demo.py build/demo

# Twelve invented counties, their sealed ledgers, and the report of their province.
demo-province: $(ENV)
	$(BIN)/python scripts/demo_province.py build/demo-province

test: $(ENV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --no-print-directory --jobs 2 types tests test-pythons

# Types beside the tests: each leaves a core idle at times. Both are run to the end, whichever fails.
types: $(ENV)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

tests: $(ENV)
	$(BIN)/python -m pytest --numprocesses 2 --cov --cov-fail-under=95

# A bounded part under every other Python that is installed, 3.11 to 3.14; FULL=1 runs all tests under each.
test-pythons: $(ENV)
	$(BIN)/python scripts/pythons.py $(if $(FULL),--full)

# What a change touches, in half a minute; SINCE=COMMIT says since when, else since the branch left the main one.
quick: $(ENV)
	$(BIN)/python scripts/quick.py $(SINCE)

test-long: $(ENV)
	DUTY_TEST_LONG=1 $(BIN)/python -m pytest --numprocesses 2 tests/properties tests/ledger tests/rules tests/importing

# All kills, power cuts, failing disks, flipped bits and skilled hands; `make test` tries some of them.
faults: $(ENV)
	DUTY_TEST_LONG=1 $(BIN)/python -m pytest --numprocesses 2 tests/faults

fmt: $(ENV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# One table of what is asked of the speed and what was reached; it fails where a target is missed. ONLY="startup commands".
bench: $(ENV)
	$(BIN)/python benchmarks/every.py $(ONLY)

dist: $(ENV)
	$(BIN)/python scripts/dist.py dist

clean:
	rm -rf .venv .venv-3.* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
