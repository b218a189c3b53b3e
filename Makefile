# The environment is made with python3 and pip alone: no git, no compiler, no python3-venv.

PYTHON ?= python3
PORT ?= 8000
ENV := .venv
PY := $(ENV)/bin/python
INSTALL := PIP_ROOT_USER_ACTION=ignore $(PYTHON) -m pip --python $(PY) install -qq \
	--disable-pip-version-check --no-input --only-binary :all: --require-hashes

.PHONY: run test coverage lint lint-templates build lock clean

run: $(ENV)/.runtime ## The whole site in the foreground; PORT=8001 chooses another port
	@export DEBUG=$${DEBUG:-true}; exec $(PY) manage.py up --port $(PORT)

test: $(ENV)/.development ## Every test on SQLite, in a browser and on PostgreSQL
	@$(PY) -m tests

coverage: $(ENV)/.development ## What the tests on SQLite reach; fails below 95 %
	$(PY) -m pytest -q -n auto --dist loadgroup --ignore=tests/browser \
		--cov --cov-report=term:skip-covered --cov-fail-under=95

lint: $(ENV)/.development ## Style, types, templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	@$(MAKE) --no-print-directory lint-templates

lint-templates: $(ENV)/.development
	$(PY) -m djlint --lint --quiet tracker/templates

build: $(ENV)/.runtime ## Static files for production, in DATA_DIR/static
	DEBUG=false SECRET_KEY=$${SECRET_KEY:-unused-while-building} \
		$(PY) manage.py collectstatic --no-input

lock: ## Choose the versions anew (needs uv)
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
		pyproject.toml -o requirements.txt
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --group dev \
		-c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Everything that was made, except the data in var/
	rm -rf $(ENV) .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One sentence for what a bare machine may lack, instead of a traceback.
$(PY):
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Python 3.11 or newer is needed: install python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version)." >&2; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || \
		{ echo "pip is needed: install python3-pip." >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip $(ENV)

$(ENV)/.runtime: requirements.txt | $(PY)
	@echo "Installing what the site needs (once, about a minute) …"
	@$(INSTALL) -r requirements.txt || { echo "The packages could not be installed: see the line\
	 above. A connection to a package index is needed, and Linux or macOS on a common processor,\
	 for which there are built packages." >&2; exit 1; }
	@touch $@

$(ENV)/.development: requirements.txt requirements-dev.txt | $(PY)
	@echo "Installing what the tests need (once) …"
	@$(INSTALL) -r requirements-dev.txt || { echo "The packages could not be installed: see the\
	 line above." >&2; exit 1; }
	@touch $@ $(ENV)/.runtime
