"""Who may import whom: no lower level imports a higher one (architecture.md)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEVELS: dict[str, float] = {
    "viewer": 0,
    "viewer.text": 0,
    "viewer.limits": 0,
    "viewer.records": 0,
    "viewer.dicom": 1,
    "viewer.geometry": 2,
    "viewer.files": 2,
    "viewer.pixels": 3,
    "viewer.kinds": 4,
    "viewer.store": 4,
    "viewer.hanging": 5,
    "viewer.export": 5,
    "viewer.work": 6,
    "viewer.demo": 6,
    "viewer.commands": 6.5,
    "viewer.ui.state": 7,
    "viewer.ui.tools": 8,
    "viewer.ui.canvas": 9,
    "viewer.ui.widgets": 9,
    "viewer.ui.views": 10,
    "viewer.ui.panels": 10,
    "viewer.ui.dialogs": 10,
    "viewer.ui": 11,
    "viewer.__main__": 11,
}
SIBLINGS_APART = ("viewer.ui.views", "viewer.ui.panels", "viewer.ui.dialogs")
NO_QT_BELOW = 7
CORE_ONLY = (7, 8)


def layer_of(module: str) -> str:
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in LEVELS:
            return name
    raise AssertionError(f"{module} has no level: add it to LEVELS and architecture.md")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def faults(root: Path) -> list[str]:
    return [
        f"{module_name(path, root)} imports {target}: {why}"
        for path in sorted((root / "viewer").rglob("*.py"))
        for target in sorted(imports(path))
        if (why := fault(module_name(path, root), target))
    ]


def fault(module: str, target: str) -> str:
    own = layer_of(module)
    level = LEVELS[own]
    if target.startswith("PySide6"):
        if level < NO_QT_BELOW:
            return "no Qt below ui"
        if level in CORE_ONLY and not target.startswith("PySide6.QtCore"):
            return "QtCore only"
        return ""
    if target.split(".")[0] != "viewer" or target == "viewer.__version__":
        return ""
    other = layer_of(target)
    if LEVELS[other] > level:
        return "imports upwards"
    if own in SIBLINGS_APART and other == own and module != own:
        return "imports a sibling"
    return ""


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
