# `make demo` and `make test` need python3 (3.11 or newer, with venv and pip) and make; the rest they install.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv --quiet
# Locks hold no index address and depend on no machine's settings.
COMPILE := env $$(env | sed -n 's/^\(UV_[A-Z_]*\|PIP_[A-Z_]*\)=.*/-u \1/p') UV_CUSTOM_COMPILE_COMMAND='make lock' \
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
LOCKS := requirements-install.txt requirements.txt requirements-dev.txt

.PHONY: help install demo demo-reset test test-fast test-long check check-next format bench bench-scale lock

help:
	@echo 'make demo        run the whole product here, with a demonstration organization'
	@echo 'make demo-reset  remove the demonstration'"'"'s data'
	@echo 'make test        run the tests: on SQLite, on PostgreSQL, in a browser'
	@echo 'make test-fast   run the tests of what differs from main, on SQLite and without a browser'
	@echo 'make test-long   run the long property, race and fault tests'
	@echo 'make check       check format, style, types, layers, templates, migrations and deployment settings'
	@echo 'make check-next  run the SQLite tests on the newest Python and Django; it may fail'
	@echo 'make format      write format and style as make check wants them'
	@echo 'make bench       measure pages, commands and imports'
	@echo 'make bench-scale measure every page on a million gifts'
	@echo 'make install     install everything for development'
	@echo 'make lock        resolve the requirements anew'

# Each stamp is newer than the lock it was installed from, so a second run costs nothing.
.venv/uv: requirements-install.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || { echo 'Making .venv …'; $(PYTHON) -m venv .venv; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-install.txt
	@touch $@

.venv/development: .venv/uv requirements-dev.txt
	@echo 'Installing what development needs …'
	@$(UV) pip sync --python $(BIN)/python --require-hashes requirements-dev.txt
	@touch $@ .venv/product

# What development needs holds everything the product does: keep it where it is.
.venv/product: .venv/uv requirements.txt
	@if test -e .venv/development; then $(MAKE) --no-print-directory .venv/development; else \
		echo 'Installing …' && $(UV) pip sync --python $(BIN)/python --require-hashes requirements.txt; fi
	@touch $@

install: .venv/development

demo: .venv/product
	@exec $(BIN)/python -m config.launcher

demo-reset: .venv/product
	@$(BIN)/python -m config.launcher --reset

test: .venv/development
	@$(BIN)/python -m tests.run

test-fast: .venv/development
	@$(BIN)/python -m tests.fast

test-long: .venv/development
	@$(BIN)/python -m tests.run --long

check: .venv/development
	@$(BIN)/python -m tests.check

# What fails here fails for us some day; nothing waits for it.
check-next: .venv/development
	@$(BIN)/python -m tests.next

format: .venv/development
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html') || true

bench: .venv/development
	@$(BIN)/python -m benchmarks

# Made once, in minutes, and kept in var/scale.
bench-scale: .venv/development
	@$(BIN)/python -m benchmarks.scale

lock: .venv/uv
	@for name in $(LOCKS:.txt=); do $(COMPILE) $$name.in -o $$name.txt >/dev/null || exit 1; done
	@! grep -n '://' $(LOCKS)
