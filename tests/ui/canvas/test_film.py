"""A film in its proportions: borders, images, polarity, sizes."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from viewer.kinds.print_objects import Film, FilmImage
from viewer.ui.canvas.film import Printed, Sheet, image_rect, paint_film, sheet_of

ROOM = QRectF(0, 0, 500, 500)
FILM = Film("STANDARD\\2,2", "8INX10IN", "PORTRAIT", border="WHITE", empty="BLACK")
GREY = Printed(np.full((10, 10), 200, np.uint8))
pytestmark = pytest.mark.usefixtures("qapp")


def painted(film: Film, image: FilmImage, printed: Printed) -> tuple[QImage, Sheet]:
    made = QImage(500, 500, QImage.Format.Format_RGB32)
    made.fill(0x777777)
    sheet = sheet_of(film, ROOM)
    painter = QPainter(made)
    paint_film(painter, film, {image.position: (image, printed)}, sheet)
    painter.end()
    return made, sheet


def level(made: QImage, place: QPointF) -> int:
    return made.pixelColor(place.toPoint()).red()


@pytest.mark.parametrize(
    ("orientation", "part"), [("PORTRAIT", 0.8), ("LANDSCAPE", 1.25)]
)
def test_a_film_has_its_proportions(orientation: str, part: float) -> None:
    sheet = sheet_of(replace(FILM, orientation=orientation), ROOM)
    assert sheet.area.width() / sheet.area.height() == pytest.approx(part)
    assert max(sheet.area.width(), sheet.area.height()) == pytest.approx(500)
    assert sheet.area.center() == ROOM.center()


def test_a_film_of_unknown_size_is_drawn_as_the_usual_one() -> None:
    sheet = sheet_of(replace(FILM, size_id=""), ROOM)
    assert sheet.size_mm == pytest.approx((355.6, 431.8))


def test_borders_and_empty_places_have_their_densities() -> None:
    made, sheet = painted(FILM, FilmImage(1), GREY)
    corner = sheet.area.topLeft() + QPointF(4, 4)
    empty = sheet.rect(sheet.layout.areas[3])
    assert level(made, corner) == 255
    assert level(made, empty.topLeft() + QPointF(9, 9)) == 0


def test_an_image_stands_in_its_position() -> None:
    made, sheet = painted(FILM, FilmImage(2), GREY)
    places = [sheet.rect(area).center() for area in sheet.layout.areas]
    assert level(made, places[1]) == 200
    assert level(made, places[2] + QPointF(20, 20)) == 0


def test_reverse_polarity_turns_the_image() -> None:
    made, sheet = painted(FILM, FilmImage(1, is_reversed=True), GREY)
    assert level(made, sheet.rect(sheet.layout.areas[0]).center()) == 55


def test_colours_are_printed_as_colours() -> None:
    red = Printed(np.full((4, 4, 3), (250, 10, 20), np.uint8))
    made, sheet = painted(FILM, FilmImage(1), red)
    centre = sheet.rect(sheet.layout.areas[0]).center().toPoint()
    assert made.pixelColor(centre).name() == "#fa0a14"


def test_a_trim_is_drawn_around_the_images() -> None:
    made, sheet = painted(replace(FILM, trim=True, border="BLACK"), FilmImage(1), GREY)
    place = sheet.rect(sheet.layout.areas[1])
    assert level(made, QPointF(place.center().x(), place.top())) > 150


PLACE = QRectF(0, 0, 200, 100)


def test_an_image_fits_its_place_in_its_own_proportions() -> None:
    wide = Printed(np.zeros((10, 40), np.uint8))
    assert image_rect(FilmImage(1), wide, PLACE, 2.0) == QRectF(0, 25, 200, 50)
    tall_pixels = Printed(np.zeros((10, 40), np.uint8), aspect=2.0)
    assert image_rect(FilmImage(1), tall_pixels, PLACE, 2.0) == QRectF(0, 0, 200, 100)


def test_the_requested_width_is_that_on_the_film() -> None:
    square = Printed(np.zeros((10, 10), np.uint8))
    asked = image_rect(FilmImage(1, width_mm=30), square, PLACE, 2.0)
    assert (asked.width(), asked.height()) == (60, 60)
    assert asked.center() == PLACE.center()


def test_a_width_too_large_is_fitted_or_cropped_as_asked() -> None:
    square = Printed(np.zeros((10, 10), np.uint8))
    assert image_rect(FilmImage(1, width_mm=500), square, PLACE, 2.0).width() == 100
    cropped = FilmImage(1, width_mm=500, is_cropped=True)
    assert image_rect(cropped, square, PLACE, 2.0).width() == 1000
    made, sheet = painted(FILM, replace(cropped, position=1), GREY)
    gap = sheet.rect(sheet.layout.areas[0]).right() + sheet.pixels_per_mm
    assert level(made, QPointF(gap, sheet.rect(sheet.layout.areas[0]).top() + 5)) == 255


def test_annotations_stand_at_the_lower_edge() -> None:
    bare, _ = painted(replace(FILM, annotations=((1, ""),)), FilmImage(1), GREY)
    said = replace(FILM, annotations=((1, "MMMMMMMM"),))
    made, sheet = painted(said, FilmImage(1), GREY)
    edge = range(round(sheet.area.bottom() - 5 * sheet.pixels_per_mm - 8), 497)
    left = round(sheet.area.left()) + 10

    def dark(image: QImage) -> int:
        columns = range(left, left + 150)
        return sum(
            image.pixelColor(x, y).red() < 90 for x in columns for y in edge[-14:]
        )

    assert dark(made) > dark(bare)
