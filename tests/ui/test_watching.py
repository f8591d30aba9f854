"""Exceptions that nobody caught, in whatever thread, and what Qt warns of."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer
from viewer.store import log
from viewer.ui.watching import MOST_REPORTS, REPORTS, Watching

PLANTED = "SILVA^Joao 4711"


@pytest.fixture
def hooks() -> Iterator[None]:
    """The hooks of the test's own program come back."""
    before = sys.excepthook, threading.excepthook
    handler = qInstallMessageHandler(None)
    yield
    sys.excepthook, threading.excepthook = before
    qInstallMessageHandler(handler)


def raised(number: int = 0) -> Exception:
    try:
        exec(f"def f{number}():\n raise ValueError({PLANTED!r})\nf{number}()")
    except ValueError as error:
        return error
    raise AssertionError


def report(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.usefixtures("hooks")
def test_each_failure_is_reported_once_and_few_are(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watching = Watching(tmp_path)
    heard: list[int] = []
    watching.failed.connect(lambda: heard.append(1))
    for number in (0, 0, *range(1, MOST_REPORTS + 3)):
        report(raised(number))
    watching.close()
    kept = list((tmp_path / REPORTS).iterdir())
    assert len(kept) == len(heard) == MOST_REPORTS
    said = capsys.readouterr().err + "".join(path.read_text() for path in kept)
    assert "ValueError" in said
    assert not [word for word in ("SILVA", "Joao", "4711") if word in said]
    assert {path.name for path in tmp_path.iterdir()} == {REPORTS}


@pytest.mark.usefixtures("hooks")
def test_failures_of_threads_and_warnings_of_qt_are_taken_too(
    open_viewer: OpenViewer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    viewer = open_viewer()
    watching = Watching(tmp_path)
    watching.attach(viewer.app)
    viewer.do("settings")

    def fail() -> None:
        raise RuntimeError(PLANTED)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qWarning(f"QPainter: {PLANTED}")
    watching.close()
    (kept,) = (tmp_path / REPORTS).iterdir()
    said = kept.read_text() + (tmp_path / log.NAME).read_text()
    assert "RuntimeError" in said
    assert "settings" in said
    assert "qt QPainter" in said
    assert "SILVA" not in said + capsys.readouterr().err


@pytest.mark.usefixtures("hooks")
def test_where_nothing_may_be_kept_nothing_is(
    open_viewer: OpenViewer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    viewer = open_viewer()
    place = tmp_path / "logs"
    watching = Watching(place, keeps=False)
    watching.attach(viewer.app)
    report(raised())
    watching.close()
    assert not place.exists()
    assert "ValueError" in capsys.readouterr().err
