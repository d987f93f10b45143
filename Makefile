# Everything from a bare clone with python3, pip, make and git:  make report  ·  make test
VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= python3
READY  := $(VENV)/.ready
MORE   := $(VENV)/.docs
COMPILE = $(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# uv where it is, else pip: $(call install,uv's own options,what)
install = if [ -x $(BIN)/uv ]; then VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet $(1) $(2); else $(PIP) $(2); fi

.PHONY: report test docs release audit test-schedulers bench setup lab notebooks lint lock clean

report: $(READY)  ## render every case into site/ (ARGS="dprk-kursk -p known_by 2024-12-27" for one)
	@$(BIN)/discrepancy report $(ARGS)

# Bytecode is kept, also where Python is told to write none: two workers and every command and kernel would compile the same again.
test: $(READY)  ## unit, property and known-answer tests, doctests, committed notebooks, reports
	@$(BIN)/ruff check --quiet .
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(ARGS)

docs: $(MORE)  ## the site of docs/ into docs-site/, warnings as errors, and a look at its pages in a browser
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@DOCS_SITE=docs-site $(BIN)/python -m pytest -p no:cacheprovider tests/test_docs.py

release: $(MORE)  ## wheel and sdist into dist/, built twice and compared, checked, and tried in an empty folder
	@$(BIN)/python packaging/release.py

audit: $(MORE)  ## licences of what is installed, what is no longer maintained, known weaknesses (ARGS=--offline asks nobody)
	@$(BIN)/python packaging/audit.py $(ARGS)

test-schedulers: $(READY)  ## the notebooks under Airflow, Prefect and jupyter-scheduler, installed from a registry (ARGS=prefect for one)
	@$(BIN)/python schedules/trials.py $(ARGS)

bench: $(READY)  ## how fast it is, as ratios in one run (ARGS=read for one question)
	@$(BIN)/python -m benchmarks $(ARGS)

setup: $(READY)  ## the environment in .venv, from the lock

lab: $(READY)  ## JupyterLab on the notebooks
	@$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) notebooks

notebooks: $(READY)  ## execute the notebooks anew, outputs and all
	@$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False notebooks/0[1-467]-*.ipynb
	@DISCREPANCY_EXPLORE=still $(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
		--ExecutePreprocessor.store_widget_state=False notebooks/05-explore.ipynb

lint: $(READY)  ## style, layers (imports point down), types
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pyright

# Hashes are those of every file of a version, so that each machine's is among them, and whatever serves other bytes is refused.
lock: $(READY)  ## newest versions into requirements.lock, with hashes
	@$(COMPILE) --all-extras pyproject.toml -o requirements.lock
	@$(COMPILE) --group docs --group release --group audit -c requirements.lock -o requirements-docs.lock

clean:
	rm -rf $(VENV) .schedulers docs-site dist site .site.runs .pytest_cache .ruff_cache .hypothesis

# uv, itself of the lock, installs in seconds what takes pip minutes; where it is not to be had, pip does it. Nothing is installed that
# has not a hash of the lock, but for this checkout, which is built by what is then there. Compiled once here, the packages are not
# compiled again by every kernel where Python is told to write no bytecode.
$(READY): requirements.lock pyproject.toml
	@echo "setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock
	@$(PIP) --require-hashes -r $(VENV)/uv.lock 2>/dev/null || true
	@$(call install,--compile-bytecode,--require-hashes -r requirements.lock)
	@$(call install,,--no-deps --no-build-isolation -e .)
	@touch $@

# What builds the docs and a release: on top of the rest, for nobody needs it to read a number.
$(MORE): $(READY) requirements-docs.lock
	@$(call install,,--require-hashes -r requirements-docs.lock)
	@touch $@
