"""Thumbnails say whether their series has been viewed, is loading, or has failed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, rgb_of
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import report
from viewer.demo.parts import uid
from viewer.ui.panels.thumbnails import STATES
from viewer.ui.widgets.tiles import paint_state


@pytest.fixture
def study(write: Write) -> Path:
    for index in range(3):
        write(f"study/{index}", ct_slice(index, SeriesNumber=1))
    broken = image(SeriesNumber=2, SeriesInstanceUID=uid("broken"), modality="MR")
    broken.BitsAllocated = 7
    write("study/broken", broken)
    return write("study/report", report(SeriesInstanceUID=uid("paper"))).parent


def states(viewer: Viewer) -> dict[str, str]:
    """By the beginning of what is spoken of each display set: its state."""
    rows = viewer.app.sides.thumbnails.model.rows
    return {row.head: row.state for row in rows if row.display_set is not None}


def test_a_series_is_viewed_once_it_was_seen(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    assert states(viewer) == {
        "CT · 1": "viewed",
        "MR · 2": "failed",
        "SR · 1": "not viewed",
    }
    paper = next(
        one
        for one in viewer.app.workspace.state.catalogue.sets()
        if one.view == "report"
    )
    viewer.model.show_set(paper)
    viewer.wait()
    assert states(viewer)["SR · 1"] == "viewed"
    assert states(viewer)["CT · 1"] == "viewed"


def test_screen_readers_hear_the_state(open_viewer: OpenViewer, study: Path) -> None:
    viewer = open_viewer(study)
    model = viewer.app.sides.thumbnails.model
    said = [
        str(model.index(number).data(Qt.ItemDataRole.AccessibleTextRole))
        for number, row in enumerate(model.rows)
        if row.display_set is not None
    ]
    assert sorted(text.rsplit(", ", 1)[1] for text in said) == [
        "could not be shown",
        "not viewed",
        "viewed",
    ]


def test_a_study_that_was_closed_is_new_again(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("close-all")
    viewer.open(study / "report")
    viewer.open(study / "0")
    assert states(viewer)["CT · 1"] == "viewed"
    assert states(viewer)["SR · 1"] == "viewed"


def test_each_state_has_a_mark_of_its_own_shape() -> None:
    drawn = []
    for state in STATES:
        picture = QImage(40, 40, QImage.Format.Format_RGB32)
        picture.fill(0)
        painter = QPainter(picture)
        paint_state(painter, QRect(0, 0, 40, 40), state)
        painter.end()
        drawn.append(rgb_of(picture).tobytes())
    assert len(set(drawn)) == 4
