# Everything is one command on a fresh clone. PYTHON=python3.12 picks another Python (3.11 or newer).
# To work on it: `make test` once, `source .venv/bin/activate`, `nbdev_install_hooks` (Jupyter then cleans the notebooks it
# saves, and git merges them cell by cell). After editing a notebook: `make prepare`, `make test`.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
venv := $(CURDIR)/.venv/bin
# .venv's programs, and its Jupyter kernel rather than the user's
run := PATH="$(venv):$$PATH" JUPYTER_PREFER_ENV_PATH=1

.PHONY: help demo test prepare docs bench faults release

help:
	@echo 'make demo    a diffusion model trained on simulated lenses: nbs/10_train_ddim.ipynb'
	@echo 'make test    everything that CI checks'
	@echo 'make prepare modules, cleaned notebooks and README.md from the notebooks, before a commit'
	@echo 'make docs    the site, into _site: with Quarto where it is installed, else with smalldocs'
	@echo 'make bench   measurements against other packages: nbs/74_benchmark.ipynb, into bench/'
	@echo 'make faults  trainings killed, stopped and starved, files that mean harm: nbs/70_faults.ipynb'
	@echo '             and nbs/71_safe_files.ipynb in full, into bench/'
	@echo 'make release wheel and sdist of a version, installed and tried, into dist/; uploads nothing'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("lensgen_nb needs Python 3.11 or newer: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/.notebooks: settings.ini setup.py | .venv/bin/python
	$(venv)/pip install --use-pep517 --no-compile -e '.[notebooks]'
	@touch $@

.venv/.dev: settings.ini setup.py | .venv/bin/python
	$(venv)/pip install --use-pep517 --no-compile -e '.[dev]'
	@touch .venv/.notebooks $@

demo: .venv/.notebooks
	$(run) papermill -k python3 nbs/10_train_ddim.ipynb out.ipynb
	@echo; echo 'The page, with its curves and pictures: out.ipynb'
	@run=$$(ls -d runs/ddim/*/ | tail -n 1); echo "The run, with its samples: $$run"; ls "$$run"

test: .venv/.dev
	@$(run) bash .ci/test.sh

# nbdev_prepare without Quarto
prepare: .venv/.dev
	$(run) nbdev_export
	$(run) nbdev_clean
	$(run) python -c 'from nbdev.quarto import refresh_quarto_yml; refresh_quarto_yml()'
	$(run) python .ci/readme.py

docs: .venv/.dev
	@if command -v quarto >/dev/null; then echo 'Building with Quarto'; \
	  touch README.md; : 'newer than its notebook, or nbdev makes it too, unlike .ci/readme.py'; \
	  $(run) nbdev_docs; $(run) python .ci/built.py _site; \
	else echo 'No Quarto here: building with smalldocs'; pages=$$(mktemp -d); \
	  $(run) python .ci/pages.py "$$pages"; \
	  rm -rf _site; mv "$$pages/_site" _site; rm -rf "$$pages"; fi
	@echo 'The site: _site/index.html'

bench: .venv/.dev
	@mkdir -p bench
	$(run) papermill -k python3 nbs/74_benchmark.ipynb bench/74_benchmark.ipynb
	@echo 'The page, with its table: bench/74_benchmark.ipynb'

faults: .venv/.notebooks
	@mkdir -p bench
	$(run) papermill -k python3 nbs/70_faults.ipynb bench/70_faults.ipynb
	$(run) papermill -k python3 nbs/71_safe_files.ipynb bench/71_safe_files.ipynb
	@cat runs/faults/faults.md

release: .venv/.dev
	@$(run) bash .ci/release.sh
