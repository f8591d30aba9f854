"""The window as a whole: text of files stays text, and closing leaves nothing."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, Viewer, pixels_of
from viewer.demo.build import JPEG_BASELINE, ct_slice, encapsulate_frames, image
from viewer.demo.documents import encapsulated
from viewer.demo.parts import uid
from viewer.ui.widgets.paper_text import PaperText
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from pydicom import Dataset

BOLD = "<b>Secret</b>"
PERSON = f"{BOLD}^<img src='/etc/passwd'>"
HTML = f"{BOLD}<br>&amp;<table><tr><td>"


def hostile(make: str) -> "Dataset":
    """An object whose texts are all HTML."""
    texts = {
        "PatientName": PERSON,
        "PatientID": HTML[:60],
        "StudyDescription": HTML,
        "SeriesDescription": HTML,
        "InstitutionName": HTML,
        "Manufacturer": HTML,
        "ManufacturerModelName": HTML,
        "StationName": BOLD,
        "AccessionNumber": BOLD,
    }
    if make == "document":
        dataset = encapsulated(DocumentTitle=HTML)
    else:
        dataset = ct_slice(WindowCenterWidthExplanation=BOLD, KVP=120)
    for keyword, value in texts.items():
        setattr(dataset, keyword, value)
    if make == "broken":
        encapsulate_frames(dataset, [b"<b>not a JPEG</b>"], JPEG_BASELINE)
    return dataset


def widgets() -> Iterator[QWidget]:
    """Every widget of the program, menus and dialogs with it."""
    for top in QApplication.topLevelWidgets():
        yield top
        yield from top.findChildren(QWidget)


def spoken(widget: QWidget) -> str:
    """All that a widget says in words."""
    parts = [widget.windowTitle(), widget.toolTip(), widget.statusTip()]
    parts += [widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel):
        parts.append(widget.text())
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is not None:
        for what in (QAccessible.Text.Name, QAccessible.Text.Value):
            parts.append(interface.text(what))
    return "\n".join(parts)


@pytest.mark.filterwarnings("ignore:Invalid value for VR")
@pytest.mark.filterwarnings("ignore:The value length")
@pytest.mark.parametrize("make", ["image", "document", "broken"])
def test_text_of_files_is_plain_everywhere(
    open_viewer: OpenViewer, write: Write, make: str
) -> None:
    viewer = open_viewer(write("<b>file</b>", hostile(make)))
    viewer.do("show-not-shown")
    for name in ("O", "O"):
        viewer.press_key(name)
    labels = [widget for widget in widgets() if isinstance(widget, QLabel)]
    formats = {label.textFormat() for label in labels if label.text()}
    assert formats == {Qt.TextFormat.PlainText}
    for widget in widgets():
        assert "<b>" not in widget.toolTip()
        assert "<b>" not in widget.statusTip()
        assert not isinstance(widget, QTextEdit) or isinstance(widget, PaperText)
    for top in QApplication.topLevelWidgets():
        assert "Secret" not in top.windowTitle()


def frames_in_memory() -> list[Shown]:
    """Every decoded frame that something still holds."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Shown)]


def patient_objects(write: Write) -> Path:
    """A stack, a broken image and a document of one patient."""
    for number in range(12):
        write(f"p/{number}", ct_slice(number, PatientName="Secret", SeriesNumber=1))
    broken = ct_slice(0, PatientName="Secret", SeriesNumber=2)
    broken.SeriesInstanceUID, broken.SOPInstanceUID = uid("broken"), uid("object")
    encapsulate_frames(broken, [b"no"], JPEG_BASELINE)
    write("p/broken", broken)
    return write("p/z", encapsulated(PatientName="Secret", SeriesNumber=3)).parent


def show_everything(viewer: Viewer) -> None:
    """Every series in a cell of its own, each part of the window in use."""
    viewer.do("layout-2x2")
    sets = viewer.app.workspace.state.catalogue.sets()
    for model, display_set in zip(viewer.app.grid.cells, sets, strict=False):
        model.show_set(display_set)
        viewer.wait()
    viewer.hover(3.5, 3.5)
    viewer.drag(LEFT, (40, 40), (60, 60))
    viewer.press_key("Down")


def test_closing_leaves_no_picture_and_no_word_of_a_patient(
    open_viewer: OpenViewer, write: Write
) -> None:
    earlier = frames_in_memory()
    viewer = open_viewer(patient_objects(write))
    show_everything(viewer)
    app = viewer.app
    assert any("Secret" in spoken(widget) for widget in widgets())
    viewer.press_key("Ctrl+Shift+W")
    QApplication.processEvents()
    assert len(app.loader._cache) == 0
    assert [model.shown for model in app.grid.cells] == [None] * 4
    assert [model.trouble for model in app.grid.cells] == [None] * 4
    assert app.sides.thumbnails.model.rows == []
    assert app.sides.header.elements.outline.outline.rows == ()
    assert app.workspace.state.catalogue.index.shown == 0
    viewer.until(lambda: not any("Secret" in spoken(widget) for widget in widgets()))
    left = [one for one in frames_in_memory() if not any(one is e for e in earlier)]
    assert left == []


def test_nothing_comes_back_when_more_is_opened_after_closing(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(patient_objects(write))
    show_everything(viewer)
    viewer.app.close_all()
    viewer.wait()
    viewer.open(write("other", image(PatientName="Other", PatientID="2")))
    viewer.do("layout-2x2")
    shown = [model.shown is not None for model in viewer.app.grid.cells]
    assert shown == [True, False, False, False]
    assert not any("Secret" in spoken(widget) for widget in widgets())


def test_a_closed_window_is_black_where_the_image_was(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    canvas = viewer.canvas
    assert pixels_of(canvas).any()
    viewer.app.close_all()
    viewer.wait()
    assert not pixels_of(canvas).any()


def test_megabytes_of_text_do_not_hold_up_the_window(
    open_viewer: OpenViewer, write: Write
) -> None:
    """Qt lays out a megabyte of text for seconds: it must never get one."""
    dataset = ct_slice()
    for keyword in ("PatientName", "SeriesDescription", "Manufacturer", "StationName"):
        dataset.add_new(keyword, "UT", "word " * 400_000)
    viewer = open_viewer(write("long", dataset))
    for widget in widgets():
        assert len(spoken(widget)) < 10_000, widget
    for row in viewer.app.sides.thumbnails.model.rows:
        assert len(row.title) + len(row.detail) < 2000
    assert all(len(line) < 2000 for lines in viewer.texts().values() for line in lines)


def test_the_window_rests_when_everything_is_there(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    assert viewer.app.is_idle
    viewer.app.opening.paths([str(write("b", image()))])
    assert not viewer.app.is_idle
    viewer.wait()


def test_full_screen_goes_and_comes_back(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.do("full-screen")
    assert viewer.app.window.isFullScreen()
    viewer.do("full-screen")
    assert not viewer.app.window.isFullScreen()
    viewer.do("cancel")
    assert viewer.app.window.isVisible()
