# Two commands do everything: make run, make test.

VENV    := .venv
PYTHON  := $(VENV)/bin/python
STAMP   := $(VENV)/.installed
STAMP3D := $(VENV)/.installed-3d
SYSTEM  := packaging/linux/system-packages

# The first Python that Qt and the codecs have wheels for.
BASE_PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
	2>/dev/null && { echo "$$python"; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help run test test-3d lint unit bench screenshots gallery correctness layers campaign \
	campaign-long translations manual \
	install-desktop uninstall-desktop package test-packages system-run system-test clean

help: ## show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

run: system-run $(STAMP) ## open the demonstration study, or FILES="…"
	$(PYTHON) -m viewer $(if $(FILES),$(FILES),--demo)

test: lint unit ## all checks: style, types, structure, unit and window tests

test-3d: system-test $(STAMP3D) ## the tests of 3D, with VTK (140 MB) from the extra 3d
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q -m vtk

lint: $(STAMP) ## style and types only
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

unit: system-test $(STAMP) ## the tests only
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q

bench: system-run $(STAMP) ## measure speed and memory; WRITE=1: docs/performance.md anew
	$(PYTHON) -m tests.benchmarks $(if $(WRITE),--write) $(ONLY)

screenshots: system-run $(STAMP) ## draw docs/screenshot.png anew
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m viewer screenshot --demo \
		--size 1600x1000 -o docs/screenshot.png

correctness: system-test $(STAMP) ## measure docs/correctness.md anew
	$(PYTHON) -m tests.correctness > docs/correctness.md

layers: $(STAMP) ## draw docs/layers.svg anew: which layer imports which
	$(PYTHON) -m tests.layers

campaign: system-test $(STAMP) ## try to break it for minutes; figures into docs/reliability.md
	$(PYTHON) -m tests.campaign --write

campaign-long: system-test $(STAMP) ## the same for a night
	$(PYTHON) -m tests.campaign --long --write

gallery: system-run $(STAMP) ## draw docs/kinds.md anew: an object of each of 48 classes
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.gallery

translations: $(STAMP) ## bring the catalogues up to date, list what lacks; NEW=es: begin one
	$(PYTHON) packaging/translations.py $(NEW)

manual: system-run $(STAMP) ## draw the pictures of the manual anew, in every language
	$(PYTHON) packaging/manual_pictures.py

install-desktop: $(STAMP) ## into menus and "Open with": for you, or with PREFIX=/usr/local
	$(PYTHON) packaging/linux/install_desktop.py $(if $(PREFIX),--prefix "$(PREFIX)")

uninstall-desktop: $(STAMP) ## and out of them again
	$(PYTHON) packaging/linux/install_desktop.py --remove $(if $(PREFIX),--prefix "$(PREFIX)")

package: system-test $(STAMP) ## into dist/: wheel, folder that runs without Python, .deb
	$(PYTHON) packaging/package.py

test-packages: package ## install each of them and use it, as others will
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q -m package tests/packaging

clean: ## remove everything that was made here
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find viewer tests -name __pycache__ -type d -prune -exec rm -rf {} +

system-run:
	@$(SYSTEM) run "$(BASE_PYTHON)"

system-test:
	@$(SYSTEM) test "$(BASE_PYTHON)"

$(STAMP3D): $(STAMP)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable '.[dev,3d]'
	$(PYTHON) -c 'import vtkmodules'
	touch $@

$(STAMP): pyproject.toml | system-run
	@test -n "$(BASE_PYTHON)" || { \
		echo "Python 3.11 to 3.14 is needed; on Ubuntu 22.04:" \
		"sudo apt-get install python3.11 python3.11-venv" >&2; exit 1; }
	test -x $(PYTHON) || $(BASE_PYTHON) -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
