"""What the reader sets: followed at once, remembered at the end."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, pixels_of
from viewer.demo.build import ct_slice
from viewer.demo.documents import encapsulated
from viewer.store.settings import Settings, load_settings
from viewer.ui.widgets.colours import DARK, LIGHT, colours
from viewer.ui.widgets.veil import Veil

FITTING = (880, 640)
"""A size that the offscreen platform's small screen has room for."""


@pytest.fixture
def image(write: Write) -> Path:
    return write("ct/0", ct_slice(PatientName="Secret^Name"))


def side(viewer: Viewer, name: str) -> QWidget:
    found = viewer.app.window.findChild(QWidget, f"side-{name}")
    assert isinstance(found, QWidget)
    return found


@pytest.mark.parametrize(("name", "key"), [("thumbnails", "F9"), ("header", "F10")])
def test_a_side_panel_goes_and_comes_back(
    open_viewer: OpenViewer, image: Path, name: str, key: str
) -> None:
    viewer = open_viewer(image)
    panel, wide = side(viewer, name), viewer.canvas.width()
    viewer.press_key(key)
    assert not panel.isVisible()
    assert viewer.canvas.width() > wide + 100
    assert not getattr(viewer.app.preferences.settings, f"show_{name}")
    viewer.press_key(key)
    assert panel.isVisible()
    assert viewer.canvas.width() == wide


def test_panels_that_were_hidden_stay_hidden(
    open_viewer: OpenViewer, image: Path
) -> None:
    settings = Settings(show_thumbnails=False, show_header=False)
    viewer = open_viewer(image, settings=settings)
    assert not side(viewer, "thumbnails").isVisible()
    assert not side(viewer, "header").isVisible()
    viewer.do("find-element")
    assert side(viewer, "header").isVisible()


def test_texts_over_the_image_go_in_two_steps_and_come_back(
    open_viewer: OpenViewer, image: Path
) -> None:
    viewer = open_viewer(image)
    seen = []
    for _ in range(4):
        seen.append(
            (viewer.canvas.canvas_style.detail, bool(viewer.texts()["top_left"]))
        )
        viewer.press_key("O")
    assert seen == [("all", True), ("minimal", True), ("none", False), ("all", True)]


def test_cells_made_later_have_the_same_texts(
    open_viewer: OpenViewer, image: Path
) -> None:
    viewer = open_viewer(image)
    viewer.press_key("O")
    viewer.do("layout-1x2")
    second = viewer.app.grid.cells[1]
    second.show_set(viewer.model.state.what.display_set)
    viewer.wait()
    assert viewer.canvas_of(second).canvas_style.detail == "minimal"


def test_the_theme_changes_at_once_and_viewports_stay_black(
    open_viewer: OpenViewer, image: Path
) -> None:
    viewer = open_viewer(image)
    assert colours() is DARK
    before = pixels_of(viewer.app.status).mean()
    viewer.do("light-theme")
    assert colours() is LIGHT
    assert pixels_of(viewer.app.status).mean() > before + 80
    assert pixels_of(viewer.canvas)[2, 2].tolist() == [0, 0, 0]
    viewer.do("light-theme")
    assert colours() is DARK


def test_what_was_set_is_there_at_the_next_start(
    open_viewer: OpenViewer, image: Path
) -> None:
    viewer = open_viewer(image, remember=True)
    viewer.app.window.resize(*FITTING)
    viewer.app.window.splitter.setSizes([190, 360, 330])
    viewer.press_key("O")
    viewer.press_key("Ctrl+I")
    viewer.do("light-theme")
    widths = viewer.app.window.splitter.sizes()
    viewer.app.window.close()
    settings = load_settings()
    assert settings.annotations == "minimal"
    assert settings.theme == "light"
    assert not settings.smooth
    assert settings.thumbnails_width == widths[0]
    assert settings.header_width == widths[2]
    again = open_viewer(settings=settings)
    size = again.app.window.size()
    assert (size.width(), size.height()) == FITTING
    assert again.app.window.splitter.sizes() == widths
    again.do("light-theme")


def test_the_width_of_a_hidden_panel_is_not_forgotten(
    open_viewer: OpenViewer, image: Path
) -> None:
    settings = Settings(thumbnails_width=300, show_thumbnails=False)
    viewer = open_viewer(image, settings=settings, remember=True)
    viewer.app.window.close()
    assert load_settings().thumbnails_width == 300


def test_without_remembering_nothing_is_written(
    open_viewer: OpenViewer, image: Path, tmp_path: Path
) -> None:
    viewer = open_viewer(image)
    viewer.press_key("O")
    viewer.app.window.close()
    assert not (tmp_path / "settings.json").exists()


def test_no_patient_is_remembered(
    open_viewer: OpenViewer, image: Path, tmp_path: Path
) -> None:
    viewer = open_viewer(image, remember=True)
    viewer.app.window.close()
    stored = (tmp_path / "settings.json").read_text()
    assert "Secret" not in stored
    assert "TEST-0001" not in stored


def test_a_folder_that_cannot_be_written_does_not_hold_up_the_end(
    open_viewer: OpenViewer,
    image: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("NEGATOSCOPE_SETTINGS", str(tmp_path / "file" / "s.json"))
    viewer = open_viewer(image, remember=True)
    viewer.app.window.close()
    assert not viewer.app.window.isVisible()
    assert viewer.app.jobs._closed


def test_settings_that_make_no_sense_on_this_screen_are_survived(
    open_viewer: OpenViewer, image: Path
) -> None:
    settings = replace(
        Settings(), window_geometry=b"nonsense", thumbnails_width=2000, header_width=80
    )
    viewer = open_viewer(image, settings=settings)
    assert viewer.canvas.width() > 80
    assert side(viewer, "header").width() >= 200


def test_for_teaching_no_patient_is_named_anywhere(
    open_viewer: OpenViewer, write: Write
) -> None:
    one = ct_slice(PatientName="Silva^João", PatientID="4711", StudyDate="20261122")
    other = ct_slice(PatientName="Other^Name", PatientID="4712", StudyInstanceUID="1.2")
    viewer = open_viewer(write("a", one), write("b", other))
    viewer.do("layout-1x2")
    viewer.do("hide-identity")
    thumbnails = viewer.app.sides.thumbnails
    said = [
        *(text for lines in viewer.texts().values() for text in lines),
        *(row for row in spoken(thumbnails.model)),
        viewer.app.cells.identity.label.text(),
    ]
    assert not [text for text in said if "Silva" in text or "4711" in text]
    assert "Identity hidden" in said
    assert not viewer.app.sides.right.isVisible()
    viewer.do("hide-identity")
    assert viewer.app.sides.right.isVisible()
    assert any("Silva" in text for text in spoken(thumbnails.model))


def test_for_teaching_objects_that_are_no_images_stay_veiled(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", encapsulated(PatientName="Silva^João")))
    view = viewer.app.cells.frame_of(viewer.model).view
    viewer.do("hide-identity")
    veil = viewer.app.cells.frame_of(viewer.model).view
    assert isinstance(veil, Veil)
    assert veil.holds() == frozenset()
    assert "only images" in veil.text()
    assert not view.isVisible()
    viewer.do("hide-identity")
    assert viewer.app.cells.frame_of(viewer.model).view is view


def spoken(model: QAbstractItemModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
