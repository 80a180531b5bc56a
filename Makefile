# Each target prepares what it needs first; a second run finds it done.
.PHONY: help setup run test lint bench
.DEFAULT_GOAL := help
# Some machines forbid Python to keep what it compiled; each of the suite's many processes would compile the house anew.
unexport PYTHONDONTWRITEBYTECODE

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

setup:  ## Prepare the environment, with everything tests and lint need
	@bin/environment test lint

run:  ## Start Perennial on 127.0.0.1:$PORT (8000); DEMO=0 starts empty
	@bin/environment && exec .venv/bin/python bin/run.py

test:  ## Run the whole suite on SQLite and PostgreSQL; ARGS="tests/core -x" narrows it
	@bin/environment test && exec .venv/bin/python bin/test.py $(ARGS)

lint:  ## Check style, types, package contracts and templates
	@bin/environment test lint && exec bin/lint

bench:  ## Measure the bars of the product and print a table
	@bin/environment test && exec .venv/bin/python -m bench $(ARGS)
