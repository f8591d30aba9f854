"""Key object notes: the strip, the way to an image, and key images only."""

import itertools
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QListWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.documents import key_objects
from viewer.dicom import tags

KEYS = (2, 5, 6)
COUNT = 9


@pytest.fixture
def folder(write: Write) -> Path:
    slices = [ct_slice(number, SeriesNumber=1) for number in range(COUNT)]
    for number, dataset in enumerate(slices):
        write(f"study/{number}", dataset)
    note = key_objects([slices[at] for at in KEYS], SeriesNumber=9)
    return write("study/note", note).parent


def show(viewer: Viewer, view: str) -> None:
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.model.show_set(next(one for one in sets if one.view == view))
    viewer.wait()


def position(viewer: Viewer) -> str:
    return viewer.child("position", QLabel).text()


def test_the_images_of_a_note_are_pictures_above_it(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    show(viewer, "report")
    strip = viewer.child("filmstripList", QListWidget)
    assert strip.count() == len(KEYS)
    title = viewer.child("filmstripTitle", QLabel).text()
    assert title == "For Teaching · 3 images"
    pictures = [
        strip.item(row).icon().pixmap(strip.iconSize()).toImage() for row in range(3)
    ]
    spread = {
        one.pixelColor(x, one.height() // 2).lightness()
        for one in pictures
        for x in range(0, one.width(), 3)
    }
    assert len(spread) > 2


def test_choosing_a_picture_shows_the_image_beside_the_note(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    show(viewer, "report")
    strip = viewer.child("filmstripList", QListWidget)
    strip.itemActivated.emit(strip.item(1))
    viewer.wait()
    assert viewer.app.grid.state.active == 1
    assert viewer.shown.frame.header.integer(tags.InstanceNumber) == KEYS[1] + 1


def test_pictures_come_when_their_images_are_opened_later(
    open_viewer: OpenViewer, folder: Path, write: Write
) -> None:
    alone = write("alone/note", key_objects([ct_slice(KEYS[0])]))
    viewer = open_viewer(alone)
    strip = viewer.child("filmstripList", QListWidget)

    def lightest() -> int:
        image = strip.item(0).icon().pixmap(strip.iconSize()).toImage()
        places = itertools.product(range(image.width()), range(image.height()))
        return max(image.pixelColor(x, y).lightness() for x, y in places)

    assert lightest() < 200
    note = viewer.model
    viewer.app.grid.lay_out(1, 2)
    viewer.app.grid.activate(viewer.app.grid.cells[1])
    viewer.open(folder / str(KEYS[0]))
    assert note.state.what.display_set is not None
    viewer.until(lambda: lightest() == 255)


def test_key_images_only_and_all_of_them_again(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    show(viewer, "stack")
    viewer.model.go_to(5)
    viewer.wait()
    viewer.press_key("Shift+K")
    what = viewer.model.state.what
    assert what.display_set is not None
    headers = [frame.header for frame in what.display_set.frames]
    numbers = [header.integer(tags.InstanceNumber) for header in headers]
    assert numbers == [at + 1 for at in KEYS]
    assert what.index == 1
    assert position(viewer) == "3 of 9: key images only · 2 / 3"
    assert "3 of 9: key images only" in viewer.texts()["bottom_left"]
    assert viewer.app.menus.by_id["key-images"].isChecked()
    viewer.press_key("Down")
    viewer.press_key("Shift+K")
    assert viewer.model.state.what.count == COUNT
    assert viewer.model.state.what.index == KEYS[2]
    assert position(viewer) == "7 / 9"


def test_opening_more_leaves_the_narrowed_stack_as_it_is(
    open_viewer: OpenViewer, folder: Path, write: Write
) -> None:
    viewer = open_viewer(folder)
    show(viewer, "stack")
    viewer.press_key("Shift+K")
    viewer.app.grid.lay_out(1, 2)
    target = viewer.app.grid.cells[1]
    viewer.open(write("other", ct_slice(0, SeriesInstanceUID="1.9")), target=target)
    assert viewer.app.grid.cells[0].state.what.count == len(KEYS)


def test_the_neighbours_of_a_narrowed_series_are_those_of_the_whole(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    show(viewer, "stack")
    viewer.press_key("Shift+K")
    viewer.press_key("PgDown")
    assert viewer.model.state.what.display_set.view == "report"  # type: ignore[union-attr]


def test_without_a_note_or_a_key_image_it_says_so(
    open_viewer: OpenViewer, write: Write, folder: Path
) -> None:
    viewer = open_viewer(write("one", ct_slice(0)))
    viewer.app.key_images.toggle(viewer.model)
    message = viewer.app.status.message
    assert message.text() == "No image is a key image, and no note of some is open."
    assert not viewer.app.menus.by_id["key-images"].isEnabled()
    viewer.app.close_all()
    other = ct_slice(0, SeriesInstanceUID="1.9", SOPInstanceUID="1.9.1")
    viewer.open(write("other", other), folder / "note")
    show(viewer, "stack")
    viewer.press_key("Shift+K")
    assert message.text() == "No image of this series is a key image."
    assert viewer.model.state.what.display_set.whole is None  # type: ignore[union-attr]
