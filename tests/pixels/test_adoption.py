"""Graphics of a state become marks of the same places."""

import math
from itertools import count

import pytest

from viewer.geometry.marks import Mark
from viewer.geometry.measure import Scale, area
from viewer.pixels.adoption import adopted
from viewer.pixels.graphics import Annotation, Graphic, Note


def of(*graphics: Graphic, notes: tuple[Note, ...] = ()) -> list[Mark]:
    numbers = count(1)
    marks, _ = adopted(
        [Annotation("L", (), graphics, notes)], lambda: f"2.25.{next(numbers)}"
    )
    return list(marks)


@pytest.mark.parametrize(
    ("graphic", "shape", "points"),
    [
        (Graphic("POINT", ((3.5, 4.5),)), "point", ((3.5, 4.5),)),
        (Graphic("POLYLINE", ((1, 2), (3, 4))), "distance", ((1, 2), (3, 4))),
        (
            Graphic("POLYLINE", ((1, 2), (3, 4), (9, 4))),
            "polyline",
            ((1, 2), (3, 4), (9, 4)),
        ),
        (
            Graphic("POLYLINE", ((1, 2), (3, 4), (9, 4), (1, 2))),
            "polygon",
            ((1, 2), (3, 4), (9, 4)),
        ),
        (
            Graphic("POLYLINE", ((1, 2), (5, 2), (5, 7), (1, 7), (1, 2))),
            "rectangle",
            ((1, 2), (5, 7)),
        ),
        (Graphic("CIRCLE", ((10, 10), (13, 14))), "ellipse", ((5, 5), (15, 15))),
        (
            Graphic("ELLIPSE", ((2, 5), (12, 5), (7, 3), (7, 7))),
            "ellipse",
            ((2, 3), (12, 7)),
        ),
    ],
)
def test_a_graphic_becomes_a_mark(
    graphic: Graphic, shape: str, points: tuple[tuple[float, float], ...]
) -> None:
    (mark,) = of(graphic)
    assert (mark.shape, mark.points) == (shape, points)
    assert mark.uid == "2.25.1"


def test_an_oblique_ellipse_becomes_an_outline_of_its_area() -> None:
    ends = ((6.0, 6.0), (14.0, 14.0), (12.0, 8.0), (8.0, 12.0))
    (mark,) = of(Graphic("ELLIPSE", ends))
    assert mark.shape == "polygon"
    expected = math.pi * math.dist(ends[0], ends[1]) * math.dist(*ends[2:]) / 4
    assert area("polygon", mark.points, Scale()) == pytest.approx(expected, rel=0.01)


def test_texts_stand_at_their_anchor_or_box() -> None:
    notes = (
        Note(("one", "two"), anchor=(4, 5)),
        Note(("boxed",), box=((6, 7), (9, 9))),
    )
    one, other = of(notes=notes)
    assert (one.shape, one.text, one.points) == ("text", "one\ntwo", ((4, 5),))
    assert (other.text, other.points) == ("boxed", ((6, 7),))


def test_what_is_of_the_display_stays_with_the_state() -> None:
    annotation = Annotation(
        "L",
        (),
        (Graphic("POLYLINE", ((0, 0), (1, 1)), "DISPLAY"),),
        (Note(("x",), box=((0, 0), (1, 1)), box_units="DISPLAY"),),
    )
    assert adopted([annotation], str) == ((), 2)
