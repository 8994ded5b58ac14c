# Khanaen. On a bare Debian: sudo apt-get install make git python3-venv
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/data
TESTS ?= tests
PROCESSES ?= auto
KILLS ?= 200
INPUTS ?= 20000
REQUESTS ?= 4
SCREENS ?= build/screens
SHARE ?= 1.0

.PHONY: setup run test check bench train prior rehearse country faults kills fuzz screens audit lock tidy help

help:            ## What can be asked of make
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## +/\t/' | expand -t 12

setup:           ## Bring everything that running and testing need
	@$(PYTHON) scripts/set_up.py all

run:             ## Start the demo election on http://127.0.0.1:8000
	@$(PYTHON) scripts/set_up.py run
	@$(BIN)/khanaen demo

test: setup check  ## Set up, check and pass every test
	@$(BIN)/python -m pytest --numprocesses $(PROCESSES) --maxprocesses 4 --dist loadfile $(TESTS)

check:           ## Format, lint, layers and types; no network
	@$(BIN)/ruff format --check --output-format=concise .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

tidy:            ## Format and mend what ruff can mend itself
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix .

bench: setup     ## Measure the reader (DATA=dir) and write docs/benchmarks.md; ONLY="cuts worse" shows parts
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-bench.lock \
	  || echo "The other engines' packages cannot be had: the bench says which it leaves out."
	@$(BIN)/khanaen bench --data $(DATA) $(foreach part,$(ONLY),--only $(part))

train: setup     ## Train the networks of digits, words, row numbers and place names anew: make train DATA=dir
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	@for lock in requirements-train requirements-train-cuda; do \
	  .venv-train/bin/python -m pip install --quiet --require-hashes --no-deps \
	    -r requirements.lock -r $$lock.lock && break; done
	@nice .venv-train/bin/python -m ocr.train --data $(DATA) --out ocr/weights
	@nice .venv-train/bin/python -m ocr.train.words --out ocr/weights
	@nice .venv-train/bin/python -m ocr.train.row_numbers --out ocr/weights
	@nice .venv-train/bin/python -m ocr.train.place_names --out ocr/weights \
	  $(if $(wildcard $(DATA)/../reference/geo),--names $(DATA)/../reference/geo)

prior: setup     ## Learn how often people slip on paper (DATA=dir)
	@$(BIN)/python -m ocr.train.papers $(DATA)/reference/units ocr/joint/paper_errors.toml

rehearse: setup  ## Send a whole drawn night through a running demo
	@$(BIN)/khanaen rehearse

faults: setup    ## Kill processes at random for some nights and count what is lost (KILLS=n)
	@$(BIN)/khanaen faults --kills $(KILLS)

kills: setup  ## Kill the publisher alone while a reader polls (KILLS=n)
	@$(BIN)/khanaen faults --publisher --kills $(KILLS)

country: setup   ## Play the whole country's night from its reference data (DATA=dir SHARE=1.0)
	@$(BIN)/khanaen rehearse --country $(DATA)/reference --share $(SHARE)

fuzz: setup      ## Fire bent inputs at every parser and schemathesis at every route (INPUTS=n REQUESTS=n)
	@$(BIN)/python -m tests.fuzz $(INPUTS)
	@test -x .venv-fuzz/bin/python || $(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m pip install --quiet --require-hashes --no-deps \
	  -r requirements.lock -r requirements-fuzz.lock
	@.venv-fuzz/bin/python -W ignore -m tests.fuzz.doors $(REQUESTS)

screens: setup   ## Fill a demo night and photograph every page in Thai (SCREENS=folder ONLY=pattern SIZES=390,1366)
	@$(BIN)/python -m tests.screens $(SCREENS) $(if $(ONLY),--only '$(ONLY)') $(if $(SIZES),--sizes $(SIZES))

audit: setup     ## Look the pinned packages up among known advisories; needs the network
	@test -x .venv-audit/bin/python || $(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip install --quiet --require-hashes -r requirements-audit.lock
	@failed=0; \
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock -r requirements-dev.lock || failed=1; \
	$(BIN)/npm audit || failed=1; \
	test $$failed = 0 || echo "Not passed: an advisory, or a package that could not be looked up (docs/security.md)."; \
	exit $$failed

lock:            ## Pin the packages anew (needs uv and the network)
	@for name in requirements requirements-dev requirements-audit requirements-bench requirements-fuzz; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	    --output-file $$name.lock $$name.in || exit 1; done
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --output-file requirements-train-cuda.lock requirements-train.in
	@$(BIN)/npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
