import pytest

from viewer.geometry.layout import (
    LARGEST,
    UNEVEN,
    Layout,
    LayoutError,
    Place,
    even,
    large_above,
    large_beside,
    parse_layout,
)

ALL = [
    *(even(rows, columns) for rows in range(1, 6) for columns in range(1, 6)),
    *UNEVEN,
    large_beside(5),
    large_above(4),
    Layout((Place(0, 1), Place(0, 0))),
    Layout((Place(0, 0, 1, 2), Place(1, 0), Place(1, 1))),
]


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
def test_a_name_makes_the_layout_again(layout: Layout) -> None:
    assert parse_layout(layout.name) == layout


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
def test_cells_cover_every_unit_once(layout: Layout) -> None:
    covered = [[0] * layout.columns for _ in range(layout.rows)]
    for place in layout.places:
        for row in range(place.row, place.row + place.rows):
            for column in range(place.column, place.column + place.columns):
                covered[row][column] += 1
    assert covered == [[1] * layout.columns for _ in range(layout.rows)]


def test_names_are_those_of_rows_and_columns() -> None:
    assert even(2, 3).name == "2x3"
    assert (even(2, 3).rows, even(2, 3).columns, even(2, 3).cells) == (2, 3, 6)
    assert [layout.name for layout in UNEVEN] == ["1+2", "1+3", "1/2", "1/3"]
    assert Layout((Place(0, 1), Place(0, 0))).name == "0,1,1,1; 0,0,1,1"


def test_an_even_grid_goes_row_by_row() -> None:
    assert even(2, 2).places == (Place(0, 0), Place(0, 1), Place(1, 0), Place(1, 1))


def test_the_large_cell_comes_first() -> None:
    assert parse_layout("1+2").places == (
        Place(0, 0, 2, 2),
        Place(0, 2),
        Place(1, 2),
    )
    assert parse_layout("1/3").places == (
        Place(0, 0, 3, 3),
        Place(3, 0),
        Place(3, 1),
        Place(3, 2),
    )


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (" 2 X 3 ", even(2, 3)),
        ("2×3", even(2, 3)),
        ("1 + 2", large_beside(2)),
        ("0,0,2,2;0,2,1,1;1,2,1,1;", large_beside(2)),
    ],
)
def test_names_may_be_written_loosely(text: str, layout: Layout) -> None:
    assert parse_layout(text) == layout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names no layout"),
        ("2 by 3", "names no layout"),
        ("6x1", "larger than the largest grid"),
        ("0x1", "names no layout"),
        ("1+1", "2 to 5 small cells"),
        ("1/9", "2 to 5 small cells"),
        ("0,0,1,1; 0,0,1,1", "over each other"),
        ("0,0,1,1; 1,1,1,1", "leave a gap"),
        ("0,0,99,1", "at most 12"),
        ("0,0,0,1", "at least one row"),
        ("; ".join(f"0,{n},1,1" for n in range(30)), "1 to 25 cells"),
    ],
)
def test_what_is_no_layout_is_explained(text: str, sentence: str) -> None:
    with pytest.raises(LayoutError, match=sentence):
        parse_layout(text)


def test_sizes_are_kept_within_what_can_be_read() -> None:
    assert even(99, -3) == even(LARGEST, 1)
