# Every target sets up what it needs: a virtual environment of its own in .venv.
.DEFAULT_GOAL := help
.PHONY: help demo lint test check full site bench clean
SHELL := /bin/bash
BIN := .venv/bin
READY := .venv/ready
# pytest's processes; `make test JOBS=4` where there are more cores
JOBS := 2

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

demo: $(READY)  ## the brief on the shipped example, as brief.html
	$(BIN)/patronage demo --out brief.html

lint: $(READY)  ## style, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

test: $(READY)  ## the tests that take minutes together and need no browser
	$(BIN)/pytest -m "not full" -n $(JOBS) -rs

check: lint test  ## lint and test: before each commit

full: check  ## check, and the slow tests: browser, killed processes, the tutorial
	$(BIN)/pytest -m full -n $(JOBS) -rs

site: $(READY)  ## the documentation as a site, in site/
	$(BIN)/mkdocs build --strict

bench: $(READY)  ## timings, as ratios
	set -e; for file in benchmarks/*/bench_*.py; do echo "== $$file"; $(BIN)/python $$file; done

clean:  ## remove the environment and what the tools left
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist site brief.html

# The first Python that is new enough and can make an environment. The tests run with the pins of
# constraints.txt; without them any version that pyproject.toml allows may come.
$(READY): pyproject.toml constraints.txt
	@set -e; for python in python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	    2>/dev/null; then \
	    echo "Setting up .venv with $$($$python --version); the first time takes minutes."; \
	    test -x $(BIN)/python || $$python -m venv .venv; \
	    $(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'; \
	    touch $(READY); exit 0; \
	  fi; \
	done; \
	echo "No Python from 3.11 to 3.13 with its venv module found (Debian: apt install python3-venv)." >&2; \
	exit 1
