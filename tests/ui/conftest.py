"""The window for tests: built whole, shown offscreen, closed without a trace."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.planes import made_volume, write_series
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, to_bytes
from viewer.store.cache import Cache
from viewer.store.marks import Marks
from viewer.store.settings import VARIABLE, Settings
from viewer.text import set_language
from viewer.ui import header_follower
from viewer.ui.app import App
from viewer.ui.main_window import MainWindow
from viewer.work.pool import InlinePool, Pool

if TYPE_CHECKING:
    from pydicom import Dataset


class Write(Protocol):
    """Writes a data set to a file of the test's own folder and gives its path."""

    def __call__(
        self, name: str, dataset: "Dataset", transfer_syntax_uid: str = ""
    ) -> Path: ...


class OpenViewer(Protocol):
    """Builds the window, opens the paths in it and waits until they are shown.

    With `hangs` studies are hung by protocols unasked, as in a new installation.
    """

    def __call__(
        self,
        *paths: Path | str,
        pool: Pool | None = None,
        settings: Settings | None = None,
        remember: bool = False,
        cache: Cache | None = None,
        marks: Marks | None = None,
        hangs: bool = False,
    ) -> Viewer: ...


class ShowSide(Protocol):
    """Shows series side by side in one row, the first one active."""

    def __call__(
        self, *series: "list[Dataset]", settings: Settings | None = None
    ) -> Viewer: ...


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The style of the program, as `new_application` asks for it."""
    return ["pytest", "-style", "fusion"]


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what the person at this machine has set."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "settings.json"))
    set_language("en")


@pytest.fixture(autouse=True)
def _no_windows_left() -> Iterator[None]:
    """Windows of a command, which ends the program after it, end with their test.

    Every widget that lives on makes the next theme slower.
    """
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        for widget in application.topLevelWidgets():
            if isinstance(widget, MainWindow):
                widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, dataset: "Dataset", transfer_syntax_uid: str = "") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(dataset, transfer_syntax_uid))
        return path

    return write


@pytest.fixture(scope="session")
def thirty_slices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one CT stack, files "0" to "29" from the feet up; read only."""
    folder = tmp_path_factory.mktemp("thirty")
    for number in range(30):
        dataset = ct_slice(number, SeriesNumber=1)
        (folder / str(number)).write_bytes(to_bytes(dataset))
    return folder


@pytest.fixture(scope="session")
def volume() -> Any:
    """HU (slices, rows, columns) of the CT in `series`."""
    return made_volume()


@pytest.fixture(scope="session")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a CT that is a volume, its files in no order; read only."""
    return write_series(tmp_path_factory.mktemp("volume"))


@pytest.fixture
def open_viewer(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenViewer]:
    monkeypatch.setattr(header_follower, "SETTLE_MS", 0)
    before = set(qapp.topLevelWidgets())
    opened: list[Viewer] = []

    def open_viewer(
        *paths: Path | str,
        pool: Pool | None = None,
        settings: Settings | None = None,
        remember: bool = False,
        cache: Cache | None = None,
        marks: Marks | None = None,
        hangs: bool = False,
    ) -> Viewer:
        app = App(
            pool or InlinePool(),
            replace(settings or Settings(), hang_automatically=hangs),
            remember,
            cache=cache,
            marks=marks,
        )
        if not app.preferences.settings.window_geometry:
            app.window.resize(1100, 700)
        app.window.show()
        qtbot.waitExposed(app.window)
        viewer = Viewer(app, qtbot)
        opened.append(viewer)
        viewer.open(*paths)
        return viewer

    yield open_viewer
    for viewer in opened:
        viewer.app.window.close()
        viewer.app.window.deleteLater()
        viewer.app.deleteLater()
    opened.clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    leaked = [widget for widget in qapp.topLevelWidgets() if widget not in before]
    assert not leaked, f"left behind: {sorted(type(one).__name__ for one in leaked)}"


@pytest.fixture
def side_by_side(open_viewer: OpenViewer, write: Write) -> ShowSide:
    def show(*series: "list[Dataset]", settings: Settings | None = None) -> Viewer:
        viewer = open_viewer(settings=settings)
        viewer.app.grid.lay_out(1, len(series))
        for number, datasets in enumerate(series):
            folder = Path()
            for at, dataset in enumerate(datasets):
                folder = write(f"{number}/{at}", dataset).parent
            viewer.open(folder, target=viewer.app.grid.cells[number])
        viewer.app.grid.activate(viewer.app.grid.cells[0])
        viewer.wait()
        return viewer

    return show
