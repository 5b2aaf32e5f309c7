# Everything a user or developer does, as one command each. Python 3.11 or newer is all it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
DATA ?= ../shared/data

.PHONY: run test check format eval measure lock clean

run: $(VENV)/run.done  ## Set up, then open the chat on the seed article.
	$(BIN)/article-qa chat

test: $(VENV)/test.done  ## Set up, then run all tests.
	$(BIN)/python -m pytest -rs --cov --cov-report=term:skip-covered

check: $(VENV)/test.done  ## Formatting, lint, types.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/test.done  ## Format the code and mend what the linter can.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(VENV)/run.done  ## Score the gold questions of the seed article.
	$(BIN)/article-qa eval

measure: $(VENV)/run.done  ## Score ranking and abstention on the open datasets in DATA.
	$(BIN)/article-qa eval --dataset squad2 --dataset coqa-cnn --dataset clapnq --data $(DATA)

lock: $(VENV)/test.done  ## Renew both lock files from pyproject.toml.
	$(BIN)/python -m pip install --quiet "uv>=0.9"
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet \
	  -c requirements.lock -o requirements-dev.lock

clean:  ## Remove what was installed and built; the library stays.
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

$(VENV)/run.done: requirements.lock pyproject.toml
	$(call install,requirements.lock)
	touch $@

$(VENV)/test.done: requirements-dev.lock requirements.lock pyproject.toml
	$(call install,requirements-dev.lock)
	touch $(VENV)/run.done $@

# uv where it is installed, else plain venv and pip; either checks every hash.
ifdef UV
define install
	test -x $(BIN)/python || $(UV) venv --quiet --seed --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $(1)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
endef
else
define install
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endef
endif
