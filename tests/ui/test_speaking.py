"""The language changes while the program runs: everything says it, and nothing else.

A window that was begun in English and switched has to be, text for text, the one that
is begun in Portuguese; switched back, the one that it was.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import lay_out, set_of, show_ct
from tests.ui.pen import Pen
from tests.ui.viewer import Viewer
from tests.ui.visible_texts import Text, texts_of
from viewer.demo.build import ct_slice
from viewer.demo.kinds import object_of
from viewer.demo.pet_ct import ct_series, pet_series
from viewer.kinds import KINDS, family
from viewer.text import language, set_language
from viewer.ui.canvas.spoken import Spoken
from viewer.ui.language import install_qt_translation
from viewer.ui.speaking import speak

Make = Callable[[], Viewer]
VIEWS = {
    family(kind).view: kind
    for kind in (
        "waveform_audio",
        "curve",
        "encapsulated_doc",
        "management",
        "encapsulated_3d",
        "overlay",
        "print",
        "raw",
        "sr",
        "spectroscopy",
        "waveform_ecg",
        "dicomdir",
    )
}
"""A kind of object for each way of showing, save stacks."""


ZOOM = re.compile(r"Zoom [\d.,]+ %")
"""Words that need more room leave images less of it."""


def begin_in(code: str) -> None:
    """As a start in a language does."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    set_language(code)
    install_qt_translation(application, code)


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    yield
    begin_in("en")


def said_by(viewer: Viewer) -> list[Text]:
    """All windows, once nothing is on its way, and each panel while it is in front."""
    found: list[Text] = []
    for name in (*viewer.tabs, "header"):
        viewer.app.sides.tabs.bring(name)
        viewer.wait()
        found += texts_of(viewer.child(f"tab-{name}", QWidget))
    viewer.app.menus.refresh()
    second = viewer.app.cells.second
    windows = [viewer.app.window, *([second.window()] if second else [])]
    for window in windows:
        for spoken in window.findChildren(Spoken):
            viewer.until(partial(_is_told, spoken))
    found += [text for window in windows for text in texts_of(window)]
    return [(name, ZOOM.sub("", text)) for name, text in found]


def _is_told(spoken: Spoken) -> bool:
    timer = spoken.findChild(QTimer)
    return timer is not None and not timer.isActive()


def assert_same(said: list[Text], wanted: list[Text]) -> None:
    """Both windows say the same."""
    more = [f"- {name}: {text!r}" for name, text in sorted(set(said) - set(wanted))]
    less = [f"+ {name}: {text!r}" for name, text in sorted(set(wanted) - set(said))]
    assert "\n".join((*more, *less)) == ""


def assert_switches(make: Make) -> None:
    """There and back, against a window that was begun in the language."""
    switched = make()
    english = said_by(switched)
    speak(switched.app, "pt_BR")
    switched.wait()
    portuguese = said_by(switched)
    speak(switched.app, "en")
    switched.wait()
    again = said_by(switched)
    begin_in("pt_BR")
    begun = said_by(make())
    assert_same(portuguese, begun)
    assert_same(again, english)


def test_an_empty_window(open_viewer: OpenViewer) -> None:
    assert_switches(lambda: open_viewer())


def test_a_stack_with_marks(open_viewer: OpenViewer, thirty_slices: Path) -> None:
    def make() -> Viewer:
        viewer = open_viewer(thirty_slices)
        for tool, points in (
            ("tool-distance", ((2, 3), (12, 6))),
            ("tool-ellipse", ((2, 8), (12, 13))),
        ):
            viewer.do(tool)
            Pen(viewer).drag(*points)
        viewer.do("tool-window")
        viewer.do("preset-2")
        viewer.canvas.leaveEvent(QEvent(QEvent.Type.Leave))
        return viewer

    assert_switches(make)


def test_every_way_of_showing_is_tried_in_both_languages() -> None:
    assert VIEWS.keys() == {kind.view for kind in KINDS} - {"stack"}


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_the_view_of_an_object(
    open_viewer: OpenViewer, write: Write, view: str
) -> None:
    path = write("object", object_of(VIEWS[view]))
    assert_switches(lambda: open_viewer(path))


def test_three_planes(open_viewer: OpenViewer, series: Path) -> None:
    def make() -> Viewer:
        viewer = open_viewer(series)
        viewer.do("mpr-three")
        return viewer

    assert_switches(make)


def test_a_volume_over_another(open_viewer: OpenViewer, write: Write) -> None:
    folder = lay_out(write, ct_series(), pet_series())

    def make() -> Viewer:
        viewer = open_viewer(folder)
        show_ct(viewer)
        viewer.app.fusions.fuse(set_of(viewer, "PT"))
        viewer.wait()
        return viewer

    assert_switches(make)


def test_tiles_and_a_second_window(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    def make() -> Viewer:
        viewer = open_viewer(thirty_slices)
        viewer.app.layouts.tiles.start(2, 2)
        viewer.do("second-window")
        return viewer

    assert_switches(make)


def test_two_patients_a_damaged_file_and_what_is_no_dicom(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    folder = write("some/one.dcm", ct_slice(0)).parent
    write("some/two.dcm", ct_slice(1, PatientID="2", StudyInstanceUID="1.2.3"))
    broken = ct_slice(2, SeriesInstanceUID="1.2.4", SeriesNumber=9)
    broken.PixelData = broken.PixelData[:100]
    write("some/three.dcm", broken)
    (folder / "note.txt").write_text("nothing to see\n")

    def make() -> Viewer:
        viewer = open_viewer(folder)
        viewer.app.grid.lay_out(1, 3)
        sets = list(viewer.app.workspace.state.catalogue.sets())
        for model, one in zip(viewer.app.grid.cells, sets, strict=True):
            model.show_set(one)
        viewer.wait()
        return viewer

    assert_switches(make)


def test_the_setting_switches_at_once_and_the_dialog_comes_back(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.do("settings")
    chooser = viewer.child("setting-language", QComboBox)
    chooser.setCurrentIndex(chooser.findData("pt_BR"))
    chooser.activated.emit(chooser.currentIndex())
    viewer.wait()
    assert language() == "pt_BR"
    assert viewer.app.preferences.settings.language == "pt_BR"
    again = viewer.child("setting-language", QComboBox)
    assert again.window().windowTitle() == "Configurações"
    assert again.currentData() == "pt_BR"
    again.window().close()
