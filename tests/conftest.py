"""What all tests share: the offscreen platform and the shared corpus, where present."""

import os
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop import GUARD_MS, Home, Screen, screen

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

Until = Callable[[Callable[[], bool]], None]
CORPUS = Path(__file__).parent.parent.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the extra, what needs VTK is skipped; `make test-3d` has the extra."""
    if find_spec("vtkmodules") is None:
        reason = "VTK is not installed: make test-3d installs it and runs this"
        for item in items:
            if item.get_closest_marker("vtk"):
                item.add_marker(pytest.mark.skip(reason))


@pytest.fixture
def runtime_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No window of another test or of this person is running for this one.

    A short path: the address of a socket holds about a hundred bytes.
    """
    with tempfile.TemporaryDirectory(prefix="n") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real DICOM files beside the checkout; skips without it."""
    if not (CORPUS / "MANIFEST.tsv").exists():
        pytest.skip("no shared data folder beside the checkout")
    return CORPUS


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def display(home: Home) -> Iterator[Screen]:
    with screen(home) as shown:
        yield shown


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda condition: qtbot.waitUntil(condition, timeout=GUARD_MS)
