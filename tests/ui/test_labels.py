"""Labels of marks: put elsewhere by the mouse, kept so, named by a double click."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QInputDialog, QPushButton, QSpinBox

from tests.ui.conftest import OpenViewer, Write
from tests.ui.pen import Pen, near
from viewer.demo.build import ct_slice
from viewer.geometry.fit import Camera
from viewer.geometry.marks import Mark, Point
from viewer.store.marks import Marks
from viewer.ui.canvas.mark_labels import Label

LINE: tuple[Point, Point] = ((10.0, 20.0), (30.0, 20.0))
VIEWS = (
    Camera(),
    Camera(rotation=90, flipped=True),
    Camera(zoom=9.5, centre=(24.0, 30.0)),
)


@pytest.fixture
def slices(write: Write) -> Path:
    even = np.full((64, 64), 1064, np.uint16)
    made = [ct_slice(number, even) for number in range(5)]
    paths = [write(f"five/{number}", one) for number, one in enumerate(made)]
    return paths[0].parent


@pytest.fixture
def pen(open_viewer: OpenViewer, slices: Path, tmp_path: Path) -> Pen:
    """A distance on the first of five slices, drawn and let go."""
    viewer = open_viewer(slices, marks=Marks(tmp_path / "kept" / "marks.sqlite"))
    viewer.model.go_to(0)
    viewer.wait()
    pen = Pen(viewer)
    viewer.do("tool-distance")
    pen.click(*LINE)
    viewer.do("tool-window")
    pen.press_key("Escape")
    return pen


def label(pen: Pen) -> Label:
    """The only one that is painted."""
    pen.viewer.canvas.grab()
    (found,) = pen.viewer.canvas.marks.labels
    return found


def middle(pen: Pen) -> Point:
    """Of that label, on the image."""
    at = pen.viewer.canvas.pointer_at(label(pen).area.center())
    return at.column, at.row


@pytest.mark.parametrize("camera", VIEWS)
def test_a_label_is_dragged_and_goes_with_its_mark(pen: Pen, camera: Camera) -> None:
    pen.viewer.model.change(camera=camera)
    start = middle(pen)
    pen.drag(start, (start[0] + 1, start[1] + 6), (start[0] + 2, start[1] + 12))
    moved = start[0] + 2, start[1] + 12
    assert near([middle(pen)], [moved])
    (mark,) = pen.marks
    assert mark.points == LINE
    assert mark.label_place == pytest.approx(moved)
    pen.drag((20.0, 20.0), (20.0, 18.0), (22.0, 16.0))
    assert near(pen.marks[0].points, [(12, 16), (32, 16)])
    assert near([middle(pen)], [(moved[0] + 2, moved[1] - 4)])
    pen.viewer.do("undo-mark")
    pen.viewer.do("undo-mark")
    assert pen.marks[0].label is None
    assert near([middle(pen)], [start])


def test_a_label_is_put_back(pen: Pen) -> None:
    start = middle(pen)
    pen.drag(start, (start[0], start[1] + 9), (start[0], start[1] + 15))
    assert pen.viewer.app.annotations.state.selected
    pen.viewer.do("free-label")
    assert near([middle(pen)], [start])
    assert not pen.viewer.app.menus.by_id["free-label"].isEnabled()


def test_esc_while_dragging_puts_the_label_back(pen: Pen) -> None:
    start = middle(pen)
    pen.drag(start, (start[0], start[1] + 9), (start[0], start[1] + 15), release=False)
    pen.viewer.do("cancel")
    assert pen.marks[0].label is None


def test_a_label_that_was_put_somewhere_is_there_at_the_next_start(
    pen: Pen, open_viewer: OpenViewer, slices: Path, tmp_path: Path
) -> None:
    start = middle(pen)
    pen.drag(start, (start[0], start[1] + 9), (start[0], start[1] + 15))
    expected = pen.marks[0]
    again = open_viewer(slices, marks=Marks(tmp_path / "kept" / "marks.sqlite"))
    again.model.go_to(0)
    again.wait()
    assert Pen(again).marks == (expected,)
    assert near([middle(Pen(again))], [(start[0], start[1] + 15)])


@pytest.mark.parametrize("tool", ["tool-window", "tool-distance"])
def test_a_double_click_on_a_label_asks_for_its_words(pen: Pen, tool: str) -> None:
    pen.viewer.do(tool)
    pen.double_click(middle(pen))
    dialog = pen.viewer.app.window.findChild(QInputDialog, "markWords")
    assert dialog is not None
    dialog.setTextValue("lesion")
    dialog.accept()
    assert pen.marks[0].text == "lesion"
    assert len(pen.viewer.app.grid.visible()) == 1


def test_a_mark_is_copied_to_a_range(pen: Pen) -> None:
    pen.viewer.do("next-mark")
    pen.viewer.do("copy-mark-range")
    first = pen.viewer.child("firstImage", QSpinBox)
    last = pen.viewer.child("lastImage", QSpinBox)
    assert (first.value(), last.value(), last.maximum()) == (1, 5, 5)
    first.setValue(4)
    last.setValue(2)
    pen.viewer.child("copyToRange", QPushButton).click()
    pen.viewer.wait()
    assert len(pen.viewer.app.annotations.state.marks) == 4
    numbers = []
    for number in range(5):
        pen.viewer.model.go_to(number)
        pen.viewer.wait()
        numbers.append([one.points for one in pen.marks])
    assert numbers == [[LINE], [LINE], [LINE], [LINE], []]
    assert pen.viewer.app.status.message.text() == "Copied to 3 images."
    pen.viewer.do("undo-mark")
    assert len(pen.viewer.app.annotations.state.marks) == 1


def test_the_menu_says_what_is_undone(pen: Pen) -> None:
    def texts() -> tuple[str, str]:
        pen.viewer.app.menus.refresh()
        by_id = pen.viewer.app.menus.by_id
        return by_id["undo-mark"].text(), by_id["redo-mark"].text()

    drew = "Undo: drawing Distance"
    assert texts() == (drew, "Redo")
    steps: list[tuple[Callable[[], object], str]] = [
        (lambda: pen.drag((20, 20), (20, 22), (20, 25)), "moving Distance"),
        (lambda: _drag_label(pen), "moving the label of Distance"),
        (lambda: _change(pen, text="lesion"), "the text of Distance"),
        (lambda: pen.viewer.do("hide-mark"), "hiding Distance"),
        (lambda: pen.viewer.do("marks-unhide"), "showing Distance"),
        (lambda: _copy_to_all(pen), "4 new marks"),
        (lambda: pen.viewer.do("delete-mark"), "deleting Distance"),
    ]
    for act, said in steps:
        act()
        assert texts()[0] == f"Undo: {said}"
    for _, said in reversed(steps):
        pen.viewer.do("undo-mark")
        assert texts()[1] == f"Redo: {said}"
    assert texts()[0] == drew
    pen.viewer.do("tool-polyline")
    pen.click((5.0, 5.0), (9.0, 9.0))
    assert texts()[0] == "Undo: the last point"


def _copy_to_all(pen: Pen) -> None:
    pen.viewer.do("next-mark")
    pen.viewer.do("copy-mark-all")


def _drag_label(pen: Pen) -> None:
    x, y = middle(pen)
    pen.drag((x, y), (x, y + 5), (x, y + 9))


def _change(pen: Pen, **fields: str) -> None:
    from dataclasses import replace

    mark: Mark = replace(pen.marks[0], **fields)  # type: ignore[arg-type]
    pen.viewer.app.annotations.put(pen.key, mark)
