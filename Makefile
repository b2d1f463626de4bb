# One folder, .venv, holds everything that is installed; `rm -rf .venv` undoes it all.
PYTHON ?= python3
PIP_ARGS ?=
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# nbgrader starts other programs of the environment by their bare names.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# A second environment, with Colab's versions; its Python is 3.12, which is used where there is one.
COLAB := .venv-colab
COLAB_PYTHON ?= $(shell python3.12 -c '' 2>/dev/null && echo python3.12 || echo $(PYTHON))
NOTEBOOK := $(patsubst lessons/%.py,%.ipynb,$(firstword $(sort $(wildcard lessons/*/*.py))))
# JupyterLab refuses to start as root (in a container, say) unless told that this is meant.
LAB := $(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.PHONY: help setup lab formgrader test test-long lint tests outside-pip test-colab mutants lesson build publish demo bench reference screenshot pins format clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## Make .venv with the pinned, tested versions (at first with PYTHON=python3.12, if you like)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	    { echo "$(PYTHON) is $$($(PYTHON) -V); Python 3.10 or newer is needed: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	    { echo "$(PYTHON) has no venv module; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -c constraints.txt -e '.[instructor,dev]'
	@# No pop-up that asks to fetch news, and no panel for editing grades by hand: lessons/ is where notebooks are edited.
	@for plugin in @jupyterlab/apputils-extension:announcements @jupyter/nbgrader:create-assignment; do \
	    $(BIN)/jupyter labextension disable --level=sys_prefix $$plugin >/dev/null 2>&1 || exit 1; done
	@# An installed course switches this on by itself; one that is installed with -e does not.
	@mkdir -p $(VENV)/etc/jupyter/jupyter_server_config.d
	@cp course/assets/jupyter/course.json $(VENV)/etc/jupyter/jupyter_server_config.d/
	@touch $@

release/$(NOTEBOOK): | $(READY)
	$(BIN)/python -m course.authoring.build
	@test -f $@ || { echo "no exercise $(NOTEBOOK); there are:" && cd release && ls */*.ipynb && exit 1; }

lab: $(READY) release/$(NOTEBOOK)  ## Open the first exercise in JupyterLab (another: NOTEBOOK=<folder>/<name>.ipynb; for servers: ARGS="--no-browser --port 8899")
	$(LAB) --ServerApp.root_dir=release --LabApp.default_url=/lab/tree/$(NOTEBOOK) $(ARGS)

formgrader: $(READY)  ## Open JupyterLab on the whole course, for instructors (nbgrader's Formgrader)
	$(LAB) --LabApp.default_url=/lab $(ARGS)

ifdef LESSON
# Rules, leaks, hints, and all known answers graded; no training, no browser.
test: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/pytest -q --lesson $(LESSON) tests/authoring/test_rules.py \
	    tests/authoring/test_answer_files.py tests/authoring/test_hints.py tests/test_release.py \
	    tests/grading/lessons/each_answer_graded.py $(ARGS)
else
test: lint tests  ## Lint, types, format, and every test (of one lesson alone: LESSON=4-1-squares)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Several at a time, with one thread each: processes with many threads would block one another.
tests: $(READY) outside-pip
	@# Each solution is run once, by nbval; tests/test_notebooks.py then looks at what it has printed and drawn.
	COURSE_PROFILE=grading OMP_NUM_THREADS=1 $(BIN)/pytest -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder \
	    --nbval-lax --nbval-cell-timeout=300 source tests $(ARGS)
endif

# What tests need beside Python's packages; with `make -j2 test`, while pip is at work.
outside-pip:
	@scripts/system-packages chromium firefox-esr bwrap:bubblewrap pg_ctlcluster:postgresql \
	    'soffice:libreoffice-writer-nogui libreoffice-math-nogui' 'node:nodejs npm'
	@scripts/pyodide $(VENV)/pyodide

test-long: $(READY)  ## `make test` with every random draw and the whole trainings (takes far longer)
	@LONG=1 $(MAKE) --no-print-directory test

test-colab: $(READY) $(COLAB)/.ready  ## Run all notebooks and explorers with the versions that Colab has (.venv-colab, 5 GB)
	OMP_NUM_THREADS=1 $(BIN)/python scripts/test_colab.py $(CURDIR)/$(COLAB)/bin/python $(ARGS)

$(COLAB)/.ready: tests/colab-constraints.txt
	test -x $(COLAB)/bin/pip || $(COLAB_PYTHON) -m venv $(COLAB)
	@# Colab has safetensors, too, in whatever version; pytest and setuptools are what the test itself needs.
	$(COLAB)/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) \
	    -r tests/colab-constraints.txt safetensors pytest 'setuptools>=77'
	@touch $@

mutants: $(READY)  ## Change solutions as mistakes do, and list what the tests let pass (of some alone: LESSON=3-3-vae TASK=kl)
	OMP_NUM_THREADS=1 $(BIN)/python -m course.authoring.mutants $(LESSON:%=--lesson %) $(TASK:%=--task %) $(ARGS)

lesson: $(READY)  ## Write a small lesson to start from, with known answers: NAME=4-1-squares
	@$(BIN)/python -m course.authoring.new_lesson "$(NAME)"

build: $(READY)  ## Write source/, release/ and the README's table from lessons/ (of one lesson alone: LESSON=4-1-squares)
	$(BIN)/python -m course.authoring.build $(LESSON)

publish: $(READY)  ## Write what students get into DIR=<folder>, ready to push to the repository that they see
	@test -n "$(DIR)" || { echo "name the folder: make publish DIR=../course-for-students"; exit 1; }
	$(BIN)/python -m course.authoring.publish "$(DIR)" $(ARGS)

demo: $(READY)  ## Release, collect, autograde and feed back a class of sample submissions; print its grades
	$(BIN)/python -m scripts.demo

bench: $(READY)  ## Measure what students wait for
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.grading

reference: $(READY)  ## Make the reference results and the shipped weights anew (full MNIST; minutes on a GPU, an hour on a CPU)
	$(BIN)/python scripts/reference_autoencoder.py
	$(BIN)/python scripts/reference_vae.py

screenshot: $(READY)  ## Take the README's picture of a notebook with an explorer
	@scripts/system-packages chromium
	COURSE_SCREENSHOTS=docs $(BIN)/pytest -q tests/browser -k readmes_picture

pins: $(READY)  ## Write constraints.txt anew: the newest versions that pyproject.toml allows
	$(BIN)/python scripts/pins.py

format: $(READY)  ## Format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## Remove what can be made again (not .venv, nor anybody's work)
	rm -rf build .mypy_cache .pytest_cache .ruff_cache
