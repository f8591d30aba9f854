"""Films in the window: put together from what is open."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, Viewer, pixels_of, rgb_of
from viewer.demo.legacy import hardcopy
from viewer.demo.prints import film_box, film_session, image_box, stored_print
from viewer.ui.views.film import FilmView
from viewer.ui.widgets.film_paper import FilmPaper

BOXES = [
    image_box(number, np.full((8, 8), 1000 * number, np.uint16)) for number in (1, 2, 3)
]
FILM = film_box(BOXES)
SESSION = film_session([FILM])


def view(viewer: Viewer) -> FilmView:
    return viewer.child("filmView", FilmView)


def paper(viewer: Viewer) -> FilmPaper:
    return viewer.child("filmPaper", FilmPaper)


def centre(viewer: Viewer, position: int) -> QPointF:
    sheet = paper(viewer).sheet()
    assert sheet is not None
    return sheet.rect(sheet.layout.areas[position - 1]).center()


def level(viewer: Viewer, position: int) -> int:
    at = centre(viewer, position).toPoint()
    return int(pixels_of(paper(viewer))[at.y(), at.x(), 0])


def said(viewer: Viewer) -> list[str]:
    """Every text beside the film."""
    return [label.text() for label in view(viewer).facts.findChildren(QLabel)]


def show(viewer: Viewer, sop_class: str) -> None:
    """Put the objects of that class into the cell."""
    for one in viewer.app.workspace.state.catalogue.sets():
        if one.first.text(0x00080016) == sop_class:
            viewer.model.show_set(one, 0)
    viewer.wait()


def test_a_film_box_shows_the_boxes_that_are_open(
    open_viewer: OpenViewer, write: Write
) -> None:
    paths = [write(f"box{number}", box) for number, box in enumerate(BOXES)]
    viewer = open_viewer(write("film", FILM), *paths)
    show(viewer, FILM.SOPClassUID)
    levels = [level(viewer, position) for position in (1, 2, 3)]
    assert levels == [62, 125, 187]
    assert paper(viewer).places.keys() == {1, 2, 3}


def test_boxes_that_are_opened_later_are_put_in(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("film", FILM))
    assert paper(viewer).places == {}
    assert "3 image boxes that it names are not open." in said(viewer)
    viewer.app.grid.lay_out(1, 2)
    viewer.open(write("box", BOXES[1]), target=viewer.app.grid.visible()[1])
    viewer.app.grid.lay_out(1, 1)
    assert paper(viewer).places.keys() == {2}
    assert "2 image boxes that it names are not open." in said(viewer)


def test_a_session_shows_its_films_with_their_images(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(
        write("session", SESSION), write("film", FILM), write("box", BOXES[2])
    )
    show(viewer, SESSION.SOPClassUID)
    assert level(viewer, 3) == 187
    assert ("Medium", "BLUE FILM") in view(viewer).facts.facts


def test_a_session_alone_says_what_is_missing(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("session", SESSION))
    assert "The film boxes that it names are not open." in said(viewer)
    assert paper(viewer).film is None


def test_an_image_box_alone_is_drawn_with_its_pixels(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("box", BOXES[0]))
    assert level(viewer, 1) == 62
    assert "An image box alone: its film is not known." in said(viewer)


def test_a_stored_print_shows_its_images_and_whose_they_are(
    open_viewer: OpenViewer, write: Write
) -> None:
    image = hardcopy(pixels=np.full((8, 8), 2048, np.uint16))
    stored = stored_print([image], PatientName="", PatientID="")
    viewer = open_viewer(write("image", image), write("print", stored))
    show(viewer, stored.SOPClassUID)
    assert level(viewer, 1) in (127, 128)
    people = viewer.child("filmPeople", QLabel).text()
    assert people.startswith("Images of: TEST, Builder")
    assert "TEST, Builder" in view(viewer).words()


def test_an_image_that_is_not_open_is_said_on_the_film(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("print", stored_print([hardcopy()])))
    (place,) = paper(viewer).places.values()
    assert place[1] is None


def test_a_place_is_chosen_by_key_and_its_image_opened(
    open_viewer: OpenViewer, write: Write
) -> None:
    image = hardcopy()
    stored = stored_print([image])
    viewer = open_viewer(write("image", image), write("print", stored))
    show(viewer, stored.SOPClassUID)
    viewer.press_key("Right", paper(viewer))
    assert paper(viewer).position == 1
    assert ("Position", "1") in view(viewer).facts.facts
    viewer.press_key("Return", paper(viewer))
    assert viewer.shown.frame.header.text(0x00080018) == image.SOPInstanceUID


def test_a_place_is_chosen_by_mouse(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("film", FILM))
    QTest.mouseClick(paper(viewer), LEFT, NONE, centre(viewer, 4).toPoint())
    assert paper(viewer).position == 4


def test_the_picture_has_the_proportions_of_the_film(
    open_viewer: OpenViewer, write: Write
) -> None:
    film = film_box(BOXES, FilmSizeID="8INX10IN", BorderDensity="BLACK")
    viewer = open_viewer(write("film", film))
    dark: Any = (rgb_of(view(viewer).picture()) < 30).all(axis=2)
    across = dark.sum(axis=1)
    top = int(np.argmax(across > 900))
    width, height = across.max(), dark[top:].sum(axis=0).max()
    assert abs(width / height - 0.8) < 0.01
    assert ["Film size", "8INX10IN"] in [list(row) for row in view(viewer).numbers()]


def test_nothing_of_a_film_stays_after_closing(
    open_viewer: OpenViewer, write: Write
) -> None:
    image = hardcopy()
    viewer = open_viewer(write("image", image), write("print", stored_print([image])))
    show(viewer, "1.2.840.10008.5.1.1.27")
    shown = view(viewer)
    viewer.app.close_all()
    assert shown.people.text() == ""
    assert shown.paper.film is None
    assert shown.paper.places == {}
