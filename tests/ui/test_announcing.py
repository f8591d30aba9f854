"""What readers of the screen are told of images, marks and links."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from tests.ui.compared import axial, cells
from tests.ui.conftest import OpenViewer, ShowSide, Write
from tests.ui.pen import Pen
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.ui import announcing


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was announced."""
    sentences: list[str] = []

    class Bridge:
        @staticmethod
        def updateAccessibility(event: Any) -> None:
            assert isinstance(event, QAccessibleAnnouncementEvent)
            assert event.object() is not None
            sentences.append(event.message())

    monkeypatch.setattr(announcing, "QAccessible", Bridge)
    return sentences


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    """Two slices of 64 × 64 pixels of 0.7 mm, all 40 HU."""
    even = np.full((64, 64), 1064, np.uint16)
    paths = [write(f"two/{number}", ct_slice(number, even)) for number in range(2)]
    viewer = open_viewer(paths[0].parent)
    viewer.model.go_to(0)
    viewer.wait()
    return viewer


def heard(viewer: Viewer) -> str:
    """What the platform's bridge asks for, of the active canvas."""
    viewer.wait()
    interface = QAccessible.queryAccessibleInterface(viewer.canvas)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name).startswith("TEST, Builder, ")
    return interface.text(QAccessible.Text.Description).split(". Window width")[0]


def test_the_image_speaks_its_number_and_its_marks(viewer: Viewer) -> None:
    assert heard(viewer) == "Image 1 of 2"
    viewer.do("tool-distance")
    pen = Pen(viewer)
    pen.click((10.0, 10.0), (50.0, 40.0))
    assert heard(viewer) == "Image 1 of 2. 1 mark. selected: Distance: 35.0 mm"
    pen.press_key("Escape")
    assert heard(viewer) == "Image 1 of 2. 1 mark"
    viewer.do("next-mark")
    viewer.do("delete-mark")
    assert heard(viewer) == "Image 1 of 2"
    viewer.press_key("Down")
    assert heard(viewer) == "Image 2 of 2"


def test_marks_are_announced_when_made_chosen_and_deleted(
    viewer: Viewer, told: list[str]
) -> None:
    viewer.do("tool-distance")
    pen = Pen(viewer)
    pen.hover((10.0, 10.0))
    pen.click((10.0, 10.0))
    pen.hover((30.0, 10.0))
    assert told == []
    pen.click((50.0, 40.0))
    viewer.wait()
    assert told == ["Made: Distance: 35.0 mm"]
    pen.press_key("Escape")
    viewer.do("next-mark")
    assert told[1:] == ["Selected: Distance: 35.0 mm"]
    pen.press_key("Shift+Right")
    assert told[2:] == ["Distance: 35.0 mm"]
    viewer.do("delete-mark")
    assert told[3:] == ["Deleted: Distance: 35.0 mm"]


def test_a_follower_speaks_how_it_is_linked_and_outside(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("long", 11, 5.0), axial("short", 5, 3.0))
    viewer.press_key("U")
    viewer.press_key("End")
    number = cells(viewer)[1].on_screen.index + 1
    canvas = viewer.canvas_of(cells(viewer)[1])
    interface = QAccessible.queryAccessibleInterface(canvas)
    assert interface is not None
    assert interface.text(QAccessible.Text.Description).startswith(
        f"Image {number} of 5. Linked by position."
        " OUTSIDE – the nearest slice is 19.0 mm away. Window width"
    )
