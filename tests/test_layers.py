"""Who may import whom: no lower level imports a higher one (architecture.md)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.layers import (
    LEVELS,
    NO_QT_BELOW,
    ROOT,
    faults,
    layers,
    module_name,
    picture,
)


def test_no_module_imports_upwards_or_qt_below_the_window() -> None:
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("viewer/pixels/bad.py", "from PySide6.QtGui import QImage"),
        ("viewer/dicom/bad.py", "from viewer.ui import app"),
        ("viewer/pixels/bad.py", "from viewer.kinds import base"),
        ("viewer/ui/state/bad.py", "from PySide6.QtWidgets import QLabel"),
        ("viewer/ui/tools/bad.py", "from PySide6 import QtGui"),
        ("viewer/ui/panels/bad.py", "from viewer.ui.panels.metadata import X"),
    ],
)
def test_a_planted_fault_is_caught(tmp_path: Path, file: str, line: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(line + "\n")
    assert len(faults(tmp_path)) == 1


@pytest.mark.parametrize(
    "folder",
    sorted(name for name, level in LEVELS.items() if 0 < level < NO_QT_BELOW),
)
def test_a_folder_below_ui_loads_without_qt(folder: str) -> None:
    modules = sorted(
        module_name(path, ROOT)
        for path in (ROOT / folder.replace(".", "/")).rglob("*.py")
    )
    code = (
        "import importlib, sys\n"
        f"[importlib.import_module(m) for m in {modules}]\n"
        "sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_picture_of_the_layers_is_that_of_the_code() -> None:
    """`make layers` draws it anew."""
    drawn = (ROOT / "docs" / "layers.svg").read_text(encoding="utf-8")
    assert drawn == picture(layers(ROOT))


def test_the_table_of_architecture_names_every_layer() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split("## From a path")[0]
    missing = [
        name
        for name in LEVELS
        if name != "viewer" and name.split(".")[-1].strip("_") not in table
    ]
    assert missing == []
