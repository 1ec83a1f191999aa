# Two commands: `make run` and `make test`. They install what they need, and nothing twice.
BIN = .venv/bin
UNISMS = $(BIN)/unisms
PIP = $(BIN)/pip install --quiet --disable-pip-version-check --constraint .pins.txt
TESTS = $(BIN)/pytest
# Each floor by the tests that mirror it; the house as a whole; and what starts real servers.
UNITS = tests/unit -m "not servers" -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=100
HOUSE = --ignore tests/unit -m "not servers" -n 2
SERVERS = -m servers -n 4 --dist loadgroup --durations=8
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests start hundreds of processes: what they compile is kept, whatever the environment says.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help run demo demo-reset test test-quick test-all lint bench chaos pictures check pins clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: demo ## the service with a demonstration, at http://127.0.0.1:6543/ (another address: make run LISTEN=127.0.0.1:6600)
	@exec $(UNISMS) serve $(if $(LISTEN),--listen $(LISTEN))

test: .venv/tested .venv/parts .venv/peers lint ## everything, with the real SMSC and the browser; installs them
	$(TESTS) $(UNITS)
	$(TESTS) $(HOUSE)
	$(TESTS) $(SERVERS)

test-quick: .venv/tested ## the tests that start no server and are not slow
	$(TESTS) -m "not servers and not slow" -n 2

test-all: export UNISMS_TESTS = all
test-all: .venv/tested .venv/parts .venv/peers lint ## everything, each property ten times as often, every look of every page, a long chaos
	$(TESTS) $(UNITS)
	$(TESTS) $(HOUSE)
	$(TESTS) $(SERVERS)
	$(MAKE) chaos

lint: .venv/tested ## style, types, and the arrows between the floors
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: .venv/tested ## how fast it is, on this machine
	$(BIN)/python tests/bench

chaos: .venv/tested .venv/parts .venv/peers ## kill it in the middle, again and again: none twice, none lost
	$(BIN)/python -m tests.chaos.chaos $(if $(SEED),--seed $(SEED))
	$(BIN)/python -m tests.chaos.stops $(if $(SEED),--seed $(SEED))

pictures: .venv/tested .venv/parts ## take the pictures of the documentation anew
	$(BIN)/python -m tests.pictures

demo: var/demo-logins.txt

demo-reset: .venv/installed ## throw the demonstration away and make it anew
	rm -rf var && $(UNISMS) demo

check: .venv/installed ## is everything in order?
	$(UNISMS) check

pins: .venv/tested ## write down the versions in use
	$(BIN)/pip freeze --all --exclude-editable > .pins.txt

clean: ## remove what was installed here; var/ stays
	rm -rf .venv tests/peers/node_modules

var/demo-logins.txt: | .venv/installed
	@$(UNISMS) demo --if-empty > /dev/null

.venv/bin/python:
	@.ci/make-environment

.venv/installed: setup.py .pins.txt | .venv/bin/python
	$(PIP) pip setuptools && $(PIP) --editable .[dashboards] && touch $@

.venv/tested: .venv/installed .ci/install-ldap-headers
	.ci/install-ldap-headers && $(PIP) --editable .[testing,postgresql,redis,ldap,dashboards] && touch $@

.venv/parts: .ci/install-test-parts | .venv/bin/python
	.ci/install-test-parts && touch $@

.venv/peers: tests/peers/package-lock.json | .venv/bin/python
	npm ci --prefix tests/peers --no-fund --no-audit --loglevel error && touch $@
