import pytest

from viewer import limits
from viewer.kinds.film_layout import (
    GAP_MM,
    MARGIN_MM,
    Area,
    film_size_mm,
    grey_of_density,
    layout_of,
)

FILM = (100.0, 200.0)


@pytest.mark.parametrize(
    ("size_id", "expected"),
    [
        ("14INX17IN", (355.6, 431.8)),
        ("8INX10IN", (203.2, 254.0)),
        ("8_5INX11IN", (215.9, 279.4)),
        ("24CMX30CM", (240.0, 300.0)),
        ("24CMX24CM", (240.0, 240.0)),
        ("A4", (210.0, 297.0)),
        ("A3", (297.0, 420.0)),
    ],
)
def test_every_film_size_has_its_millimetres(
    size_id: str, expected: tuple[float, float]
) -> None:
    assert film_size_mm(size_id, "PORTRAIT") == pytest.approx(expected)
    assert film_size_mm(size_id, "LANDSCAPE") == pytest.approx(expected[::-1])


@pytest.mark.parametrize("size_id", ["", "LARGE", "0INX0IN", "9999999CMX3CM"])
def test_a_size_that_is_not_known_is_not_made_up(size_id: str) -> None:
    assert film_size_mm(size_id, "PORTRAIT") is None


def shape(areas: tuple[Area, ...]) -> list[tuple[int, int]]:
    """(row, column) of each place among the different tops and lefts."""
    tops = sorted({round(area.top, 3) for area in areas})
    lefts = sorted({round(area.left, 3) for area in areas})
    return [
        (tops.index(round(area.top, 3)), lefts.index(round(area.left, 3)))
        for area in areas
    ]


def test_standard_counts_columns_first_and_runs_along_rows() -> None:
    layout = layout_of("STANDARD\\3,2", FILM, 1)
    assert shape(layout.areas) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    first = layout.areas[0]
    width = (100 - 2 * MARGIN_MM - 2 * GAP_MM) / 3
    height = (200 - 2 * MARGIN_MM - GAP_MM) / 2
    assert first == Area(MARGIN_MM, MARGIN_MM, width, height)
    last = layout.areas[-1]
    assert last.left + last.width == pytest.approx(100 - MARGIN_MM)
    assert last.top + last.height == pytest.approx(200 - MARGIN_MM)


def test_rows_have_as_many_images_as_each_says() -> None:
    areas = layout_of("ROW\\2,3,1", FILM, 1).areas
    tops = [area.top for area in areas]
    assert [tops.count(top) for top in sorted(set(tops))] == [2, 3, 1]
    assert areas[5].width == pytest.approx(100 - 2 * MARGIN_MM)


def test_columns_run_downwards() -> None:
    areas = layout_of("COL\\1,2", FILM, 1).areas
    assert areas[0].height == pytest.approx(200 - 2 * MARGIN_MM)
    assert areas[1].left == areas[2].left > areas[0].left
    assert areas[2].top > areas[1].top


@pytest.mark.parametrize(("name", "side"), [("SLIDE", 35), ("SUPERSLIDE", 40)])
def test_slides_have_their_size_and_the_printer_its_say(name: str, side: float) -> None:
    layout = layout_of(name, (355.6, 431.8), 5)
    assert len(layout.areas) == 5
    assert {(area.width, area.height) for area in layout.areas} == {(side, side)}
    assert layout.note == "The printer decides where the slides lie: drawn in rows."


def test_a_custom_layout_is_drawn_in_rows_and_says_so() -> None:
    layout = layout_of("CUSTOM\\7", FILM, 5)
    assert shape(layout.areas)[:5] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    assert layout.note == "The layout is the printer's own: drawn in rows."


@pytest.mark.parametrize(
    "display_format",
    [
        "",
        "STANDARD",
        "STANDARD\\2",
        "STANDARD\\0,2",
        "STANDARD\\x,2",
        "ROW\\",
        "HEAP\\1",
    ],
)
def test_a_format_that_makes_no_sense_is_said(display_format: str) -> None:
    layout = layout_of(display_format, FILM, 2)
    assert len(layout.areas) == 2
    assert layout.note == "The layout is not stated or not known: drawn in rows."


def test_no_more_places_are_made_than_are_allowed() -> None:
    most = limits.FILM_BOXES
    assert len(layout_of(f"STANDARD\\{most},1", FILM, 1).areas) == most
    assert len(layout_of(f"STANDARD\\{most + 1},1", FILM, 1).areas) == 1
    assert len(layout_of(f"ROW\\{most},1", FILM, 1).areas) == 1
    assert len(layout_of(f"COL\\{most}", FILM, 1).areas) == most


def test_densities_fall_from_white_to_black() -> None:
    assert grey_of_density("BLACK") == 0
    assert grey_of_density("white") == 255
    assert grey_of_density("20", 20, 320) == 255
    assert grey_of_density("170", 20, 320) == 128
    assert grey_of_density("999", 20, 320) == 0
    assert grey_of_density("150", 300, 20) == 128
    assert grey_of_density("") is None
    assert grey_of_density("grey") is None
